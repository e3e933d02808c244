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
    max_examples=4,
    stateful_step_count=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
many = settings(some, max_examples=300, stateful_step_count=40, derandomize=False)
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


@pytest.mark.parametrize(
    ("room", "guard", "broken"),
    [
        (own_record, "_withdraw", nothing),
        pytest.param(exports, "owed", nobody, marks=pytest.mark.soak),
        pytest.param(erasing, "check_held", nothing, marks=pytest.mark.soak),
    ],
)
def test_the_machine_sees_a_guard_taken_down(
    house: House, monkeypatch: pytest.MonkeyPatch, room: Any, guard: str, broken: Any
) -> None:
    monkeypatch.setattr(room, guard, broken)
    with pytest.raises(AssertionError):
        live(house, until_found)
