"""The demo's stand-in for PARS: on this computer only, with a password of its own, and not part of the app."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
from base64 import b64encode
from pathlib import Path
from urllib.error import HTTPError

import pytest
from flask import Flask

from blueprints.service import is_stand_in, name
from config import Config
from tests.house.files import CODE, ROOT, ours

LINES = 7


def test_it_prints_settings_that_lead_to_it(tmp_path: Path) -> None:
    run = [sys.executable, "-m", "tests.standin"]
    with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in range(LINES))
        try:
            config = Config.from_environment(dict(re.findall(r"export (\w+)=(.*)", printed)), tmp_path)
            assert is_stand_in(config.pars_url)
            assert name(config.pars_sandbox_url) == "stand-in PARS"
            proof = b64encode(f"{config.pars_user}:{config.pars_password}".encode()).decode()
            asked = urllib.request.Request(  # noqa: S310
                f"{config.pars_url}/learner-activities/status?CreditId=x",
                headers={"Authorization": f"Basic {proof}", "ProviderId": config.pars_provider},
            )
            with pytest.raises(HTTPError) as answer:
                urllib.request.urlopen(asked, timeout=10)  # noqa: S310
            assert (answer.value.code, answer.value.headers["X-Stand-In"]) == (404, "this is not PARS")
        finally:
            process.kill()


def test_pars_itself_is_never_called_a_stand_in() -> None:
    assert not is_stand_in("https://pars.example.org/127.0.0.1")
    assert name("https://pars.example.org") == "PARS"


def test_the_app_has_none_of_it(app: Flask) -> None:
    assert not [rule for rule in app.url_map.iter_rules() if "stand" in rule.rule]
    for path in ours(".py", under=CODE):
        assert not re.findall(r"^(?:from|import) tests\b", path.read_text("utf-8"), re.MULTILINE)
