"""What stops the start: one sentence, said once, and nothing that is left running."""

from __future__ import annotations

import base64
import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.house.files import ROOT

STOPS_WITHIN = 30  # seconds
UPGRADE = ("flask", "--app", "app", "upgrade")
SERVE = ("gunicorn", "app:create_app()")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return os.environ | {
        "PORT": "0",  # refused as a setting: nothing in this file must ever listen
        "ATTEST_DATABASE_URL": f"sqlite:///{tmp_path / 'attest.db'}",
        "ATTEST_SECRET_KEY": "a secret that only the tests know....",
        "ATTEST_DATA_KEY": base64.b64encode(bytes(32)).decode(),
    }


def run(command: tuple[str, ...], environ: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=STOPS_WITHIN,
    )


def said(command: tuple[str, ...], environ: Mapping[str, str]) -> str:
    """What the command that fails says, on either stream."""
    failed = run(command, environ)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    return (failed.stdout + failed.stderr).strip()


@pytest.mark.parametrize("command", [UPGRADE, SERVE])
def test_a_setting_that_cannot_be_used(command: tuple[str, ...], environ: dict[str, str]) -> None:
    environ |= {"PORT": "8000", "ATTEST_DATA_KEY": "short"}
    assert said(command, environ) == "attest cannot start: ATTEST_DATA_KEY must be 32 bytes in base64."


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        ({"PORT": "abc"}, "PORT must be a port between 1 and 65535."),
        ({"PORT": "8000", "ATTEST_WORKERS": "abc"}, "ATTEST_WORKERS must be a whole number, 1 or more."),
        (
            {"PORT": "8000", "HOST": "a b"},
            "HOST must be a host name or a network address, such as 127.0.0.1.",
        ),
    ],
)
def test_what_only_the_server_reads(setting: dict[str, str], sentence: str, environ: dict[str, str]) -> None:
    assert said(SERVE, environ | setting) == f"attest cannot start: {sentence}"


def test_a_server_without_a_database_does_not_begin(environ: dict[str, str], tmp_path: Path) -> None:
    environ["PORT"] = "8000"
    assert said(SERVE, environ).startswith("attest cannot start: There is no database")
    assert list(tmp_path.iterdir()) == []


def test_a_server_does_not_begin_on_another_schema_or_with_another_key(
    environ: dict[str, str], tmp_path: Path
) -> None:
    environ["PORT"] = "8000"
    assert run(UPGRADE, environ).returncode == 0
    assert "data key does not open" in said(
        SERVE, environ | {"ATTEST_DATA_KEY": base64.b64encode(bytes(range(32))).decode()}
    )
    for version, words in (
        ("9999", "was made by a newer version of attest"),
        ("0001", "Run: make run, or flask"),
    ):
        with sqlite3.connect(tmp_path / "attest.db") as database:
            database.execute("UPDATE alembic_version SET version_num = ?", (version,))
        database.close()
        sentence = said(SERVE, environ)
        assert sentence.startswith("attest cannot start: The database ")
        assert words in sentence
        assert len(sentence.splitlines()) == 1
