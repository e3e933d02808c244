"""`flask move`, as whoever looks after the server types it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import text

from storage.activities import StoredActivity
from storage.database import Database
from tests.conftest import answers
from tests.postgres import Cluster
from tests.storage.tampering import take_the_guard_away


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    """What is moved is SQLite, whatever the other tests run on."""
    shutil.copy(empty_database, tmp_path / "attest.db")
    return f"sqlite:///{tmp_path / 'attest.db'}"


@pytest.fixture
def there(cluster: Cluster) -> Iterator[str]:
    with cluster.swept() as url:
        yield url


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def submit(client: FlaskClient, activity: StoredActivity) -> int:
    return client.post(f"/a/{activity.code}", data=answers(step="submit")).status_code


def test_it_says_what_it_did_and_what_is_next(
    run: FlaskCliRunner, client: FlaskClient, activity: StoredActivity, there: str, database: Database
) -> None:
    assert submit(client, activity) == 303
    result = run.invoke(args=["move", there])
    assert result.exit_code == 0, result.output
    assert "           1  attestations\n" in result.output
    assert "are there now, counted and compared: PostgreSQL" in result.output
    assert "are as they were recorded" in result.output
    assert "1. Set ATTEST_DATABASE_URL" in result.output
    assert str(database.url.database) in result.output
    again = run.invoke(args=["move", there])
    assert again.exit_code == 0
    assert "were there already" in again.output


def test_who_forgets_the_setting_is_told_and_a_server_that_still_runs_keeps_nobody(
    run: FlaskCliRunner, client: FlaskClient, activity: StoredActivity, there: str, database: Database
) -> None:
    run.invoke(args=["move", there])
    result = run.invoke(args=["check"])
    assert result.exit_code == 1
    assert result.output.startswith("What was in this database has moved to PostgreSQL.")
    assert client.get("/readyz").status_code == 503
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    assert submit(client, activity) >= 500
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM attestations")).scalar_one() == 0


def test_what_had_been_changed_is_told(
    run: FlaskCliRunner, activity: StoredActivity, there: str, database: Database
) -> None:
    with database.write() as session:
        take_the_guard_away(session)
        session.execute(text("UPDATE audit SET actor = 'nobody'"))
    result = run.invoke(args=["move", there])
    assert result.exit_code == 0
    assert "Something was changed before this move, and is still so:\nThe record of actions" in result.output


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql+psycopg://u:hush@127.0.0.1:1/attest", "cannot be reached, or is busy (OperationalError)"),
        ("postgres://u:hush@127.0.0.1/attest", "DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://"),
        ("postgresql+psycopg://u:hush@127.0.0.1:zero/a", "DATABASE_URL must hold a port"),
        ("sqlite:////attest.db", "A move leads from SQLite to PostgreSQL."),
    ],
)  # fmt: skip
def test_an_address_that_does_not_do_is_one_sentence(run: FlaskCliRunner, url: str, words: str) -> None:
    result = run.invoke(args=["move", url])
    assert result.exit_code == 1
    assert words in result.output
    assert len(result.output.splitlines()) == 1
    assert "hush" not in result.output
    assert run.invoke(args=["check"]).exit_code == 0
