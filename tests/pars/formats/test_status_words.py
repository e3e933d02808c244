"""PARS's words for a status: which may be asked about, and what the rows say once they are explained."""

from __future__ import annotations

from pars.formats.results.columns import Answer
from pars.formats.results.status_words import LONGEST, MOST, Word, could_be_statuses, foreign, understood


def test_words_that_attest_does_not_know_are_counted_as_one_whatever_their_case() -> None:
    words = foreign(["Accepted", "On hold", "rejected", "", "ON HOLD", "Done"], {"done": "accepted"})
    assert words == [Word("On hold", 2, ""), Word("Done", 1, "accepted")]


def test_only_few_short_words_without_digits_can_be_statuses() -> None:
    def of(*words: str) -> bool:
        return could_be_statuses(foreign(words, {}))

    letters = "abcdefghijklmnop"
    assert of()
    assert of(*letters[:MOST])
    assert of("w" * LONGEST)
    assert not of(*letters[: MOST + 1])
    assert not of("w" * (LONGEST + 1))
    assert not of("MD12345")
    assert not of("amara@example.org")


def test_a_letter_that_unfolds_into_many_is_measured_as_it_is_kept() -> None:
    assert not could_be_statuses(foreign(["\ufdfa" * 10], {}))


def test_rows_say_what_their_word_means_and_those_that_wait_are_left_out() -> None:
    rows = [Answer(1, status="accepted", word="Accepted"), Answer(2, word="On hold"), Answer(3, word="Done"),
            Answer(4, word="Else"), Answer(5)]  # fmt: skip
    told = understood(rows, {"onhold": "waiting", "done": "rejected"})
    assert [(answer.row, answer.status) for answer in told] == [
        (1, "accepted"), (3, "rejected"), (4, ""), (5, ""),
    ]  # fmt: skip


def test_a_known_word_cannot_be_turned_round() -> None:
    (answer,) = understood([Answer(1, status="accepted", word="Accepted")], {"accepted": "rejected"})
    assert answer.status == "accepted"
