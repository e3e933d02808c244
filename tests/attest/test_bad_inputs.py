"""Hostile and clumsy input through the real page: refused with everything typed kept, or taken; never a failure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from storage.activities import StoredActivity
from storage.record_rows import StoredRecord
from tests.attest.conftest import Post
from tests.conftest import answers
from tests.reading import Page

FORM = "application/x-www-form-urlencoded"

Kept = Callable[..., list[StoredRecord]]

REFUSED = [
    ("first_name", ""),
    ("first_name", "   "),
    ("first_name", "\u00a0"),
    ("first_name", "\u200b"),
    ("first_name", "a" * 101),
    ("first_name", "Jo\ue000hn"),
    ("first_name", "Jo\uffffhn"),
    ("first_name", "Jo\u202ehn"),
    ("first_name", "Jo\u2066hn"),
    ("first_name", "Sm1th"),
    ("first_name", "a@b"),
    ("first_name", "<b>x</b>"),
    ("first_name", '"><img src=x onerror=alert(1)>'),
    ("first_name", "{{7*7}}"),
    ("first_name", "\U0001f600"),
    ("first_name", "=1+1"),
    ("last_name", "-12345"),
    ("license_number", "=1+1"),
    ("license_number", "+12345"),
    ("license_number", "-12345"),
    ("license_number", "@x"),
    ("license_number", "1" * 41),
    ("license_state", ""),
    ("license_state", "ZZ"),
    ("license_state", "Tex"),
    ("npi", "123456789"),
    ("npi", "12345678934"),
    ("npi", "\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff13"),
    ("birth_month", "0"),
    ("birth_month", "13"),
    ("birth_day", "32"),
    ("birth_day", "1998"),
    ("credits", "NaN"),
    ("credits", "sNaN"),
    ("credits", "Infinity"),
    ("credits", "-0"),
    ("credits", "-1"),
    ("credits", "1e1"),
    ("credits", "1_0.5"),
    ("credits", "+5"),
    ("credits", "0x10"),
    ("credits", "1.005"),
    ("credits", "0.33"),
    ("credits", "6.25"),
    ("credits", "0"),
    ("credits", "9" * 5000),
    ("credits", ""),
    ("email", ""),
    ("email", "amara"),
    ("email", "a@b\u202e.org"),
    ("profession", ""),
    ("profession", "wizard"),
    ("consent", ""),
    ("consent", "false"),
]

TAKEN = [
    ("first_name", "O\u2019Brien", "O'Brien"),
    ("first_name", "Hawai\u02bbi", "Hawai\u02bbi"),
    ("first_name", "Jose\u0301", "Jos\u00e9"),
    ("first_name", "Nguy\u1ec5n Th\u1ecb \u00c1nh", "Nguy\u1ec5n Th\u1ecb \u00c1nh"),
    ("first_name", "\u0141ukasz", "\u0141ukasz"),
    ("last_name", "van 't Hoff", "van 't Hoff"),
    ("last_name", "Smith Jr.", "Smith Jr."),
    ("last_name", "O", "O"),
    ("last_name", "e\u0301" * 100, "\u00e9" * 100),
    ("first_name", "  Ana \t\n Maria ", "Ana Maria"),
    ("first_name", "ANA", "ANA"),
    ("license_number", "0012345", "0012345"),
    ("license_number", "1E5", "1E5"),
    ("license_number", " a-12345 ", "a-12345"),
    ("npi", "123-456-7893", "1234567893"),
    ("npi", "1234567893\n", "1234567893"),
    ("license_state", "Puerto Rico", "PR"),
    ("license_state", "tx", "TX"),
    ("birth_month", "Sep", 9),
]


def as_sent(page: Page, name: str) -> str:
    """The answer that the form shows again; a number of credits stands where fewer than all are typed."""
    values = page.values
    return values.get("credits_less", "") if values.get(name) == "less" else values.get(name, "")


@pytest.mark.parametrize(("name", "typed"), REFUSED)
def test_refused_with_everything_typed_kept(post: Post, kept: Kept, name: str, typed: str) -> None:
    page = Page(post("submit", **{name: typed}))
    assert page.status == 400
    assert page.title.startswith("Error: ")
    assert page.errors
    assert kept() == []
    unshown = {"", "ZZ", "Tex", "wizard", "false"}  # what no choice of a list can show
    for field, value in answers(**{name: typed}).items():
        if field != "attest" and value not in unshown and value != "1998":
            assert "".join(as_sent(page, field).split()) == "".join(value.split()), field


@pytest.mark.parametrize(("name", "typed", "stored"), TAKEN)
def test_taken_as_it_should_be(post: Post, kept: Kept, name: str, typed: str, stored: object) -> None:
    assert post("submit", **{name: typed}).status_code == 303
    (record,) = kept()
    assert getattr(record.record, name) == stored


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1b", "\ufffe"])
def test_characters_that_break_files_are_refused(post: Post, kept: Kept, character: str) -> None:
    for name in ("first_name", "last_name", "license_number", "npi", "email"):
        assert post("submit", **{name: f"Jo{character}hn"}).status_code == 400
    assert kept() == []


@pytest.mark.parametrize(
    "day",
    [
        "2026-11-21",
        "2026-11-26",
        "2026-11-24",
        "0001-01-01",
        "9999-12-31",
        "\uff12\uff10\uff12\uff16-11-23",
        "yesterday",
        "",
    ],
)
def test_dates_that_cannot_be(
    client: FlaskClient, make_activity: Callable[..., StoredActivity], day: str
) -> None:
    course = make_activity(format="enduring", starts_on=date(2026, 11, 22), ends_on=date(2026, 11, 25))
    page = Page(client.post(f"/a/{course.code}", data=answers(completion_date=day) | {"step": "submit"}))
    assert page.status == 400
    assert "completion_date" in page.errors


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-22", "11/23/2026"])
def test_dates_that_can_be(
    client: FlaskClient, make_activity: Callable[..., StoredActivity], day: str
) -> None:
    course = make_activity(format="enduring", starts_on=date(2026, 11, 22), ends_on=date(2026, 11, 25))
    answer = client.post(f"/a/{course.code}", data=answers(completion_date=day) | {"step": "submit"})
    assert answer.status_code == 303


def test_every_error_shows_at_once_and_leads_to_its_field(
    client: FlaskClient, activity: StoredActivity
) -> None:
    page = Page(client.post(f"/a/{activity.code}", data={"step": "check"}))
    assert page.errors == {"profession": "Choose your profession"} | {
        "first_name": "Enter your first name",
        "last_name": "Enter your last name",
        "credits": "Enter how many credits you are claiming",
        "email": "Enter your email address",
    }
    physician = Page(client.post(f"/a/{activity.code}", data={"step": "check", "profession": "md"}))
    assert {"license_state", "birth_month", "consent"} <= set(physician.errors)
    for anchor in physician.errors:
        assert len(physician.tree.xpath(f"//*[@id='{anchor}'][self::input or self::select]")) == 1


def test_a_field_that_comes_twice_is_refused_and_nothing_is_lost(
    client: FlaskClient, activity: StoredActivity, kept: Kept
) -> None:
    for name in ("first_name", "consent", "step", "submission_id"):
        twice = [*answers().items(), ("step", "submit"), (name, "x"), (name, "y")]
        page = Page(client.post(f"/a/{activity.code}", data=urlencode(twice), content_type=FORM))
        assert page.status == 400
        assert page.values["last_name"] == "Okafor"
    assert kept() == []


def test_what_is_not_ours_is_ignored(client: FlaskClient, activity: StoredActivity, kept: Kept) -> None:
    extra = {"state": "exported", "org_id": "2", "first_name[]": "Eve", "held": "0", "id": "1"}
    assert client.post(f"/a/{activity.code}", data=answers() | extra | {"step": "submit"}).status_code == 303
    assert [stored.state for stored in kept()] == ["ready"]


@pytest.mark.parametrize("size", [70_000, 5_000_000])
def test_too_much_is_413(client: FlaskClient, activity: StoredActivity, kept: Kept, size: int) -> None:
    page = Page(client.post(f"/a/{activity.code}", data=answers(first_name="a" * size) | {"step": "submit"}))
    assert page.status == 413
    assert "Nothing was saved" in page.text
    assert kept() == []


def test_sixty_thousand_fields_are_too_many(client: FlaskClient, activity: StoredActivity) -> None:
    body = "&".join(f"f{n}=1" for n in range(60_000))
    assert client.post(f"/a/{activity.code}", data=body, content_type=FORM).status_code in (400, 413)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", FORM),
        (b"first_name=%ff%fe&last_name=%00", FORM),
        (b"[" * 60_000, "application/json"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary="),
        (b"--a\r\n" * 2_000, "multipart/form-data; boundary=a"),
        (b"first_name;last_name", "text/plain"),
    ],
)
def test_no_body_makes_it_fail(client: FlaskClient, activity: StoredActivity, body: bytes, kind: str) -> None:
    for step in (b"", b"&step=submit"):
        answer = client.post(f"/a/{activity.code}", data=body + step, content_type=kind)
        assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_not_for_this_page(
    client: FlaskClient, activity: StoredActivity, method: str
) -> None:
    assert client.open(f"/a/{activity.code}", method=method).status_code == 405
