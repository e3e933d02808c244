"""Templates parse, and neither they nor the scripts hold what the content policy or escaping forbids."""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
import pytest

from tests.house.files import ROOT, named, ours

UNESCAPED = re.compile(
    r"\|\s*safe\b|\bMarkup\(|autoescape false|innerHTML|outerHTML|insertAdjacentHTML|document\.write"
)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=[\"']|javascript:", re.IGNORECASE)
ELSEWHERE = re.compile(
    r"(?:src|href|action)=[\"'](?:https?:)?//(?!(?:www\.)?(?:accme|cmepassport)\.org)", re.IGNORECASE
)
# The one text that is not escaped: our own style sheet, inside a learner's page.
OURS = "blueprints/headers.py"


def faults(text: str) -> list[str]:
    """What stands in a template or script and must not."""
    return [found.group() for rule in (UNESCAPED, INLINE, ELSEWHERE) for found in rule.finditer(text)]


@pytest.mark.parametrize("path", ours(".html", under=("templates",)), ids=named)
def test_templates_are_safe_and_parse(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert faults(text) == []
    jinja2.Environment(autoescape=True).parse(text, filename=named(path))


@pytest.mark.parametrize("path", ours(".py", ".js", under=("app.py", "blueprints", "static")), ids=named)
def test_nothing_goes_round_escaping(path: Path) -> None:
    found = UNESCAPED.findall(path.read_text(encoding="utf-8"))
    assert len(found) == (1 if named(path) == OURS else 0)


def test_every_template_that_is_named_exists() -> None:
    """render_template, extends, include, import: each names a file that is there; each file is named.

    The pages of errors are named by their number.
    """
    asked = {
        name
        for name in jinja2.FileSystemLoader(ROOT / "templates").list_templates()
        if name.startswith("errors/")
    }
    for path in ours(".py", ".html", under=("app.py", "blueprints", "templates")):
        asked |= set(
            re.findall(
                r"[\"']([a-z_]+(?:/[a-z_0-9-]+)*\.(?:html|txt))[\"']", path.read_text(encoding="utf-8")
            )
        )
    there = {path.relative_to(ROOT / "templates").as_posix() for path in ours(".html", under=("templates",))}
    assert {name for name in asked if name.endswith(".html")} == there


@pytest.mark.parametrize(
    "bad",
    [
        "{{ name|safe }}",
        "Markup(name)",
        "<p style='color:red'>",
        "<script>alert(1)</script>",
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<img src="https://cdn.example.org/a.png">',
    ],
)
def test_the_check_sees_each_fault(bad: str) -> None:
    assert faults(bad)


def test_the_check_lets_good_pages_pass() -> None:
    assert (
        faults('<script type="module" src="/static/desk/desk.js"></script><a href="/r/x" class="on">Done</a>')
        == []
    )
