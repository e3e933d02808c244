"""One step for many records, and its way back: each is told what became of it, and undone all is as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pars.lifecycle import State
from storage import deletions, records, reviewing
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NotAllowed
from storage.reviewing import STEPS
from tests.conftest import Clock
from tests.storage.conftest import POLICY, Send
from tests.storage.test_exports import export

BY = {"actor": "staff:1", "policy": POLICY}
Do = Callable[..., list[str]]


@pytest.fixture
def do(database: Database, activity: StoredActivity, clock: Clock) -> Do:
    """Takes a step for records, by default at the versions they have; the outcomes."""

    def step(name: str, ids: list[str], versions: dict[str, int] | None = None) -> list[str]:
        with database.write() as session:
            asked = versions or {one: records.get(session, one).version for one in ids}
            found = reviewing.do(
                session, activity.id, STEPS[name], asked, reason="Looked at", now=clock(), **BY
            )
        return [result.outcome for result in found]

    return step


@pytest.fixture
def held(activity: StoredActivity, send: Send) -> list[str]:
    """Three records without any number."""
    named = ("Okafor", "Novak", "Eze")
    return [send(activity, license_number="", npi="", last_name=name).record_id for name in named]


def states(database: Database, ids: list[str]) -> list[str]:
    with database.read() as session:
        return [records.get(session, one).state for one in ids]


def test_many_are_accepted_and_taken_back(database: Database, do: Do, held: list[str]) -> None:
    assert do("accept", held) == ["done"] * 3
    assert states(database, held) == ["ready"] * 3
    assert do("take-back", held) == ["done"] * 3
    assert states(database, held) == ["needs_attention"] * 3
    with database.read() as session:
        history = records.details(session, held[0]).history
        assert records.get(session, held[0]).looked_at == frozenset()
    assert [step.action for step in history] == ["received", "accepted", "taken back"]
    assert [change.after for change in history[1].changes] == ["no_identifier"]


def test_set_aside_and_taken_back_a_record_stands_as_it_stood(
    database: Database, do: Do, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    export(database, activity, clock)
    clock.advance(minutes=1)
    assert do("set-aside", [record_id]) == ["done"]
    with database.read() as session:
        (change,) = records.details(session, record_id).history[-1].changes
    assert (change.field, change.before, change.after) == ("state", "exported", "set_aside")
    assert do("take-back", [record_id]) == ["done"]
    assert states(database, [record_id]) == ["exported"]


def test_what_a_file_has_deleted_since_is_not_called_exported_again(
    database: Database, do: Do, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    record_id = send(activity).record_id
    export(database, activity, clock)
    do("set-aside", [record_id])
    clock.advance(minutes=1)
    export(database, activity, clock)
    with database.read() as session:
        assert deletions.count(session, activity.id).waiting == 1
    assert do("take-back", [record_id]) == ["done"]
    assert states(database, [record_id]) == ["ready"]


def test_a_double_is_judged_again_when_the_other_comes_back(
    database: Database, do: Do, activity: StoredActivity, send: Send
) -> None:
    first, second = send(activity).record_id, send(activity, email="other@example.org").record_id
    do("set-aside", [second])
    assert states(database, [first]) == ["ready"]
    do("take-back", [second])
    assert states(database, [first, second]) == ["needs_attention"] * 2


def test_nothing_is_skipped_in_silence(
    database: Database,
    do: Do,
    held: list[str],
    activity: StoredActivity,
    send: Send,
    make_activity: Callable[..., StoredActivity],
) -> None:
    ready = send(activity, last_name="Marlow").record_id
    elsewhere = send(make_activity(accme_activity_id="209876543"), last_name="Far", npi="").record_id
    versions = {held[0]: 1, held[1]: 7, ready: 1, elsewhere: 1, "nobody": 1}
    assert do("accept", [], versions) == ["done", "changed", "refused", "missing", "missing"]
    assert states(database, [held[0], held[1], ready]) == ["ready", "needs_attention", "ready"]


def test_only_what_was_just_done_is_taken_back(
    database: Database, do: Do, held: list[str], activity: StoredActivity, send: Send, clock: Clock
) -> None:
    one = held[0]
    assert do("take-back", [one]) == ["refused"]
    do("accept", [one])
    with database.write() as session:
        records.note(session, one, "Called her", actor="staff:2", now=clock())
    assert do("take-back", [one]) == ["refused"]
    do("accept", [held[1]])
    export(database, activity, clock)
    with pytest.raises(NotAllowed), database.write() as session:
        records.take_back(session, held[1], reason="", version=None, now=clock(), **BY)


def test_the_checks_would_see_it(
    monkeypatch: pytest.MonkeyPatch,
    database: Database,
    do: Do,
    held: list[str],
    activity: StoredActivity,
    send: Send,
    clock: Clock,
) -> None:
    """Built without a look at versions, or without the state before, the same steps end otherwise."""
    reported = send(activity, last_name="Marlow").record_id
    export(database, activity, clock)
    do("set-aside", [reported])
    monkeypatch.setattr(records, "_before", lambda *_: State.READY)
    do("take-back", [reported])
    assert states(database, [reported]) == ["ready"]
    honest = records._changeable
    monkeypatch.setattr(records, "_changeable", lambda session, one, version: honest(session, one, None))
    assert do("accept", [], {held[1]: 7}) == ["done"]
