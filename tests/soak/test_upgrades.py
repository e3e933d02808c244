"""P12: a database of any earlier schema is brought up to date whole, also where that is killed and begun again.

Ten thousand awkward rows are taken back to each earlier schema; every value that is there then is there afterwards.
The control is a migration that loses one.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from pars.formats.sheet import column_letters
from storage import schema
from storage.activities import StoredActivity
from storage.database import Database
from storage.tables import Table
from storage.vault import Vault
from tests.conftest import DATA_KEY, Clock
from tests.failing.work import begun, finished, killed
from tests.soak.figures import tell
from tests.storage.conftest import Send
from tests.storage.conftest import send as send

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

ROWS = 10_000
MET, TRIES = 3, 20  # kills in the middle of each, and how often they are tried for
NAMES = ("Łukasz", "Nguyễn Thị", "O'Brien", "İpek", "Ægir", "Straße", "de la Cruz", "Hawaiʻi", "José", "Ng")
EARLIER = sorted(schema.known())[:-1]

Digests = dict[str, tuple[list[str], str]]


@pytest.fixture(scope="module")
def filled() -> list[Path]:
    """Where the database with awkward rows is kept, once it is made."""
    return []


@pytest.fixture
def awkward(
    filled: list[Path], database: Database, send: Send, make_activity: Callable[..., StoredActivity]
) -> Path:
    """A database of today's schema with rows of every kind of name, of license number and of permission."""
    if not filled:
        activity = make_activity()
        for number in range(ROWS):
            send(
                activity,
                first_name=NAMES[number % len(NAMES)],
                last_name=f"Okafor-{column_letters(number + 1).title()}",
                license_number=("", f"00{number}", f"1E{number}", f"A.{number}")[number % 4],
                npi=("1234567893", "")[number % 2],
                consent=("yes", "yes", "no")[number % 3],
                profession=("md", "do", "resident", "pa")[number % 4],
                email=("", f"a{number}@example.org")[number % 2],
            )
        database.dispose()
        filled.append(Path(str(database.url.database)).with_name("awkward.db"))
        shutil.copy(str(database.url.database), filled[0])
    return filled[0]


def opened(file: Path) -> Database:
    return Database(f"sqlite:///{file}", Vault(DATA_KEY))


def digests(database: Database, like: Digests | None = None) -> Digests:
    """Of each table the names of its columns, those of `like` if given, and one digest of all their values."""
    found: Digests = {}
    with database.connection() as connection:
        there = inspect(connection)
        for table in sorted(like or set(there.get_table_names()) - {"alembic_version"}):
            columns = like[table][0] if like else sorted(each["name"] for each in there.get_columns(table))
            quoted = ", ".join(f'"{column}"' for column in columns)
            digest = hashlib.sha256()
            for row in connection.execute(text(f'SELECT {quoted} FROM "{table}" ORDER BY {quoted}')):  # noqa: S608
                digest.update(repr(tuple(row)).encode())
            found[table] = (columns, digest.hexdigest())
    return found


def is_as_declared(database: Database) -> bool:
    with database.connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return compare_metadata(context, Table.metadata) == []


@pytest.mark.parametrize("revision", EARLIER)
def test_every_value_of_an_earlier_schema_is_kept(
    awkward: Path, tmp_path: Path, clock: Clock, revision: str
) -> None:
    old, file = tmp_path / "old.db", tmp_path / "new.db"
    shutil.copy(awkward, old)
    database = opened(old)
    database.downgrade(revision)
    before = digests(database)
    database.dispose()
    shutil.copy(old, file)
    process = begun("upgrade", f"sqlite:///{file}", clock())
    began = time.monotonic()
    finished(process)
    takes = time.monotonic() - began
    kills = half_way = between = 0
    within = takes
    while half_way < MET and kills < TRIES:
        kills += 1
        shutil.copy(old, file)
        at_work = killed(begun("upgrade", f"sqlite:///{file}", clock()), within)
        within *= 1.3 if at_work else 0.5  # so that most kills come before the end, and some late
        half_way += at_work
        left = opened(file)
        between += left.revision() not in (revision, left.head()) or digests(left, before) != before
        left.upgrade()
        assert digests(left, before) == before
        assert is_as_declared(left)
        left.dispose()
    tell(
        f"from {revision}",
        rows=ROWS,
        tables=len(before),
        kills=kills,
        half_way=half_way,
        between=between,
        seconds=takes,
    )
    assert between == 0
    assert half_way == MET, "the kills hardly met the upgrade: this has shown little"


def test_control_a_lost_value_is_seen(awkward: Path, tmp_path: Path) -> None:
    shutil.copy(awkward, tmp_path / "one.db")
    database = opened(tmp_path / "one.db")
    before = digests(database)
    with database.write() as session:
        found = session.execute(text("SELECT id FROM records ORDER BY id LIMIT 1")).scalar_one()
        session.execute(text("UPDATE records SET first_name = 'Lukasz' WHERE id = :id"), {"id": found})
    assert digests(database, before) != before
    database.dispose()
