"""Settings that cannot be used: each is one sentence that names the setting and repeats no secret."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from config import Config, ConfigError, serving

URL = "ATTEST_PUBLIC_URL"
DATABASE = "ATTEST_DATABASE_URL"


def refusal(environ: dict[str, str], tmp_path: Path) -> str:
    with pytest.raises(ConfigError) as refused:
        Config.from_environment(environ, tmp_path / "instance")
    sentence = str(refused.value)
    assert sentence.endswith(".")
    assert "hunter2" not in sentence
    return sentence


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://[::1", "brackets"),
        ("https://credit.example.org:0", "a port between 1 and 65535"),
        ("https://credit.example.org:65536", "a port between 1 and 65535"),
        ("https://credit.example.org:https", "a port between 1 and 65535"),
        ("https://credit.example.org:", "such as https://credit.example.org"),
        ("https://jo:hunter2@credit.example.org", "a user name or a password"),
        ("https://credit example.org", "spaces"),
        ("https://credit.example.org ", "spaces"),
        ("https://credit.example.org\n", "spaces"),
        ("https://credit.example.org/cme", "must not hold a path"),
        ("https://credit.example.org?a", "such as"),
        ("https://credit.example.org/#a", "such as"),
        ("https://cr\u00e9dit.example.org", "such as"),
        ("https://", "such as"),
        ("credit.example.org", "path"),
        ("ftp://credit.example.org", "such as"),
        ("http://credit.example.org", "must begin with https://"),
    ],
)
def test_public_addresses_that_cannot_be_used(url: str, words: str, tmp_path: Path) -> None:
    sentence = refusal({URL: url}, tmp_path)
    assert sentence.startswith((f"{URL} must", f"{URL} holds"))
    assert words in sentence


@pytest.mark.parametrize(
    ("url", "kept", "host"),
    [
        ("https://credit.example.org/", "https://credit.example.org", "credit.example.org"),
        ("https://credit.example.org:8443", "https://credit.example.org:8443", "credit.example.org"),
        ("http://[::1]:8000", "http://[::1]:8000", "::1"),
        ("https://[2001:db8::7]", "https://[2001:db8::7]", "2001:db8::7"),
    ],
)
def test_public_addresses(url: str, kept: str, host: str, tmp_path: Path) -> None:
    config = Config.from_environment({URL: url}, tmp_path)
    assert config.public_url == kept
    assert host in config.hosts


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("sqlite:///", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///file:a?mode=memory&uri=true", "must name a file"),
        ("sqlite:////proc", "must name a file"),
        ("sqlite://attest.db", "must begin with sqlite:///"),
        ("mysql://a:hunter2@db/attest", "must begin with sqlite:///"),
        ("postgresql+psycopg://a:hunter2@db:port/attest", "a port between 1 and 65535"),
        ("postgresql+psycopg://a:hunter2@[db/attest", "brackets"),
    ],
)
def test_databases_that_cannot_be_used(url: str, words: str, tmp_path: Path) -> None:
    assert words in refusal({DATABASE: url}, tmp_path)


def test_postgresql_needs_its_driver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    sentence = refusal({DATABASE: "postgresql+psycopg://a:hunter2@db/attest"}, tmp_path)
    assert "requirements/postgres.txt" in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATTEST_REPORTING_DEADLINE", "02-31"),
        ("ATTEST_REPORTING_DEADLINE", "02-29"),
        ("ATTEST_REPORTING_DEADLINE", "March 31"),
        ("ATTEST_LEARNER_POSTS_PER_MINUTE", "0"),
        ("ATTEST_ADDRESS_POSTS_PER_MINUTE", "0"),
        ("ATTEST_ADDRESS_POSTS_PER_MINUTE", "9" * 5000),
        ("ATTEST_TRUSTED_PROXIES", "-1"),
        ("ATTEST_ALLOW_HTTP", "true"),
        ("PORT", "abc"),
    ],
)
def test_other_settings_that_cannot_be_used(name: str, value: str, tmp_path: Path) -> None:
    assert refusal({name: value}, tmp_path).startswith(f"{name} must be ")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff\xfehunter2")
    environ = {"ATTEST_SECRET_KEY_FILE": str(tmp_path / "key")}
    assert refusal(environ, tmp_path) == "ATTEST_SECRET_KEY_FILE must name a file of text in UTF-8."


def test_a_folder_that_cannot_be_made() -> None:
    with pytest.raises(ConfigError, match=r"secret_key cannot be made: .* Set ATTEST_SECRET_KEY"):
        Config.from_environment({}, Path("/proc/attest"))


@pytest.mark.parametrize(
    ("environ", "bind", "workers"),
    [
        ({}, "127.0.0.1:8000", 2),
        ({"HOST": "::1", "PORT": "81"}, "[::1]:81", 2),
        ({"HOST": "[::]", "ATTEST_WORKERS": "4"}, "[::]:8000", 4),
        ({"HOST": "localhost"}, "localhost:8000", 2),
    ],
)
def test_what_the_server_listens_on(environ: dict[str, str], bind: str, workers: int) -> None:
    assert serving(environ) == (bind, workers)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ATTEST_WORKERS", "abc"),
        ("ATTEST_WORKERS", "0"),
        ("PORT", "70000"),
        ("HOST", "a:b:c/d"),
        ("HOST", "*"),
    ],
)
def test_what_the_server_cannot_listen_on(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"^{name} must be "):
        serving({name: value})
