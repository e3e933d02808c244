"""The settings of PARS's web service: all or none, verified addresses, and a password that is never repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Config, ConfigError

WHOLE = {
    "ATTEST_PARS_SERVICE": "json",
    "ATTEST_PARS_URL": "https://pars.example.org/api/",
    "ATTEST_PARS_SANDBOX_URL": "https://sandbox.example.org/api",
    "ATTEST_PARS_PROVIDER": "0001234",
    "ATTEST_PARS_USER": "lakeside",
    "ATTEST_PARS_PASSWORD": "tell-nobody",
}


def test_it_is_off_unless_said_so(tmp_path: Path) -> None:
    config = Config.from_environment({name: WHOLE[name] for name in WHOLE if "SERVICE" not in name}, tmp_path)
    assert (config.pars_service, config.pars_url, config.pars_password) == ("off", "", "")


def test_all_of_it_is_read_and_the_password_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("from a file\n", encoding="utf-8")
    environ = {name: value for name, value in WHOLE.items() if "PASSWORD" not in name}
    config = Config.from_environment(environ | {"ATTEST_PARS_PASSWORD_FILE": str(file)}, tmp_path)
    assert (config.pars_service, config.pars_url) == ("json", "https://pars.example.org/api")
    assert config.pars_password == "from a file"
    assert "from a file" not in repr(config)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ATTEST_PARS_SERVICE": "soap"},
        {"ATTEST_PARS_URL": "", "ATTEST_PARS_SANDBOX_URL": ""},
        {"ATTEST_PARS_URL": "http://pars.example.org"},
        {"ATTEST_PARS_URL": "ftp://pars.example.org"},
        {"ATTEST_PARS_URL": "https://u:tell-nobody@pars.example.org"},
        {"ATTEST_PARS_URL": "https://pars.example.org/?key=tell-nobody"},
        {"ATTEST_PARS_URL": "https://pars.example.org:tell"},
        {"ATTEST_PARS_URL": WHOLE["ATTEST_PARS_SANDBOX_URL"]},
        {"ATTEST_PARS_SANDBOX_URL": "pars"},
        {"ATTEST_PARS_PROVIDER": ""},
        {"ATTEST_PARS_USER": "two\nlines"},
        {"ATTEST_PARS_PASSWORD": ""},
        {"ATTEST_PARS_PASSWORD": "tell-nobody\r\nX-Other: 1"},
    ],
)
def test_what_cannot_be_used_is_refused_without_being_repeated(wrong: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ATTEST_PARS_") as reason:
        Config.from_environment(WHOLE | wrong, tmp_path)
    assert "tell-nobody" not in str(reason.value)


def test_plain_http_is_taken_on_this_computer(tmp_path: Path) -> None:
    for host in ("127.0.0.1:9000", "localhost", "[::1]:9000"):
        url = f"http://{host}/production"
        assert Config.from_environment(WHOLE | {"ATTEST_PARS_URL": url}, tmp_path).pars_url == url
