"""Short files, no path of somebody's machine, nothing half done, and vendored files that are what they say."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.house.files import CODE, ROOT, named, ours

LONGEST = 300
WRITTEN = (".py", ".js", ".css", ".html", ".md", ".toml", ".yaml", ".tsv", ".txt", ".ini")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|Users|root|tmp|work)/[\w.]+|[A-Z]:\\Users\\")
HALF_DONE = re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b")
VENDOR = ROOT / "static" / "vendor"


def machine_paths(text: str) -> list[str]:
    return MACHINE_PATH.findall(text)


def false_checksums(lines: list[str], folder: Path) -> list[str]:
    """Lines `sha256  name` whose file is missing or other than they say."""
    false = []
    for line in lines:
        digest, name = line.split()
        path = folder / name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            false.append(line)
    return false


@pytest.mark.parametrize("path", ours(".py", ".js", ".css", ".html", under=(*CODE, "static", "templates", "tests")), ids=named)
def test_no_file_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("path", [p for p in ours(*WRITTEN) if p != Path(__file__).resolve()], ids=named)
def test_files_stand_alone_and_are_finished(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert machine_paths(text) == []
    assert HALF_DONE.findall(text) == []


def test_vendored_files_are_what_they_say() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert false_checksums(lines, VENDOR) == []
    listed = {line.split()[1] for line in lines}
    assert {path.name for path in VENDOR.glob("*.js")} <= listed


def test_the_checks_see_untidiness(tmp_path: Path) -> None:
    assert machine_paths("open('/ho" + "me/jo/attest.db')")
    assert HALF_DONE.search("# TO" + "DO later")
    (tmp_path / "a.js").write_text("changed")
    assert false_checksums([f"{'0' * 64}  a.js", f"{'0' * 64}  gone.js"], tmp_path) == [
        f"{'0' * 64}  a.js",
        f"{'0' * 64}  gone.js",
    ]
