"""The two settings of mail: read as they are meant, refused with one sentence that repeats no password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from app import create_app
from config import Config, ConfigError
from delivery.mail import Post
from tests.conftest import Clock
from tests.delivery.smtp import Server

FROM = "CME Office <cme@example.org>"


def settings(tmp_path: Path, url: str, sender: str = FROM) -> Config:
    return Config.from_environment({"ATTEST_SMTP_URL": url, "ATTEST_MAIL_FROM": sender}, tmp_path)


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password"),
    [
        ("smtp://mail.example.org", "mail.example.org", 25, "", ""),
        ("smtp://a:b@127.0.0.1:2525", "127.0.0.1", 2525, "a", "b"),
        (
            "smtp+starttls://cme%40example.org:p%3Aw@mail.example.org",
            "mail.example.org",
            587,
            "cme@example.org",
            "p:w",
        ),
        ("smtps://a:b@[::1]:4650/", "::1", 4650, "a", "b"),
    ],
)
def test_what_is_read(tmp_path: Path, url: str, host: str, port: int, user: str, password: str) -> None:
    config = settings(tmp_path, url)
    post = Post.of(config.smtp_url, config.mail_from)
    assert (post.host, post.port, post.user, post.password) == (host, port, user, password)
    assert post.sender == FROM


@pytest.mark.parametrize(
    ("url", "sender", "words"),
    [
        ("mail.example.org", FROM, "must be an address such as"),
        ("http://mail.example.org", FROM, "must be an address such as"),
        ("smtp://", FROM, "must be an address such as"),
        ("smtp://mail.example.org:port", FROM, "must be an address such as"),
        ("smtp://mail.example.org/inbox", FROM, "must be an address such as"),
        ("smtp://a:hunter2@mail.example.org", FROM, "unencrypted"),
        ("smtp://mail.example.org", "", "ATTEST_MAIL_FROM must be"),
        ("smtp://mail.example.org", "the office", "ATTEST_MAIL_FROM must be"),
        ("smtp://mail.example.org", "a@example.org\nBcc: b@example.org", "ATTEST_MAIL_FROM must be"),
    ],
)
def test_what_is_refused(tmp_path: Path, url: str, sender: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as refused:
        settings(tmp_path, url, sender)
    assert "hunter2" not in str(refused.value)


def test_the_address_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "smtp").write_text("smtps://a:b@mail.example.org\n")
    environ = {"ATTEST_SMTP_URL_FILE": str(tmp_path / "smtp"), "ATTEST_MAIL_FROM": FROM}
    assert Config.from_environment(environ, tmp_path).smtp_url == "smtps://a:b@mail.example.org"


def test_without_settings_nothing_is_sent(app: Flask) -> None:
    said = app.test_cli_runner().invoke(args=["send-letters"])
    assert said.exit_code == 1
    assert "ATTEST_SMTP_URL" in said.output


def test_a_timer_can_send(config: Config, clock: Clock, server: Server, put: Callable[..., None]) -> None:
    put()
    config = replace(config, smtp_url=f"smtp://localhost:{server.port}", mail_from="cme@example.org")
    runner: FlaskCliRunner = create_app(config, clock).test_cli_runner()
    assert runner.invoke(args=["send-letters"]).output == "1 letters.\n"
    assert len(server.got.texts) == 1
