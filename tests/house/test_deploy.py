"""The samples in docs/deploy name only what there is: settings, commands, programs, pages; and they parse."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from tests.house.files import ROOT, named
from tests.house.test_settings import settings_read

SAMPLES = sorted((ROOT / "docs" / "deploy").iterdir())
UNITS = [path for path in SAMPLES if path.suffix in {".service", ".socket", ".timer"}]
INSTALLED = "/srv/attest"
SETTINGS = settings_read(ROOT / "config.py", ROOT / "keys.py", ROOT / "gunicorn.conf.py")


def unknown(text: str, commands: set[str]) -> set[str]:
    """Settings, commands and programs that a sample names and that there are not."""
    settings = {name.removesuffix("_FILE") for name in re.findall(r"\bATTEST_[A-Z_]+[A-Z]\b", text)}
    named_commands = set(re.findall(r"--app app ([a-z][a-z-]*)", text))
    programs = set(re.findall(rf"{INSTALLED}/\.venv/bin/(\w+)", text))
    pages = {page for page in re.findall(r"\bdocs/[\w./-]+\w", text) if not (ROOT / page).exists()}
    return settings - SETTINGS | named_commands - commands | programs - {"flask", "gunicorn"} | pages


@pytest.mark.parametrize("sample", SAMPLES, ids=named)
def test_a_sample_names_what_there_is(sample: Path, app: Flask) -> None:
    assert unknown(sample.read_text(encoding="utf-8"), set(app.cli.commands)) == set()


def test_every_sample_is_in_the_page_for_whoever_runs_attest() -> None:
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert [named(sample) for sample in SAMPLES if f"deploy/{sample.name}" not in page] == []


def test_proxy_door_and_settings_agree() -> None:
    """One address, and one proxy, which is the number that is counted on."""
    text = {sample.name: sample.read_text(encoding="utf-8") for sample in SAMPLES}
    door = re.search(r"ListenStream=(\S+)", text["attest.socket"])
    assert door
    assert f"reverse_proxy {door[1]}" in text["Caddyfile"]
    assert f"proxy_pass http://{door[1]};" in text["nginx.conf"]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in text["nginx.conf"]
    assert "\nATTEST_TRUSTED_PROXIES=1\n" in text["attest.env"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(f"{INSTALLED}/.venv/bin/", "/bin/echo ")
        (tmp_path / unit.name).write_text(text)
    assert systemd_says(tmp_path) == ""
    (tmp_path / "attest.timer").write_text("[Timer]\nOnCalender=daily\n")
    assert "OnCalender" in systemd_says(tmp_path), "the control"


def systemd_says(folder: Path) -> str:
    units = [str(path) for path in sorted(folder.glob("attest*"))]
    run = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", *units]
    return subprocess.run(run, capture_output=True, text=True, timeout=60).stderr


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not here")
def test_nginx_takes_its_sample(tmp_path: Path) -> None:
    """With a certificate and ports of the test's own."""
    certificate = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-subj",
        "/CN=credit.example.org",
    ]
    files = ["-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "pem")]
    subprocess.run([*certificate, *files], check=True, capture_output=True)
    sample = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    sample = re.sub(r"/etc/ssl/credit\.example\.org\.(pem|key)", rf"{tmp_path}/\1", sample)
    (tmp_path / "site.conf").write_text(sample)
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{ include {tmp_path}/site.conf; }}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    said = subprocess.run(["nginx", "-t", "-c", str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert "[warn]" not in said.stderr


def test_the_check_sees_what_there_is_not() -> None:
    text = (
        "ATTEST_NEW_FILE=x flask --app app fly docs/none.md /srv/attest/.venv/bin/uwsgi ATTEST_PUBLIC_URL=x"
    )
    assert unknown(text, {"check"}) == {"ATTEST_NEW", "fly", "docs/none.md", "uwsgi"}
