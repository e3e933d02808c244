"""A wrong data key is noticed before anything is written with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from storage import seal
from storage.activities import StoredActivity
from storage.database import Database
from storage.errors import NotAllowed
from storage.tables import InstallationRow
from storage.vault import Vault
from tests.storage.conftest import Send


@pytest.fixture
def other_key(database: Database) -> Iterator[Database]:
    other = Database(str(database.url), Vault(bytes(32)))
    yield other
    other.dispose()


def test_the_first_key_seals_and_another_is_refused(database: Database, other_key: Database) -> None:
    seal.check(database)
    seal.check(database)
    with pytest.raises(NotAllowed, match="does not open this database"):
        seal.check(other_key)


def test_records_from_before_there_was_a_seal_must_open_too(
    database: Database, other_key: Database, activity: StoredActivity, send: Send
) -> None:
    send(activity)
    with pytest.raises(NotAllowed):
        seal.check(other_key)
    with database.read() as session:
        assert session.get(InstallationRow, seal.NAME) is None, "a wrong key must not leave its own seal"
    seal.check(database)


def test_without_a_schema_there_is_nothing_to_open(tmp_path) -> None:  # type: ignore[no-untyped-def]
    empty = Database(f"sqlite:///{tmp_path / 'empty.db'}", Vault(bytes(32)))
    empty.make_file()
    seal.check(empty)
    empty.dispose()
