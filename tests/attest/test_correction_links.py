"""A link to correct a record opens once, for two weeks, and only for whoever holds it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from config import Config
from pars.record import Policy
from storage import links, records
from storage.database import Database
from storage.proposals import Proposal
from tests.attest.conftest import Ask, Kept
from tests.attest.correcting import ANSWERS, send
from tests.conftest import Clock
from tests.kept import everything_kept
from tests.reading import Page

Proposed = Callable[[], Proposal]


def dead(client: FlaskClient, address: str) -> bytes:
    """The page of a dead link, the same for looking and for answering."""
    pages = [client.get(address), client.post(address, data=ANSWERS)]
    for page in pages:
        assert page.status_code == 404
        assert page.headers["Cache-Control"] == "no-store"
    assert pages[0].data == pages[1].data
    return pages[0].data


def test_dead_links_are_all_alike(
    client: FlaskClient, ask: Ask, clock: Clock, database: Database, kept: Kept, decline: Callable[[], None]
) -> None:
    replaced = ask()
    used = ask()
    send(client, used, **ANSWERS)
    seen = {dead(client, f"/c/{token}") for token in (replaced.token, used.token, "x", "%00", "a" * 3000)}
    decline()
    last = ask()
    clock.advance(days=14, seconds=-1)
    assert client.get(f"/c/{last.token}").status_code == 200
    clock.advance(seconds=1)
    seen.add(dead(client, f"/c/{last.token}"))
    aside = ask()
    with database.write() as session:
        records.set_aside(
            session,
            kept()[0].id,
            reason="Twice",
            version=None,
            actor="console",
            now=clock(),
            policy=Policy(),
        )
    seen.add(dead(client, f"/c/{aside.token}"))
    assert len(seen) == 1
    (page,) = seen
    assert b"Lakeside" not in page


def test_a_token_cannot_be_guessed(client: FlaskClient, ask: Ask) -> None:
    tokens = {ask().token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) >= 32 for token in tokens)  # 192 bits
    token = ask().token
    near = [token[:-1], token + "A", token.swapcase(), token[::-1], f" {token}", token[:-1] + "."]
    assert {client.get(f"/c/{guess}").status_code for guess in near if guess != token} == {404}


def test_only_its_fingerprint_is_kept(ask: Ask, database: Database) -> None:
    link = ask(reason="Canary reason")
    kept = everything_kept(database)
    assert link.id.encode() in kept
    assert link.token.encode() not in kept
    assert b"Canary reason" not in kept


def test_the_page_sent_twice_is_taken_once(client: FlaskClient, ask: Ask, proposed: Proposed) -> None:
    link = ask()
    form = Page(client.get(f"/c/{link.token}")).values | ANSWERS
    first = client.post(f"/c/{link.token}", data=form)
    again = client.post(f"/c/{link.token}", data=form | {"license_number": "VT77"})
    assert first.data == again.data
    assert tuple(c.after for c in proposed().changes if c.field == "license_number") == ("VT99",)
    assert client.post(f"/c/{link.token}", data=form | {"submission_id": str(uuid4())}).status_code == 404
    assert client.post(f"/c/{link.token}", data=form | {"submission_id": ""}).status_code == 404


def test_used_twice_at_once_it_works_once(
    app: Flask, client: FlaskClient, ask: Ask, proposed: Proposed
) -> None:
    link = ask()
    start = Barrier(6)

    def use(number: int) -> int:
        other = app.test_client()
        form = Page(other.get(f"/c/{link.token}")).values
        start.wait()
        return other.post(f"/c/{link.token}", data=form | {"license_number": f"VT{number}"}).status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(use, range(6))) == [200, 404, 404, 404, 404, 404]
    assert [change.field for change in proposed().changes] == ["license_number"]


def test_no_link_while_a_proposal_waits(client: FlaskClient, ask: Ask) -> None:
    send(client, ask(), **ANSWERS)
    with pytest.raises(links.NotAllowed, match="Take or decline it first"):
        ask()


@pytest.mark.parametrize("name", ["</h1><script>alert(1)</script>", "{{7*7}}", "O'Brien \u202e"])
def test_what_is_shown_is_text(client: FlaskClient, ask: Ask, name: str) -> None:
    page = client.get(f"/c/{ask(reason=name).token}")
    assert "<script" not in page.text
    assert Page(page).tree.xpath("//div[@class='panel']/p")[0].text == name


def test_nothing_typed_is_logged_and_no_token(
    client: FlaskClient, ask: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("attest").propagate = True
    link = ask("license_number", "first_name", "npi")
    form = Page(client.get(f"/c/{link.token}")).values | {
        "license_number": "CANARY77",
        "first_name": "Canaryfirst",
    }
    ends = [
        client.post(f"/c/{link.token}", data=form | {"npi": "CANARY"}).status_code,
        client.post(f"/c/{link.token}", data=form).status_code,
        client.post(f"/c/{link.token}", data=form | {"submission_id": "x"}).status_code,
    ]
    assert ends == [400, 200, 404]
    said = (caplog.text + str([record.__dict__ for record in caplog.records])).lower()
    assert "/c/<token>" in said
    assert "canary" not in said
    assert link.token.lower() not in said


def test_a_failure_of_ours_keeps_what_was_typed(
    client: FlaskClient, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.application.config["PROPAGATE_EXCEPTIONS"] = False
    link = ask("license_number")

    def refuse() -> None:
        raise OSError("could not write")

    form = Page(client.get(f"/c/{link.token}")).values
    monkeypatch.setattr(client.application.extensions["attest"].database, "write", refuse)
    page = Page(client.post(f"/c/{link.token}", data=form | {"license_number": "VT99"}))
    assert page.status == 500
    assert page.values["license_number"] == "VT99"
    assert "nothing was saved" in page.text


class TestTooMany:
    @pytest.fixture
    def config(self, config: Config) -> Config:
        return replace(config, address_posts_per_minute=2)

    def test_one_address_may_not_post_without_end(self, client: FlaskClient, ask: Ask) -> None:
        link = ask("license_number")
        ends = [send(client, link, license_number="=bad").status_code for _ in range(3)]
        assert ends == [400, 429, 429]
