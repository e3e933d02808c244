"""`rotate-key`, as whoever looks after the server runs it: twice, with a restart in between."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

import keys
from app import create_app
from blueprints.console import rotating
from config import Config
from storage import rotation, seal
from storage.activities import StoredActivity
from storage.errors import NotAllowed
from tests.conftest import DATA_KEY, Clock, answers

Start = Callable[[], Flask]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "data_key").write_text(base64.b64encode(DATA_KEY).decode())
    return folder


@pytest.fixture
def start(config: Config, instance: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    """Starts attest with the keys that lie in its folder now."""
    monkeypatch.setattr(rotating, "sleep", lambda seconds: clock.advance(seconds=seconds))
    started: list[Flask] = []

    def again() -> Flask:
        found = Config.from_environment({"ATTEST_DATABASE_URL": config.database_url}, instance)
        started.append(create_app(replace(found, public_url="http://localhost"), clock))
        return started[-1]

    yield again
    for app in started:
        app.extensions["attest"].database.dispose()


def rotate(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["rotate-key"])
    return result.exit_code, result.output


def send(app: Flask, activity: StoredActivity, **fields: str) -> None:
    sent = app.test_client().post(f"/a/{activity.code}", data=answers(step="submit", **fields))
    assert sent.status_code == 303


def serve(app: Flask, clock: Clock) -> None:
    """What a server says of itself while it runs."""
    with app.extensions["attest"].database.write() as session:
        rotation.announce(session, clock())


def test_from_the_first_run_to_the_last_step(
    start: Start, activity: StoredActivity, instance: Path, clock: Clock
) -> None:
    send(start(), activity)
    serve(start(), clock)
    before = (instance / "data_key").read_text()
    code, told = rotate(start())
    assert (code, "Restart attest" in told) == (0, True)
    assert (instance / "data_key_old").read_text() == before != (instance / "data_key").read_text()
    assert {file.stat().st_mode & 0o777 for file in instance.glob("data_key*")} == {0o600}
    send(start(), activity, npi="1992999999", license_number="MD2")
    serve(start(), clock)  # the restart
    code, told = rotate(start())
    assert code == 0
    assert "Nothing in the database needs the old data key any more" in told
    assert str(instance / "data_key_old") in told
    (instance / "data_key_old").unlink()
    seal.check(start().extensions["attest"].database)
    assert "All is in order" in start().test_cli_runner().invoke(args=["check"]).output


def test_it_waits_for_the_restart(
    start: Start, activity: StoredActivity, instance: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = start()
    send(old, activity)
    rotate(start())
    serve(old, clock)

    def sleep(seconds: float) -> None:
        clock.advance(seconds=seconds)
        serve(old, clock)

    monkeypatch.setattr(rotating, "sleep", sleep)
    code, told = rotate(start())
    assert code == 1
    assert "still running without the new key" in told
    monkeypatch.setattr(rotating, "sleep", lambda seconds: clock.advance(seconds=seconds))
    assert rotate(start())[0] == 0
    with pytest.raises(NotAllowed):
        seal.check(old.extensions["attest"].database)


def test_the_old_key_must_stay_until_it_is_done(
    start: Start, activity: StoredActivity, instance: Path
) -> None:
    app = start()
    send(app, activity)
    seal.check(app.extensions["attest"].database)
    rotate(start())
    (instance / "data_key_old").rename(instance / "elsewhere")
    code, told = rotate(start())
    assert (code, "does not open this database" in told) == (1, True)
    (instance / "elsewhere").rename(instance / "data_key_old")
    assert rotate(start())[0] == 0


@pytest.mark.sqlite
def test_a_backup_made_before_needs_the_old_key(
    start: Start, activity: StoredActivity, instance: Path, tmp_path: Path
) -> None:
    send(start(), activity)
    seal.check(start().extensions["attest"].database)
    backup = str(tmp_path / "before.db")
    start().test_cli_runner().invoke(args=["backup", backup])
    rotate(start())
    assert rotate(start())[0] == 0
    (instance / "data_key_old").rename(instance / "safe")
    refused = start().test_cli_runner().invoke(args=["restore", "--yes", backup])
    assert (refused.exit_code, "made with another data key" in refused.output) == (1, True)
    seal.check(start().extensions["attest"].database)  # nothing was replaced
    (instance / "safe").rename(instance / "data_key_old")
    assert start().test_cli_runner().invoke(args=["restore", "--yes", backup]).exit_code == 0
    code, told = rotate(start())
    assert (code, "Nothing in the database needs" in told) == (0, True)


def test_a_key_given_by_a_setting_is_changed_by_hand(app: Flask) -> None:
    code, told = rotate(app)
    assert (code, "ATTEST_DATA_KEY_OLD" in told) == (1, True)


def test_a_new_key_that_could_not_be_written_leaves_the_one_there_is(
    start: Start, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the next run begins anew."""
    before = (instance / "data_key").read_text()
    write = keys._replace

    def full(file: Path, text: str, *, like: Path) -> None:
        if file.name == "data_key":
            raise OSError(28, "No space left on device")
        write(file, text, like=like)

    monkeypatch.setattr(keys, "_replace", full)
    code, told = rotate(start())
    assert (code, told) == (1, "Error: No key was changed: No space left on device.\n")
    assert (instance / "data_key").read_text() == before
    monkeypatch.undo()
    assert rotate(start())[0] == 0
    assert (instance / "data_key_old").read_text() == before != (instance / "data_key").read_text()
