"""The learner's scripts: small, kept by the phone until they change, and the service worker that can be taken away."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.attest.scripts import FOLDER
from storage.activities import StoredActivity

SCRIPTS = sorted(path.name for path in FOLDER.glob("*.js"))
MOST_BYTES = 5_000
FIRST_VISIT = 30_000
ZIPPED = {"Accept-Encoding": "gzip"}


def addresses(html: str) -> list[str]:
    return re.findall(r'(?:src|href)="(/a/scripts/[^"]+)"', html)


@pytest.fixture
def named(client: FlaskClient, activity: StoredActivity) -> list[str]:
    """The scripts that the blank form asks for."""
    return addresses(client.get(f"/a/{activity.code}").text)


@pytest.mark.parametrize("name", SCRIPTS)
def test_each_is_small(name: str) -> None:
    assert len((FOLDER / name).read_bytes()) < MOST_BYTES


def test_the_first_visit_with_everything_is_small(
    client: FlaskClient, activity: StoredActivity, named: list[str]
) -> None:
    whole = [
        f"/a/{activity.code}",
        *named,
        named[0].rsplit("/", 1)[0] + "/offline.js",
        "/a/worker.js",
        "/favicon.ico",
    ]
    sizes = {}
    for address in whole:
        answer = client.get(address, headers=ZIPPED)
        sizes[address] = len(answer.data) + len(str(answer.headers))
    assert sum(sizes.values()) < FIRST_VISIT


def test_they_are_kept_until_they_change(client: FlaskClient, named: list[str]) -> None:
    assert {address.rsplit("/", 1)[1] for address in named} < set(SCRIPTS)
    for address in named:
        answer = client.get(address, headers=ZIPPED)
        assert answer.mimetype == "text/javascript"
        assert answer.cache_control.max_age == 31_536_000
        assert answer.cache_control.immutable
        assert gzip.decompress(answer.data) == (FOLDER / address.rsplit("/", 1)[1]).read_bytes()
        assert "Set-Cookie" not in answer.headers


def test_the_scripts_name_each_other_and_nothing_else() -> None:
    for name in SCRIPTS:
        for imported in re.findall(r"from \"\./(\S+?)\"", (FOLDER / name).read_text(encoding="utf-8")):
            assert imported in SCRIPTS


def test_an_old_address_has_todays_script_and_is_not_kept(client: FlaskClient) -> None:
    answer = client.get("/a/scripts/000000000000/send.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get("/a/scripts/000000000000/other.js").status_code == 404
    assert client.get("/a/scripts/000000000000/..%2Fdesk%2Fmain.js").status_code == 404


def test_a_shared_tablet_has_none_of_them(
    client: FlaskClient, make_activity: Callable[..., StoredActivity]
) -> None:
    kiosk = client.get(f"/a/{make_activity(kiosk=True).code}").text
    assert "send.js" not in kiosk
    assert "worker.js" not in kiosk


def test_the_worker_answers_for_the_learners_pages_alone(client: FlaskClient) -> None:
    answer = client.get("/a/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/a/"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.data == (FOLDER / "worker.js").read_bytes()


def test_the_worker_can_be_switched_off(app: Flask, client: FlaskClient, activity: StoredActivity) -> None:
    house = app.extensions["attest"]
    app.extensions["attest"] = replace(house, config=replace(house.config, offline=False))
    assert client.get("/a/worker.js").data == (FOLDER / "no_worker.js").read_bytes()
    assert "worker.js" not in client.get(f"/a/{activity.code}").text


def test_seconds_are_no_answer(client: FlaskClient, activity: StoredActivity) -> None:
    once = client.post(f"/a/{activity.code}", data={"step": "check", "seconds": "40"})
    twice = client.post(f"/a/{activity.code}", data={"step": "check", "seconds": ["40", "41"]})
    assert "arrived twice" not in once.text
    assert "arrived twice" in twice.text
