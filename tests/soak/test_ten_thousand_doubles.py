"""Ten thousand records of one activity are compared with each other in the time a page may take: `make soak`."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date

import pytest

from pars.near_person import Likeness, pairs
from pars.record import LearnerRecord
from pars.vocabulary import GIVEN_NAMES, SURNAMES
from tests.soak.figures import tell

PEOPLE = 10_000
TWICE = 200
LONGEST = 2.0
DAY = date(2026, 11, 23)


def people(chance: random.Random) -> dict[str, LearnerRecord]:
    """Physicians of few states and common names, of whom some are there again, with a slip and without a number."""
    first, last = sorted(GIVEN_NAMES), sorted(SURNAMES)
    endings = ["son", "man", "er", "ez", "ova", "ski", "berg"]
    found = {
        str(number): LearnerRecord(
            profession="md",
            first_name=chance.choice(first).title(),
            last_name=(chance.choice(last) + chance.choice(endings)).title(),
            license_state=chance.choice(["ME", "ME", "ME", "NH", "MA", "VT"]),
            license_number=f"MD{chance.randrange(10**6):06}",
            birth_month=chance.randint(1, 12),
            birth_day=chance.randint(1, 28),
            email=f"{number}@example.org",
            completion_date=DAY,
            consent=True,
        )
        for number in range(PEOPLE - TWICE)
    }
    for number in range(TWICE):
        one = found[str(number)]
        slip = one.last_name[:-2] + one.last_name[-1]
        found[f"{number} again"] = replace(one, last_name=slip, license_number="", email="")
    return found


@pytest.mark.soak
def test_all_of_a_great_hall_are_compared_in_time() -> None:
    records = people(random.Random(4))
    began = time.process_time()
    found = pairs(records)
    taken = time.process_time() - began
    again = sum((str(number), f"{number} again") in found for number in range(TWICE))
    tell("compared", records=len(records), pairs=len(found), found=again, seconds=taken)
    assert again == TWICE
    assert set(found.values()) <= set(Likeness)
    assert taken < LONGEST


@pytest.mark.soak
def test_a_hall_of_one_name_takes_no_longer_than_a_few() -> None:
    """The worst there is: everybody in one block, where only neighbors are compared."""
    records = {
        key: replace(one, first_name="Test", last_name="Test", email="")
        for key, one in people(random.Random(4)).items()
    }
    began = time.process_time()
    pairs(records)
    taken = time.process_time() - began
    tell("of one name", records=len(records), seconds=taken)
    assert taken < 5 * LONGEST
