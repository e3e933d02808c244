"""What the tests of the move share: a full SQLite, an empty PostgreSQL, and a move to be killed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import seal
from storage.database import Database
from storage.moving import contents
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.house.files import ROOT
from tests.postgres import Cluster
from tests.storage.every_table import fill


@pytest.fixture
def database_url(empty_database: Path, tmp_path: Path) -> str:
    """What is moved is SQLite, whatever the other tests run on."""
    shutil.copy(empty_database, tmp_path / "attest.db")
    return f"sqlite:///{tmp_path / 'attest.db'}"


@pytest.fixture
def new_url(cluster: Cluster) -> Iterator[str]:
    """With the schema in it, and its numbers from one on: to make that takes longer than all the rest."""
    with cluster.swept() as url:
        yield url


@pytest.fixture
def new(new_url: str) -> Iterator[Database]:
    database = Database(new_url, Vault(DATA_KEY))
    with database.write() as session:
        session.execute(text("ALTER SEQUENCE history_id_seq RESTART"))
    yield database
    database.dispose()


@pytest.fixture
def full(database: Database) -> Database:
    """A database with rows in every table."""
    seal.check(database)
    with database.write() as session:
        fill(session, 3)
    return database


def quiet(_name: str, _rows: int) -> None:
    pass


def holds(database: Database) -> int:
    with database.read() as session:
        return sum(content.rows for content in contents(session).values())


def kill_in_the_middle(database: Database, new_url: str, tables: int) -> None:
    """kill -9 of a move that has copied so many tables."""
    told = [str(database.url.database), new_url, DATA_KEY.hex()]
    run = [sys.executable, "-m", "tests.storage.killed_move", *told]
    with subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(tables):
            assert process.stdout.readline()
        process.kill()
