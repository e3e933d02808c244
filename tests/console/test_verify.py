"""`flask verify`: what it prints is what it is compared with later."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from storage.activities import StoredActivity
from storage.database import Database
from tests.storage.tampering import take_the_guard_away


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_what_it_printed_finds_a_lost_end(
    run: FlaskCliRunner, database: Database, activity: StoredActivity, tmp_path: Path
) -> None:
    said = run.invoke(args=["verify"])
    assert said.exit_code == 0
    assert "All is as it was recorded. Chains: 1, events: 1," in said.output
    kept = tmp_path / "kept.txt"
    kept.write_text(said.output, encoding="utf-8")
    assert run.invoke(args=["verify", "--against", str(kept)]).exit_code == 0
    with database.write() as session:
        take_the_guard_away(session)
        session.execute(text("DELETE FROM audit"))
    assert run.invoke(args=["verify"]).exit_code == 0, "an empty record of actions looks like a new one"
    later = run.invoke(args=["verify", "--against", str(kept)])
    assert later.exit_code == 1
    assert "has lost its end" in later.output


def test_another_file_is_not_compared_with(run: FlaskCliRunner, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("nothing\n", encoding="utf-8")
    said = run.invoke(args=["verify", "--against", str(other)])
    assert (said.exit_code, said.output) == (
        1,
        "Error: other.txt holds nothing that flask verify has printed.\n",
    )
