"""Every dependency is used, every package that is imported is declared, and the locks hold them all."""

from __future__ import annotations

import ast
import re
import sys
import tomllib

from tests.house.files import CODE, ROOT, ours
from tests.house.test_imports import imported

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MODULES = {
    "argon2-cffi": "argon2",
    "axe-playwright-python": "axe_playwright_python",
    "email-validator": "email_validator",
    "Flask-WTF": "flask_wtf",
    "pillow": "PIL",
    "python-calamine": "python_calamine",
    "python-stdnum": "stdnum",
    "PyYAML": "yaml",
    "zxing-cpp": "zxingcpp",
}
# Used without being imported by our code: each for the reason beside it.
NOT_IMPORTED = {
    "gunicorn": "serves the app; started by the Makefile",
    "tzdata": "time zones for zoneinfo, where the system has none",
    "psycopg": "SQLAlchemy loads it for a postgresql+psycopg address",
    "defusedxml": "openpyxl reads XML through it where it is installed",
    "mypy": "make test",
    "mutmut": "make mutants",
    "ruff": "make test",
    "pytest-xdist": "pytest -n",
}


def name_of(requirement: str) -> str:
    """`psycopg[binary]~=3.3; marker` is psycopg."""
    found = re.match(r"[\w-]+", requirement)
    assert found is not None
    return found.group()


def unused(requirements: list[str], modules: set[str]) -> set[str]:
    names = {name_of(requirement) for requirement in requirements}
    return {
        name
        for name in names
        if name not in NOT_IMPORTED
        and not name.startswith("types-")
        and MODULES.get(name, name.lower().replace("-", "_")) not in modules
    }


def modules_of(*under: str) -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in ours(".py", under=under)]
    return {name.split(".")[0] for tree in trees for name in imported(tree)}


def test_every_dependency_is_used() -> None:
    assert unused(PROJECT["dependencies"], modules_of(*CODE)) == set()
    extras = PROJECT["optional-dependencies"]
    assert unused([*extras["test"], *extras["fuzz"]], modules_of("tests") | {"schemathesis"}) == set()


def test_everything_imported_is_declared() -> None:
    declared = {
        MODULES.get(name, name.lower().replace("-", "_")) for name in map(name_of, PROJECT["dependencies"])
    }
    brought = {
        "werkzeug",
        "jinja2",
        "markupsafe",
        "click",
        "itsdangerous",
        "wtforms",
    }  # Flask and Flask-WTF are made of these
    own = {name.removesuffix(".py") for name in CODE}
    assert modules_of(*CODE) - declared - brought - own - set(sys.stdlib_module_names) == set()


def test_the_locks_hold_every_dependency_with_a_checksum() -> None:
    extras = PROJECT["optional-dependencies"]
    locks = {"run": [], **extras, "fuzz": [*extras["test"], *extras["fuzz"]]}
    for lock, wanted in locks.items():
        text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
        locked = {
            line.split("==")[0] for line in text.splitlines() if "==" in line and not line.startswith(" ")
        }
        names = {name_of(requirement).lower() for requirement in [*PROJECT["dependencies"], *wanted]}
        assert names <= locked
        assert "--hash=sha256:" in text
        assert "://" not in text, "a lock names no registry"


def test_the_checks_see_what_is_unused() -> None:
    assert unused(["left-pad~=1.0", "Flask~=3.1"], {"flask"}) == {"left-pad"}
