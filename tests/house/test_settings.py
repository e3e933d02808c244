"""Every setting that the code reads stands in docs/configuration.md, and the other way round."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.files import ROOT

PAGE = ROOT / "docs" / "configuration.md"
NAME = re.compile(r"\b(ATTEST_[A-Z_]+|HOST|PORT)\b")


def settings_read(*files: Path) -> set[str]:
    """The names of settings that stand as strings in these files, `_FILE` variants left out."""
    texts = (path.read_text(encoding="utf-8") for path in files)
    quoted = {name for text in texts for name in re.findall(r'"(ATTEST_[A-Z_]*[A-Z]|HOST|PORT)"', text)}
    return {name for name in quoted if not name.endswith("_FILE")}


def settings_described(page: str) -> set[str]:
    """The names that head a line of a table: | `NAME` | …"""
    return {
        name
        for line in page.splitlines()
        if line.startswith("| `")
        for name in NAME.findall(line.split("|")[1])
    }


def test_settings_and_their_page_agree() -> None:
    read = settings_read(ROOT / "config.py", ROOT / "keys.py", ROOT / "gunicorn.conf.py")
    described = {
        name for name in settings_described(PAGE.read_text(encoding="utf-8")) if not name.endswith("_FILE")
    }
    assert read == described


def test_the_check_reads_both_sides(tmp_path: Path) -> None:
    source = tmp_path / "config.py"
    source.write_text('environ.get("ATTEST_NEW")', encoding="utf-8")
    assert settings_read(source) == {"ATTEST_NEW"}
    assert settings_described("| `ATTEST_OLD` | says |\n`ATTEST_PROSE` in a sentence") == {"ATTEST_OLD"}
