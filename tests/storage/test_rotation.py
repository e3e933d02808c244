"""The data key is changed while the app serves: all opens and is found throughout, nothing of the old is left."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from storage import attestations, judging, lists, rotation, seal, upkeep
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import AnswersDiffer, NotAllowed
from storage.record_rows import as_record
from storage.tables import Attestation, MarkRow, RecordRow
from storage.vault import Unreadable, Vault
from tests.conftest import DATA_KEY, Clock, answers
from tests.storage.canaries import hits
from tests.storage.conftest import Send
from tests.storage.everything import fill, opened, sealed

NEW = bytes(range(1, 33))
KILLS = 3
PIECE = 16


@contextmanager
def opened_with(database: Database, *keys: bytes) -> Iterator[Database]:
    """The same database as a server with these keys has it: the one that seals, and the old one."""
    other = Database(database.url.render_as_string(hide_password=False), Vault(*keys))
    try:
        yield other
    finally:
        other.dispose()


def rotate(database: Database, clock: Clock, *, at_once: int = rotation.AT_ONCE) -> int:
    """All of it; how many values are left."""
    for _ in rotation.renew(database, at_once=at_once):
        pass
    with database.write() as session:
        return rotation.finish(session, now=clock())


def marks(database: Database) -> dict[str, set[str]]:
    """The fingerprints that are kept, by record, and of the answers."""
    with database.read() as session:
        found: dict[str, set[str]] = {}
        for record_id, mark in session.execute(select(MarkRow.record_id, MarkRow.mark)):
            found.setdefault(record_id, set()).add(mark)
        for record_id, mark in session.execute(select(Attestation.id, Attestation.answers_mark)):
            found.setdefault(f"answers {record_id}", set()).add(mark)
        return found


def assert_all_found(database: Database, ids: list[str]) -> None:
    """Each record by a search for its license number and email, and by another of the same person."""
    with database.read() as session:
        for record_id in ids:
            row = session.get_one(RecordRow, record_id)
            record = as_record(row, session.info["vault"])
            for text in (record.license_number, record.email):
                (one,) = lists.page(session, row.activity_id, q=text).items
                assert one.id == record_id
            assert [other.id for other in judging.doubles(session, row.activity_id, record)] == [record_id]


def pieces(database: Database) -> list[bytes]:
    """The beginning of every sealed value, by which a copy of it would be found in any file."""
    return [value[:PIECE] for value, _ in sealed(database).values()]


def test_everything_is_sealed_anew_and_nothing_of_the_old_key_is_left(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, tmp_path: Path
) -> None:
    ids = fill(database, activity, send, clock)
    before, old_marks, old_pieces = opened(database), marks(database), pieces(database)
    with opened_with(database, NEW, DATA_KEY) as both:
        with both.read() as session:
            assert rotation.left(session) == len(before)
        assert rotate(both, clock) == 0
        assert upkeep.sweep(both)
    with opened_with(database, NEW) as new:
        seal.check(new)
        assert opened(new) == before
        assert_all_found(new, ids)
        new_marks = marks(new)
        assert new_marks.keys() == old_marks.keys()
        assert all(len(new_marks[one]) == len(old_marks[one]) for one in old_marks)
        assert not set().union(*old_marks.values()) & set().union(*new_marks.values())
    if database.is_sqlite:
        assert hits(tmp_path, pieces(both)) == len(before)
        assert hits(tmp_path, old_pieces) == 0
    with pytest.raises(Unreadable):
        opened(database)
    with pytest.raises(NotAllowed, match="does not open this database"):
        seal.check(database)


@pytest.mark.sqlite
def test_the_search_for_the_old_key_would_find_it(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, tmp_path: Path
) -> None:
    """The control: a change of the key that forgets one column leaves what it sealed in the file, and says so."""
    fill(database, activity, send, clock)
    old_pieces = pieces(database)
    every = rotation.sealed_columns
    with opened_with(database, NEW, DATA_KEY) as both, pytest.MonkeyPatch.context() as broken:
        broken.setattr(rotation, "sealed_columns", lambda: [one for one in every() if one.name != "totp"])
        for _ in rotation.renew(both):
            pass
        broken.undo()
        with both.write() as session:
            assert rotation.finish(session, now=clock()) == 2  # this one, and the seal, which waits for it
        assert upkeep.sweep(both)
        assert hits(tmp_path, old_pieces) == 2
        assert rotate(both, clock) == 0


def test_half_way_everything_opens_is_found_and_is_known_again(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids, submission = fill(database, activity, send, clock), str(uuid4())
    first = send(activity, submission, license_number="MD555", npi="")
    before = opened(database)
    with opened_with(database, NEW, DATA_KEY) as both:
        for done, _ in enumerate(rotation.renew(both, at_once=3)):
            if done % 8 == 0:
                assert_all_found(both, ids)
                assert repeat(both, activity, submission, license_number="MD555") == first.record_id
        assert opened(both) == before
        with pytest.raises(NotAllowed), opened_with(database, NEW) as new:
            seal.check(new)  # the old key was taken away too early
        with both.write() as session:
            assert rotation.finish(session, now=clock()) == 0
    with opened_with(database, NEW) as new:
        assert repeat(new, activity, submission, license_number="MD555") == first.record_id
        with pytest.raises(AnswersDiffer):
            repeat(new, activity, submission, license_number="MD556")


def test_what_a_server_with_the_old_key_writes_meanwhile_is_not_missed(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    fill(database, activity, send, clock)
    with opened_with(database, NEW, DATA_KEY) as both:
        for _ in rotation.renew(both):
            pass
        send(activity, license_number="MD556", npi="")
        with both.write() as session:
            assert rotation.finish(session, now=clock()) > 1
        assert rotate(both, clock) == 0


def test_answers_of_which_not_all_was_kept_make_no_second_record(
    database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    """A nurse's license number is not kept, so the fingerprint of all she typed cannot be made anew."""
    submission = str(uuid4())
    send(activity, submission, profession="rn")
    with opened_with(database, NEW, DATA_KEY) as both:
        repeat(both, activity, submission, profession="rn")
        rotate(both, clock)
        with pytest.raises(AnswersDiffer):
            repeat(both, activity, submission, profession="rn")


