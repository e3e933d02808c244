"""Records led through any life, in any order of steps; and houses with a guard taken down, where the machine fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from app import create_app
from config import Config
from storage import erasing, exports, own_record
from tests.conftest import DATA_KEY, Clock
from tests.fuzz.life import LifeOfRecords

House = Callable[[], tuple[Flask, Clock]]

pytestmark = pytest.mark.sqlite
some = settings(
    max_examples=3,
    stateful_step_count=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
many = settings(some, max_examples=100, stateful_step_count=40, derandomize=False)
until_found = settings(many, derandomize=True, phases=[Phase.generate], report_multiple_bugs=False)


@pytest.fixture
def house(empty_database: Path, tmp_path: Path) -> House:
    """Makes an app on an empty database of its own, with its clock."""
    numbers = count()

    def make() -> tuple[Flask, Clock]:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy(empty_database, path)
        clock = Clock()
        app = create_app(
            Config(
                secret_key="x" * 32,
                data_key=DATA_KEY,
                database_url=f"sqlite:///{path}",
                public_url="http://localhost",
            ),
            clock,
        )
        app.config["TESTING"] = True
        return app, clock

    return make


def live(house: House, how_often: settings) -> None:
    run_state_machine_as_test(lambda: LifeOfRecords(house), settings=how_often)


def test_any_life(house: House) -> None:
    live(house, some)


@pytest.mark.soak
def test_many_lives(house: House) -> None:
    live(house, many)


def nothing(*_: Any, **__: Any) -> None:
    """A guard that does nothing."""


def nobody(*_: Any) -> dict[str, Any]:
    """Deletions that are forgotten."""
    return {}


def test_a_withdrawal_without_effect_is_seen(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_record, "_withdraw", nothing)
    machine = LifeOfRecords(house)
    machine.begin(first="Ama", claimed="6")
    machine.all_are_there()
    machine.withdraw(who=0)
    with pytest.raises(AssertionError, match="from needs_attention to needs_attention"):
        machine.all_are_there()
    machine.teardown()


@pytest.mark.soak
@pytest.mark.parametrize(
    ("room", "guard", "broken", "seen"),
    [
        (own_record, "_withdraw", nothing, "from (\\w+) to \\1"),
        (exports, "owed", nobody, "PARS keeps what is|PARS never has a record twice|PARS has not what"),
        (erasing, "check_held", nothing, "what is erased was changed"),
    ],
    ids=["withdrawing does nothing", "deletions are forgotten", "what is erased can be changed"],
)
def test_the_machine_finds_a_guard_taken_down(
    house: House, monkeypatch: pytest.MonkeyPatch, room: Any, guard: str, broken: Any, seen: str
) -> None:
    monkeypatch.setattr(room, guard, broken)
    with pytest.raises(AssertionError, match=seen):
        live(house, until_found)
