"""Purging from the command line, after a backup was restored, and by the server itself once a day."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from blueprints.background import Worker
from pars.provider import Provider
from storage import provider, records, upkeep
from storage.activities import StoredActivity
from storage.database import Database
from tests.conftest import Clock
from tests.storage.canaries import accepted
from tests.storage.conftest import Send
from tests.storage.conftest import send as send

ONE = "the identifiers of 1 records, 0 whole records, 0 uploads and files for pre-validation, 0 notes"


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


@pytest.fixture
def settled(database: Database, activity: StoredActivity, send: Send, clock: Clock) -> str:
    """A record whose identifiers are due to be erased."""
    (record_id,) = accepted(database, activity, send, clock, 1)
    clock.advance(days=90)
    return record_id


def is_erased(database: Database, record_id: str) -> bool:
    with database.read() as session:
        return records.details(session, record_id).erased_at is not None


def test_a_dry_run_tells_and_changes_nothing(run: FlaskCliRunner, database: Database, settled: str) -> None:
    assert f"Would erase {ONE}" in run.invoke(args=["purge", "--dry-run"]).output
    assert not is_erased(database, settled)
    assert f"Erased {ONE}" in run.invoke(args=["purge"]).output
    assert is_erased(database, settled)
    assert "the identifiers of 0 records" in run.invoke(args=["purge", "--dry-run"]).output


def test_the_desk_says_how_long(run: FlaskCliRunner, database: Database, settled: str, clock: Clock) -> None:
    """What is set at the desk holds, in place of the 90 days of the server."""
    with database.write() as session:
        provider.update(
            session, Provider(keep_identifiers_days=91), version=None, actor="console", now=clock()
        )
    assert "the identifiers of 0 records" in run.invoke(args=["purge"]).output
    clock.advance(days=1)
    assert f"Erased {ONE}" in run.invoke(args=["purge"]).output
    assert is_erased(database, settled)


@pytest.mark.sqlite
def test_what_a_backup_brings_back_is_erased_again(
    run: FlaskCliRunner, database: Database, settled: str, tmp_path: Path
) -> None:
    upkeep.backup(database, tmp_path / "before.db")
    run.invoke(args=["purge"])
    upkeep.restore(database, tmp_path / "before.db")
    assert not is_erased(database, settled), "the backup itself still holds it"
    assert run.invoke(args=["restore", "--yes", str(tmp_path / "before.db")]).exit_code == 0
    assert is_erased(database, settled)


def test_the_server_purges_once_a_day(
    app: Flask,
    database: Database,
    activity: StoredActivity,
    send: Send,
    clock: Clock,
    settled: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = Worker(app.extensions["attest"], {})
    with caplog.at_level(logging.INFO, "attest"):
        worker.purge()
    assert is_erased(database, settled)
    assert [line.getMessage() for line in caplog.records] == ["purge"]
    (second,) = accepted(database, activity, send, clock, 1, first=7)
    clock.advance(hours=23)
    worker.purge()
    clock.advance(days=89)
    other = Worker(app.extensions["attest"], {})
    other.purge()
    assert not is_erased(database, second), "one hour is missing"
    clock.advance(hours=1)
    other.purge()
    assert not is_erased(database, second), "the last purge was an hour ago"
    clock.advance(hours=23)
    other.purge()
    assert is_erased(database, second)


@pytest.mark.sqlite
def test_a_busy_database_is_told(run: FlaskCliRunner, settled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "sweep", lambda _: False)
    result = run.invoke(args=["purge"])
    assert result.exit_code == 1
    assert "Try again" in result.output
