"""Who may import whom: strictly downward, and `pars` stays pure."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.files import CODE, ROOT, named, ours

BELOW = {
    "addresses": set(),
    "keys": set(),
    "config": {"addresses", "keys"},
    "pars": {"pars"},
    "storage": {"pars", "storage"},
    "delivery": {"pars", "storage", "delivery"},
    "blueprints": {"pars", "storage", "delivery", "blueprints", "config", "keys", "addresses"},
    "app": {"pars", "storage", "delivery", "blueprints", "config", "keys", "addresses"},
}
# What a room must not know of the world outside.
FOREIGN = {
    "addresses": {"flask", "sqlalchemy"},
    "keys": {"flask", "sqlalchemy"},
    "config": {"flask", "sqlalchemy"},
    "pars": {
        "flask",
        "werkzeug",
        "jinja2",
        "sqlalchemy",
        "sqlite3",
        "socket",
        "urllib",
        "http",
        "time",
        "random",
        "secrets",
    },
    "storage": {"flask", "werkzeug", "jinja2", "flask_wtf", "openpyxl"},
    "delivery": {"flask", "werkzeug", "sqlalchemy"},
    "blueprints": {"sqlalchemy", "alembic", "openpyxl", "sqlite3", "pysqlite3"},
    "app": {"sqlalchemy", "openpyxl"},
}
# In `pars` a module imports only what stands before it here.
RANKS = (
    "codes",
    "messages",
    "errors",
    "opening",
    "text",
    "opinion",
    "vocabulary",
    "reasons",
    "identifiers",
    "names",
    "near_names",
    "record",
    "moc",
    "reporting",
    "asking",
    "readers",
    "answers",
    "proof",
    "same_person",
    "near_person",
    "form_rules",
    "report_rules",
    "rules",
    "lifecycle",
    "series",
    "setup_fields",
    "setup_series",
    "setup",
    "provider",
    "logo",
    "formats",
    "sheets",
)
# The desk shows the learner's page of an activity that is being set up: the same page, from the same room.
NEIGHBORS = {"desk": {"attest"}}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")}


def imported(tree: ast.AST) -> set[str]:
    """Full dotted names of every module that the code imports, also inside functions."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                assert node.level == 1, (
                    "a relative import that leaves its folder hides where a name comes from"
                )
                continue
            names.add(node.module or "")
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def trespasses(room: str, source: str) -> set[str]:
    """What this code imports and must not, given the room it stands in."""
    first = {name.split(".")[0] for name in imported(ast.parse(source))}
    return {name for name in first if (name in BELOW and name not in BELOW[room]) or name in FOREIGN[room]}


def climbs(module: str, source: str) -> set[str]:
    """What a module of `pars` imports from a rank above its own."""
    assert module in RANKS, f"pars/{module} has no rank yet"
    own = RANKS.index(module)
    names = {name.split(".")[1] for name in imported(ast.parse(source)) if name.startswith("pars.")}
    return {name for name in names if name in RANKS and RANKS.index(name) > own}


def clocks(source: str) -> list[str]:
    """Calls that read the computer's clock."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [
        ast.unparse(func)
        for func in calls
        if isinstance(func, ast.Attribute) and (ast.unparse(func.value).split(".")[-1], func.attr) in CLOCKS
    ]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", ours(".py", under=CODE), ids=named)
def test_imports_go_down(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert trespasses(room_of(path), source) == set()
    if room_of(path) == "pars" and path != ROOT / "pars" / "__init__.py":
        assert climbs(path.relative_to(ROOT).parts[1].removesuffix(".py"), source) == set()


@pytest.mark.parametrize("path", ours(".py", under=("pars", "storage", "blueprints/api")), ids=named)
def test_time_comes_in_as_an_argument(path: Path) -> None:
    assert clocks(path.read_text(encoding="utf-8")) == []


def test_each_web_room_keeps_to_itself() -> None:
    """The learner's page, the desk, the API and the console do not reach into one another."""
    rooms = {
        path.name for path in (ROOT / "blueprints").iterdir() if path.is_dir() and path.name != "__pycache__"
    }
    for path in ours(".py", under=("blueprints",)):
        own = path.relative_to(ROOT).parts[1]
        names = {
            name.split(".")[1]
            for name in imported(ast.parse(path.read_text("utf-8")))
            if name.startswith("blueprints.")
        }
        assert not (names & rooms) - {own} - NEIGHBORS.get(own, set()), named(path)


def test_the_checks_see_a_trespass() -> None:
    assert trespasses("pars", "from flask import Flask") == {"flask"}
    assert trespasses("storage", "def late():\n    import blueprints.api") == {"blueprints"}
    assert trespasses("blueprints", "import sqlalchemy.orm as orm") == {"sqlalchemy"}
    assert climbs("record", "from pars.rules import check") == {"rules"}
    with pytest.raises(AssertionError):
        imported(ast.parse("from .. import storage"))
    assert climbs("errors", "from pars import vocabulary") == {"vocabulary"}
    assert clocks("import datetime\ndatetime.datetime.now(tz)") == ["datetime.datetime.now"]
