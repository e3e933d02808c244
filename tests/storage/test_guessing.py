"""Passwords that are guessed soon are refused, whatever they are made of; others are let be."""

from __future__ import annotations

import time

import pytest

from storage import guessing, passwords


@pytest.mark.parametrize(
    "easy",
    [
        "123456789012",
        "987654321098",
        "qwertyuiop12",
        "qwertzuiop!!",
        "1qaz2wsx3edc",
        "poiuytrewqlkjh",
        "abcdefghijkl",
        "aaaaaaaaaaab",
        "abcxyzabcxyz",
        "marzipan marzipan",
        "password1234",
        "P@ssw0rd!2024",
        "P\uff41ssword!2024",  # a full-width letter
        "Hospital2026!!",
        "Welcome2hospital",
        "attestattest1",
        "accme_PARS_2026",
        "summer summer 2026",
        "sunshine.princess",
        "Admin1strator",
        "correcthorsebatterystaple",
        "polniypizdec110211",  # of the list, and of no pattern
    ],
)
def test_what_is_guessed_soon_is_refused(easy: str) -> None:
    assert "easy to guess" in (passwords.problem(easy) or "")


@pytest.mark.parametrize(
    "good",
    [
        "violet tractor on the moon",
        "correct horse battery",
        "quiet-piano-ladder",
        "four green paper boats",
        "k3v9x2m4p8q1",
        "839201748392",
        "\u7d2b\u8272\u62d6\u62c9\u673a\u5728\u6708\u7403\u4e0a\u5531\u6b4c\u5440",
    ],
)
def test_what_is_not_guessed_soon_is_taken(good: str) -> None:
    assert passwords.problem(good) is None


def test_the_list_is_one_and_says_where_it_is_from() -> None:
    lines = guessing.LIST.read_text(encoding="utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert len(words) == len(set(words)) > 5000
    assert words == [word.strip().casefold() for word in words]
    assert "gist.github.com" in "".join(line for line in lines if line.startswith("#"))


def test_the_longest_password_is_judged_quickly() -> None:
    began = time.process_time()
    passwords.problem("abcdefgk" * 15 + "zm3")
    assert time.process_time() - began < 0.5
