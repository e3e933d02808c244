"""Samples of every file and body, with bytes changed, cut and put in at random: nothing but refusals of ours, in time.

`make fuzz` does the same tens of thousands of times, led by what the bytes reach.
"""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fuzz.parsers import Parser, parsers

CASES = 25
"""For each parser; a hundred times as many in `make soak`."""
TOKENS = st.sampled_from(
    [
        b"\x00",
        b"\xff\xfe",
        b'"',
        b"<!DOCTYPE a>",
        b"]]>",
        b"&#0;",
        b"1e999",
        b"-1",
        b"\n" * 50,
        b"9" * 40,
        b"\xc3",
    ]
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 40), TOKENS | st.binary(max_size=4)), min_size=1, max_size=6
)


def edited(sample: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """The sample where at each place so many bytes are replaced by others."""
    for place, gone, put in edits:
        at = int(place * len(sample))
        sample = sample[:at] + put + sample[at + gone :]
    return sample


def throw(parser: Parser, cases: int) -> None:
    """Try so many spoiled samples; raise at the first that is not refused as it should be."""

    @settings(
        max_examples=cases,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sample=st.sampled_from(parser.samples), edits=EDITS)
    def each(sample: bytes, edits: list[tuple[float, int, bytes]]) -> None:
        parser.try_out(edited(sample, edits))

    each()


@pytest.mark.parametrize("name", parsers())
def test_spoiled_bytes_are_refused(name: str) -> None:
    throw(parsers()[name], CASES)


@pytest.mark.soak
@pytest.mark.parametrize("name", parsers())
def test_thousands_of_spoiled_bytes_are_refused(name: str) -> None:
    throw(parsers()[name], CASES * 100)


def test_a_crash_and_a_slow_reading_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def number(data: bytes) -> None:
        with suppress(UnicodeDecodeError):
            int(data.decode())

    def slow(data: bytes) -> None:
        sum(range(10**6))

    with pytest.raises(ValueError, match="invalid literal"):
        throw(Parser(number, [b"4711"]), CASES)
    monkeypatch.setattr("tests.fuzz.parsers.LONGEST", 0.001)
    with pytest.raises(AssertionError, match="s for 4 bytes"):
        Parser(slow, [b"4711"]).try_out(b"4711")
