"""Two questions on the receipt: answered once, if at all, and kept where nothing leads back to whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from pars.opinion import LONGEST_COMMENT
from storage import opinions
from storage.activities import StoredActivity
from storage.database import Database
from storage.opinions import Opinions
from tests.attest.conftest import Post
from tests.conftest import POSTGRESQL, Clock
from tests.reading import Page

Look = Callable[[], Opinions]


@pytest.fixture
def look(database: Database, activity: StoredActivity) -> Look:
    def said() -> Opinions:
        with database.read() as session:
            return opinions.of(session, activity.id)

    return said


@pytest.fixture
def receipt(post: Post) -> str:
    """The address of a receipt."""
    return post("submit").location


def test_an_answer_is_kept_and_thanked_for(
    client: FlaskClient, receipt: str, look: Look, clock: Clock
) -> None:
    clock.advance(hours=8)  # the next day in UTC and in New York
    page = Page(client.get(receipt))
    assert "Your answer is kept apart from your record" in page.text
    assert {"ease", "comment"} <= page.names() | {area.get("name") for area in page.tree.iter("textarea")}
    answer = client.post(f"{receipt}/opinion", data={"ease": "4", "comment": " No NPI\r\nwith  me "})
    assert (answer.status_code, answer.location) == (303, f"{receipt}#opinion")
    assert answer.headers["Cache-Control"] == "no-store"
    page = Page(client.get(receipt))
    assert "Thank you Your answer helps" in page.text
    assert "comment" not in page.names()
    found = look()
    assert (found.given, dict(found.ease), found.average) == (1, {4: 1}, 4.0)
    assert found.comments == [(date(2026, 11, 24), "No NPI\nwith me")]


def test_each_answers_once(client: FlaskClient, receipt: str, look: Look) -> None:
    for ease in ("5", "1", "1"):
        assert client.post(f"{receipt}/opinion", data={"ease": ease}).status_code == 303
    assert (look().given, dict(look().ease)) == (1, {5: 1})


@pytest.mark.parametrize("fields", [{}, {"ease": "", "comment": " \r\n\t "}])
def test_no_answer_is_fine_and_leaves_the_questions_open(
    client: FlaskClient, receipt: str, look: Look, fields: dict[str, str]
) -> None:
    assert client.post(f"{receipt}/opinion", data=fields).status_code == 303
    assert look().given == 0
    assert "How was this form?" in Page(client.get(receipt)).text


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"comment": "x" * (LONGEST_COMMENT + 1)}, "comment", "must be 1,000 characters or less"),
        ({"comment": "a bell \a rings"}, "comment", "hidden character (U+0007)"),
        ({"comment": "\u202eevil"}, "comment", "hidden character"),
        ({"ease": "6"}, "ease", "one of: 1, 2, 3, 4, 5"),
        ({"ease": "٤"}, "ease", "one of"),
    ],
)
def test_what_cannot_be_kept_is_shown_again(
    client: FlaskClient, receipt: str, look: Look, fields: dict[str, str], field: str, words: str
) -> None:
    page = Page(client.post(f"{receipt}/opinion", data={"comment": "kept", **fields}))
    assert page.status == 400
    assert words in page.errors[field]
    assert "Your attestation is saved" in page.text
    shown = page.tree.xpath("string(//textarea)").strip()
    assert shown == fields.get("comment", "kept")
    assert look().given == 0


def test_emoji_and_long_words_are_welcome(client: FlaskClient, receipt: str, look: Look) -> None:
    words = "👍 Très bien, ça marche ❤️ " + "x" * 900
    client.post(f"{receipt}/opinion", data={"comment": words})
    assert look().comments[0][1] == words
    assert look().average is None


def test_an_unknown_receipt_takes_nothing(client: FlaskClient) -> None:
    assert client.post("/r/AAAAAAAAAAAAAAAAAAAAAA/opinion", data={"ease": "5"}).status_code == 404
    assert client.get("/r/AAAAAAAAAAAAAAAAAAAAAA/opinion").status_code in (404, 405)


def test_a_shared_tablet_does_not_ask(
    client: FlaskClient, post: Post, make_activity: Callable[..., StoredActivity]
) -> None:
    shared = make_activity(kiosk=True)
    assert "How was this form?" not in client.get(post("submit", to=shared).location).text


HIDDEN, LIES = ("", "ctid") if POSTGRESQL else ("rowid,", "rowid")
"""What the database itself notes of a row that could lead to it, and the order in which rows lie there."""


def links(database: Database) -> set[str]:
    """What an opinion has in common with any attestation or record, or says finer than a day."""
    with database.read() as session:
        said = session.execute(text(f"SELECT {HIDDEN} * FROM opinions ORDER BY given_on")).mappings().all()  # noqa: S608
        others = [
            {str(value) for value in row.values()}
            for table in ("attestations", "records", "history", "audit")
            for row in session.execute(text(f"SELECT {HIDDEN} * FROM {table}")).mappings()  # noqa: S608
        ]
    assert said
    assert others
    shared = {"activity_id", "given_on", "ease"}  # the same for many, by design
    found = {
        name
        for row in said
        for name, value in row.items()
        if name not in shared and value not in (None, "") and any(str(value) in other for other in others)
    }
    return found | {"given_on" for row in said if len(str(row["given_on"])) > len("2026-11-23")}


def answer_many(client: FlaskClient, post: Post, number: int) -> None:
    for at in range(number):
        receipt = post("submit", first_name=f"Ana{chr(97 + at)}", license_number=f"MD{at}").location
        client.post(f"{receipt}/opinion", data={"ease": "3", "comment": f"Comment {chr(97 + at)}"})


def test_nothing_leads_from_an_answer_to_whom(
    client: FlaskClient, post: Post, database: Database, look: Look
) -> None:
    answer_many(client, post, 12)
    assert links(database) == set()
    with database.read() as session:
        as_stored = [
            row.comment
            for row in session.execute(text(f"SELECT comment FROM opinions ORDER BY {LIES}"))  # noqa: S608
        ]
    in_order = [f"Comment {chr(97 + at)}" for at in range(12)]
    assert as_stored != in_order
    assert [words for _, words in look().comments] != in_order
    assert sorted(as_stored) == in_order


def writers(database: Database) -> tuple[set[str], set[str]]:
    """The transactions that wrote the opinions, and those that wrote the attestations, as PostgreSQL notes them."""
    with database.read() as session:
        opinions_by, attestations_by = (
            set(session.scalars(text(f"SELECT xmin::text FROM {table}")))  # noqa: S608
            for table in ("opinions", "attestations")
        )
    return opinions_by, attestations_by


@pytest.mark.skipif(not POSTGRESQL, reason="of PostgreSQL alone")
def test_no_transaction_leads_from_an_answer_to_whom(
    client: FlaskClient, post: Post, database: Database
) -> None:
    answer_many(client, post, 6)
    assert len(writers(database)[0]) == 1


@pytest.mark.skipif(not POSTGRESQL, reason="of PostgreSQL alone")
def test_control_unmixed_each_transaction_leads_there(
    client: FlaskClient, post: Post, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opinions, "_mix", lambda *_: None)
    answer_many(client, post, 6)
    given, attested = writers(database)
    assert len(given) == 6
    assert given <= attested


def test_the_search_finds_an_answer_that_keeps_its_receipt(
    client: FlaskClient, post: Post, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: a build that stores with the opinion by which receipt it was given."""
    give = opinions.give

    def telling(session: object, token: str, opinion: object, *, today: date) -> bool:
        done = give(session, token, opinion, today=today)  # type: ignore[arg-type]
        session.execute(  # type: ignore[attr-defined]
            text("UPDATE opinions SET comment = (SELECT token_mark FROM attestations)")
        )
        return done

    monkeypatch.setattr(opinions, "give", telling)
    answer_many(client, post, 1)
    assert links(database) == {"comment"}
