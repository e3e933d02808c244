"""Short files, no path of somebody's machine, nothing half done, vendored files as they were taken."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.files import CODE, ROOT, named, ours

LONGEST = 300
WRITTEN = (".py", ".js", ".css", ".html", ".md", ".toml", ".yaml", ".tsv", ".txt", ".ini")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|tmp|work)/[\w.]+|[A-Z]:\\Users\\")
HALF_DONE = re.compile(r"(?:#|//|/\*|<!--|\{#).*\b(?:TODO|FIXME|XXX|HACK)\b")
VENDOR = ROOT / "static" / "vendor"


def machine_paths(text: str) -> list[str]:
    return MACHINE_PATH.findall(text)


def false_checksums(table: str, folder: Path) -> list[str]:
    """Names in the vendored files' table whose file is missing or other than its SHA-256 there."""
    rows = re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", table, re.MULTILINE)
    assert rows, "the table names no file"
    files = {name: folder / name for name, _ in rows}
    return [
        name
        for name, digest in rows
        if not files[name].is_file() or hashlib.sha256(files[name].read_bytes()).hexdigest() != digest
    ]


@pytest.mark.parametrize(
    "path", ours(".py", ".js", ".css", ".html", under=(*CODE, "static", "templates", "tests")), ids=named
)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [p for p in ours(*WRITTEN) if p != Path(__file__).resolve()], ids=named)
def test_files_stand_alone_and_are_finished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert machine_paths(text) == []
    assert HALF_DONE.findall(text) == []


def test_vendored_files_are_what_they_say() -> None:
    table = (VENDOR / "README.md").read_text(encoding="utf-8")
    assert false_checksums(table, VENDOR) == []
    assert all(f"`{path.name}`" in table for path in VENDOR.glob("*.js"))


def test_the_checks_see_untidiness(tmp_path: Path) -> None:
    assert machine_paths("open('/ho" + "me/jo/attest.db')")
    assert HALF_DONE.search("# TO" + "DO later")
    (tmp_path / "a.js").write_text("changed")
    table = "\n".join(f"| `{name}` | x | `{'0' * 64}` |" for name in ("a.js", "gone.js"))
    assert false_checksums(table, tmp_path) == ["a.js", "gone.js"]