def test_a_server_without_the_new_key_is_known_as_long_as_it_lives(database: Database, clock: Clock) -> None:
    with opened_with(database, NEW, DATA_KEY) as both, both.write() as session:
        rotation.announce(session, clock())
        assert not rotation.others_serve(session, clock())
    with database.write() as session:
        rotation.announce(session, clock())
    with opened_with(database, NEW, DATA_KEY) as both, both.read() as session:
        assert rotation.others_serve(session, clock())
        clock.advance(seconds=61)
        assert not rotation.others_serve(session, clock())


@pytest.mark.parametrize("kills", [KILLS, pytest.param(20, marks=pytest.mark.soak)])
def test_it_may_die_at_any_moment(
    kills: int, database: Database, activity: StoredActivity, send: Send, clock: Clock
) -> None:
    ids = fill(database, activity, send, clock, 6 if kills == KILLS else 60)
    before, chance, died = opened(database), random.Random(7), 0
    database.dispose()
    while died < kills:
        child = os.fork()
        if child == 0:
            with opened_with(database, NEW, DATA_KEY) as both:
                for _ in rotation.renew(both, at_once=1):
                    time.sleep(0.002)
            os._exit(0)
        time.sleep(chance.uniform(0, 0.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        died += 1
        with opened_with(database, NEW, DATA_KEY) as both:
            assert opened(both) == before
            assert_all_found(both, ids)
            with both.read() as session:
                assert rotation.left(session) > 1, "it was over before the last kill: more records"
    with opened_with(database, NEW, DATA_KEY) as both:
        assert rotate(both, clock) == 0
    with opened_with(database, NEW) as new:
        assert opened(new) == before
        assert_all_found(new, ids)


def repeat(database: Database, activity: StoredActivity, submission_id: str, **fields: str) -> str:
    """The record of which a submission with these answers is a repeat."""
    with database.read() as session:
        typed = answers(**({"npi": ""} if "license_number" in fields else {}), **fields)
        done = attestations.repeated(session, activity, submission_id, typed)
        assert done
        return done.record_id
