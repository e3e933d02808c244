"""The provider's settings, and which pictures are taken as its logo."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pars.errors import Code, Invalid
from pars.logo import MOST_BYTES, kind_of
from pars.provider import Provider, provider_as_json, read_provider
from tests.pictures import jpeg, png

WHOLE = {
    "provider_name": "Lakeside Teaching Hospital",
    "accme_provider_id": "0001234",
    "contact_email": "cme@example.org",
    "timezone": "America/New_York",
    "home_states": ["ME", "NH"],
    "consent_text": "May {provider} send it?",
    "reporting_days": 21,
    "keep_identifiers_days": 120,
    "keep_records_years": 7,
}


def test_what_is_set_comes_back() -> None:
    provider, problems = read_provider(WHOLE)
    assert provider is not None
    assert (problems, provider_as_json(provider)) == ([], WHOLE)


def test_nothing_has_to_be_set() -> None:
    assert read_provider({}) == (Provider(), [])


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("accme_provider_id", "123", Code.PROVIDER_ID_DIGITS),
        ("contact_email", "nobody", Code.EMAIL_INVALID),
        ("timezone", "Mars/Olympus", Code.TIMEZONE_UNKNOWN),
        ("home_states", ["Bavaria"], Code.STATE_UNKNOWN),
        ("provider_name", 7, Code.TYPE_WRONG),
        ("title", "x", Code.FIELD_UNKNOWN),
    ],
)
def test_what_is_wrong_is_told_by_its_field(field: str, value: object, code: Code) -> None:
    provider, (problem,) = read_provider(WHOLE | {field: value})
    assert (provider, problem.field, problem.code) == (None, field, code)


def test_a_picture_is_known_by_its_bytes() -> None:
    assert kind_of(png()) == "image/png"
    assert kind_of(jpeg()) == "image/jpeg"
    assert kind_of(png(2000, 1)) == "image/png"


SPOILED = {
    "nothing": (b"", Code.LOGO_KIND),
    "a drawing with a script in it": (
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        Code.LOGO_KIND,
    ),
    "a page that begins like a GIF": (b"GIF89a<html>", Code.LOGO_KIND),
    "a PNG in name only": (b"\x89PNG\r\n\x1a\n<html>", Code.LOGO_BROKEN),
    "a PNG cut off": (png()[:-4], Code.LOGO_BROKEN),
    "a PNG with a page behind it": (png() + b"<html>", Code.LOGO_BROKEN),
    "a PNG with one byte changed": (png()[:20] + b"\x07" + png()[21:], Code.LOGO_BROKEN),
    "a PNG that unpacks too far": (png(2001, 1), Code.LOGO_BROKEN),
    "a JPEG cut off": (jpeg()[:-2], Code.LOGO_BROKEN),
    "a JPEG that unpacks too far": (jpeg(9, 60000), Code.LOGO_BROKEN),
    "a JPEG without a picture": (b"\xff\xd8\xff\xd9", Code.LOGO_BROKEN),
    "more than phones should load": (png(more=bytes(MOST_BYTES)), Code.LOGO_TOO_LARGE),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_is_no_picture_is_refused(name: str) -> None:
    data, code = SPOILED[name]
    with pytest.raises(Invalid) as refused:
        kind_of(data)
    assert refused.value.code is code


@given(head=st.sampled_from([png(), jpeg()]), cut=st.integers(0, 60), rest=st.binary(max_size=80))
def test_any_bytes_are_taken_or_refused(head: bytes, cut: int, rest: bytes) -> None:
    with suppress(Invalid):
        assert kind_of(head[:cut] + rest) in ("image/png", "image/jpeg")
