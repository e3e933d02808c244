"""`check` finds what is wrong with a deployment, and says each in a sentence. It is content with one that is right."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Config
from storage import activities, drives, upkeep
from storage.database import Database
from tests.conftest import DATA_KEY, Clock, an_activity

Check = Callable[..., tuple[int, str]]


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "data_key").touch(mode=0o600)
    (folder / "data_key").write_text(base64.b64encode(DATA_KEY).decode())
    return folder


@pytest.fixture
def right(config: Config, database: Database, clock: Clock, instance: Path, tmp_path: Path) -> Config:
    """A deployment with nothing wrong: https behind one proxy, a backup of today, files for their owner only."""
    if database.is_sqlite:
        Path(database.url.database or "").chmod(0o600)
    with database.write() as session:
        activities.create(session, an_activity(), actor="console", now=clock())
        upkeep.backed_up(session, clock())
    return replace(
        config,
        public_url="https://credit.example.org",
        trusted_proxies=1,
        data_key_file=instance / "data_key",
    )


@pytest.fixture
def check(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Check]:
    """Runs `check` with these settings; its exit code and what it said."""
    monkeypatch.delenv("HOST", raising=False)
    started: list[Flask] = []

    def run(config: Config) -> tuple[int, str]:
        started.append(create_app(config, clock))
        result = started[-1].test_cli_runner().invoke(args=["check"])
        return result.exit_code, result.output

    yield run
    for app in started:
        app.extensions["attest"].database.dispose()


def test_a_right_deployment_is_in_order(check: Check, right: Config) -> None:
    code, said = check(right)
    assert (code, "All is in order" in said) == (0, True), said


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"public_url": "http://credit.example.org", "allow_http": True}, "crosses the network in plain"),
        ({"trusted_proxies": 0}, "ATTEST_TRUSTED_PROXIES is 0"),
        ({"keep_free_mb": 10**9}, "must stay free"),
        ({"data_key": bytes(32), "data_key_old": DATA_KEY}, "rotate-key"),
        ({"data_key_old": bytes(32)}, "old data key is not needed any more"),
        (
            {"smtp_url": "smtp://127.0.0.1:9", "mail_from": "cme@example.org"},
            "The mail server takes no letter: no connection",
        ),
    ],
)
def test_settings_that_are_wrong_together(
    check: Check, right: Config, database: Database, wrong: dict[str, object], words: str
) -> None:
    if "keep_free_mb" in wrong and not database.is_sqlite:
        pytest.skip("a database server sees to its own disk")
    upkeep.trouble(database)  # the seal
    code, said = check(replace(right, **wrong))  # type: ignore[arg-type]
    assert (code, words in said) == (1, True), said
    assert len(said.splitlines()) == 1 + said.count("Worth knowing")


@pytest.mark.sqlite
def test_files_that_others_can_read(
    check: Check, right: Config, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance / "data_key").chmod(0o640)
    given = tmp_path / "smtp_url"
    given.touch(mode=0o604)
    monkeypatch.setenv("ATTEST_SMTP_URL_FILE", str(given))
    code, said = check(right)
    assert code == 1
    for file in (instance / "data_key", given):
        assert f"{file} can be read by others on this computer. Run: chmod o-rwx,g-rwx {file}" in said
    (instance / "data_key").chmod(0o600)
    given.chmod(0o640)  # of root and the group of attest, say
    assert check(right)[0] == 0


@pytest.mark.sqlite
def test_backups_that_are_not_made(
    check: Check, right: Config, database: Database, clock: Clock, tmp_path: Path
) -> None:
    clock.advance(days=3)
    assert "The last backup is of 2026-11-23" in check(right)[1]
    run = create_app(right, clock).test_cli_runner()
    assert run.invoke(args=["backup", str(tmp_path / "backup.db")]).exit_code == 0
    assert check(right)[0] == 0


def test_a_clock_that_jumped_back(check: Check, right: Config, clock: Clock) -> None:
    clock.advance(seconds=-60)
    assert check(right)[0] == 0
    clock.advance(seconds=-1)
    code, said = check(right)
    assert (code, "The clock of this computer says 2026-11-23 22:28" in said) == (1, True), said


def test_a_trial_on_this_computer_needs_no_proxy(check: Check, right: Config) -> None:
    code, said = check(replace(right, public_url="http://127.0.0.1:8000", trusted_proxies=0))
    assert (code, "Worth knowing: Phones cannot reach" in said) == (0, True), said


def test_who_comes_past_the_proxy(check: Check, right: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104
    code, said = check(right)
    assert (code, "can claim any network address" in said) == (0, True), said


@pytest.mark.sqlite
def test_a_network_drive_stops_the_start(
    check: Check, right: Config, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(drives, "MOUNTS", mounts)
    mounts.write_text(f"none / ext4 rw 0 0\nserver:/cme {tmp_path} nfs4 rw 0 0\n")
    code, said = check(right)
    assert (code, "lies on a network drive (nfs4)" in said) == (1, True)
    assert upkeep.trouble(database) == said.strip()
    mounts.write_text(f"server:/cme / nfs4 rw 0 0\nnone {tmp_path} ext4 rw 0 0\n")
    assert check(right)[0] == 0
    assert drives.network_drive(Path("/cme/attest.db")) == "nfs4"
