"""The command line, as whoever looks after the server types it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner
from sqlalchemy import text

from app import create_app
from config import Config
from storage import activities, api_tokens, second_factor, signins, staff
from storage.activities import StoredActivity
from storage.database import Database
from tests.conftest import Clock, answers
from tests.storage.test_second_factor import code_at

LINK = re.compile(r"http://localhost(/desk/welcome/[\w-]+)")


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_a_token_opens_the_api(run: FlaskCliRunner, client: FlaskClient, database: Database) -> None:
    token = run.invoke(args=["create-token", "registry"]).output.strip()
    answer = client.get("/api/v1/activities", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    with database.read() as session:
        assert [known.name for known in api_tokens.every(session)] == ["registry"]


def test_an_empty_house_prints_the_link_that_makes_the_first_account(
    run: FlaskCliRunner, client: FlaskClient
) -> None:
    first = LINK.search(run.invoke(args=["welcome"]).output)
    second = LINK.search(run.invoke(args=["welcome"]).output)
    assert first
    assert second
    assert client.get(first[1]).status_code == 404, "a link printed later replaces the one before"
    assert client.get(second[1]).status_code == 200


def test_no_link_once_somebody_has_an_account(run: FlaskCliRunner, person: staff.Person) -> None:
    result = run.invoke(args=["welcome"])
    assert not LINK.search(result.output)
    assert "/desk" in result.output


def test_the_first_coordinator_is_an_administrator_and_the_next_is_not(
    run: FlaskCliRunner, database: Database, clock: Clock
) -> None:
    link = LINK.search(run.invoke(args=["create-coordinator", "Ada@Example.org"]).output)
    assert link
    with database.write() as session:
        token = link[1].rsplit("/", 1)[1]
        ada = staff.redeem(session, token, email="", name="Ada", password_hash="x", now=clock())
    assert (ada.email, ada.role) == ("ada@example.org", "administrator")
    link = LINK.search(run.invoke(args=["create-coordinator", "bea@example.org"]).output)
    assert link
    with database.read() as session:
        assert staff.invitation(session, link[1].rsplit("/", 1)[1], clock()).role == "coordinator"


@pytest.mark.parametrize("email", ["nobody", "a@b@c", ""])
def test_what_is_no_address_gets_no_link(run: FlaskCliRunner, email: str) -> None:
    result = run.invoke(args=["create-coordinator", email])
    assert result.exit_code == 1
    assert "not an email address" in result.output


def test_who_has_an_account_chooses_a_new_password(
    run: FlaskCliRunner, person: staff.Person, database: Database, clock: Clock
) -> None:
    """A lone administrator who forgot the password gets back in, and stays who she was."""
    link = LINK.search(run.invoke(args=["create-coordinator", person.email]).output)
    assert link
    with database.read() as session:
        offered = staff.invitation(session, link[1].rsplit("/", 1)[1], clock())
    assert (offered.email, offered.role) == (person.email, person.role)


def test_a_lost_phone_is_forgotten(
    run: FlaskCliRunner, person: staff.Person, database: Database, clock: Clock
) -> None:
    with database.write() as session:
        seed = second_factor.offer(session, person.id)
        code = code_at(seed.seed, clock())
        second_factor.turn_on(session, person.id, seed, code, [], now=clock())
        signin = signins.start(session, person.id, clock())
    assert run.invoke(args=["reset-second-factor", "nobody@example.org"]).exit_code == 1
    assert run.invoke(args=["reset-second-factor", person.email]).exit_code == 0
    with database.read() as session:
        assert not staff.get(session, person.id).second_factor
        assert signins.who(session, signin, clock()) is None
    assert run.invoke(args=["reset-second-factor", person.email]).exit_code == 1


def test_check_is_content_with_a_database_that_is_up_to_date(run: FlaskCliRunner) -> None:
    result = run.invoke(args=["check"])
    assert result.exit_code == 0
    assert "All is in order" in result.output


def test_check_makes_nothing_and_upgrade_makes_the_database(config: Config, tmp_path: Path) -> None:
    file = tmp_path / "new" / "new.db"
    run = create_app(replace(config, database_url=f"sqlite:///{file}")).test_cli_runner()
    result = run.invoke(args=["check"])
    assert result.exit_code == 1
    assert "There is no database" in result.output
    assert not file.parent.exists()
    assert run.invoke(args=["upgrade"]).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert run.invoke(args=["check"]).exit_code == 0


def test_a_file_that_cannot_be_made_is_one_sentence(config: Config) -> None:
    run = create_app(replace(config, database_url="sqlite:////proc/attest/x.db")).test_cli_runner()
    result = run.invoke(args=["upgrade"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: The database /proc/attest/x.db cannot be made: ")
    assert len(result.output.splitlines()) == 1


@pytest.mark.parametrize("command", ["check", "upgrade"])
def test_a_database_of_a_newer_version_is_left_alone(
    command: str, run: FlaskCliRunner, database: Database
) -> None:
    with database.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    result = run.invoke(args=[command])
    assert result.exit_code == 1
    assert "was made by a newer version of attest" in result.output
    assert len(result.output.splitlines()) == 1
    assert database.revision() == "9999"


def test_check_names_an_older_schema(run: FlaskCliRunner, database: Database) -> None:
    database.downgrade("0001")
    result = run.invoke(args=["check"])
    assert result.exit_code == 1
    assert "older version of attest" in result.output


def test_check_names_a_database_that_cannot_be_opened(config: Config, tmp_path: Path) -> None:
    (tmp_path / "no.db").write_bytes(b"this is no database" * 100)
    run = create_app(replace(config, database_url=f"sqlite:///{tmp_path / 'no.db'}")).test_cli_runner()
    result = run.invoke(args=["check"])
    assert result.exit_code == 1
    assert "cannot be opened" in result.output


def test_check_names_a_data_key_of_another_database(
    app: Flask, client: FlaskClient, config: Config, activity: StoredActivity
) -> None:
    sent = client.post(f"/a/{activity.code}", data=answers(step="submit"))
    assert sent.status_code == 303
    other = create_app(replace(config, data_key=bytes(32)))
    result = other.test_cli_runner().invoke(args=["check"])
    assert result.exit_code == 1
    assert "data key" in result.output


@pytest.mark.sqlite
def test_a_backup_is_restored_as_it_was(
    run: FlaskCliRunner, database: Database, activity: StoredActivity, tmp_path: Path, make_activity
) -> None:
    file = tmp_path / "backup.db"
    assert run.invoke(args=["backup", str(file)]).exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o600
    make_activity(title="After the backup")
    result = run.invoke(args=["restore", "--yes", str(file)])
    assert result.exit_code == 0, result.output
    with database.read() as session:
        assert [stored.id for stored in activities.every(session)] == [activity.id]


@pytest.mark.sqlite
def test_a_backup_holds_what_is_not_in_the_main_file_yet(
    run: FlaskCliRunner, database: Database, activity: StoredActivity, tmp_path: Path
) -> None:
    """The control: a copy by hand of a database in WAL mode lacks what was stored last."""
    main = Path(database.url.database or "")
    if "WAL" not in database.describe():
        pytest.skip("this SQLite keeps no write-ahead log")
    run.invoke(args=["backup", str(tmp_path / "backup.db")])
    marker = activity.id.encode()
    assert marker not in main.read_bytes()
    assert marker in (tmp_path / "backup.db").read_bytes()


@pytest.mark.sqlite
def test_a_backup_never_replaces_a_file(run: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "backup.db"
    file.write_text("of last week")
    result = run.invoke(args=["backup", str(file)])
    assert result.exit_code == 1
    assert file.read_text() == "of last week"
    assert "Choose another name" in result.output


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "There is no file"), (b"spam " * 999, "not a whole database"), (b"", "not one of attest")],
)
def test_what_is_no_backup_is_not_restored(
    run: FlaskCliRunner,
    database: Database,
    activity: StoredActivity,
    tmp_path: Path,
    content: bytes | None,
    reason: str,
) -> None:
    file = tmp_path / "backup.db"
    if content is not None:
        file.write_bytes(content)
    result = run.invoke(args=["restore", "--yes", str(file)])
    assert result.exit_code == 1
    assert reason in result.output
    with database.read() as session:
        assert activities.get(session, activity.id).id == activity.id


@pytest.mark.sqlite
def test_restore_asks_first(run: FlaskCliRunner, tmp_path: Path) -> None:
    assert run.invoke(args=["restore", str(tmp_path / "backup.db")], input="n\n").exit_code == 1
