"""What the README and its neighbors tell a newcomer to type or to open is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from tests.house.files import ROOT, named, ours

PAGES = [path for path in ours(".md") if path.parent != ROOT / "static"]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FLASKS_OWN = {"routes", "run", "shell"}


def told(text: str) -> tuple[set[str], set[str]]:
    """Targets of make and commands of flask that stand as code in a page."""
    code = "\n".join(
        re.findall(r"```(?:sh|ini)?\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    )
    make = set(re.findall(r"^(?:.*(?:&&|-u \w+) )?make ([a-z][a-z-]*)", code, re.MULTILINE))
    flask = set(re.findall(r"flask --app app ([a-z][a-z-]*)", code))
    return make, flask


def dead_links(page: Path, text: str) -> list[str]:
    """Links and pictures to files that are not there, and to headings of the page itself that it has not."""
    anchors = {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in target:
            continue
        file, _, anchor = target.partition("#")
        missing = not (page.parent / file).exists() if file else anchor not in anchors
        if missing:
            dead.append(target)
    return dead


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_that_a_page_names_exist(app: Flask, page: Path) -> None:
    make, flask = told(page.read_text(encoding="utf-8"))
    assert make <= targets()
    assert flask <= set(app.cli.commands)


def test_the_readme_names_every_command(app: Flask) -> None:
    assert set(app.cli.commands) - FLASKS_OWN == told(README)[1]
    assert {"run", "test", "demo"} <= told(README)[0]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    assert dead_links(page, page.read_text(encoding="utf-8")) == []


def test_the_house_in_the_readme_is_the_house() -> None:
    table = README.split("## Where things are")[1].split("\n## ")[0]
    rooms = re.findall(
        r"`([\w./]+)`", "\n".join(row.split("|")[1] for row in re.findall(r"^\|.*", table, re.M))
    )
    assert rooms
    assert [room for room in rooms if not (ROOT / room).exists()] == []


def test_pages_for_people_are_plain() -> None:
    """No dash that joins two sentences into one."""
    assert [
        named(page) for page in PAGES if re.search("[\u2013\u2014]", page.read_text(encoding="utf-8"))
    ] == []


def test_the_checks_see_what_is_missing(tmp_path: Path) -> None:
    assert told("```sh\nmake dream\nflask --app app fly\n```") == ({"dream"}, {"fly"})
    assert dead_links(tmp_path / "a.md", "# Here\n[a](b.md) [b](#here) [c](#there)") == ["b.md", "#there"]
