"""A PostgreSQL for the tests alone: made in a folder of its own, gone with them, on no network.

It sorts text as English does, not as bytes: what relied on the order of SQLite would show. Nothing is synced to the
disk, as nothing of it is kept. `python -m tests.postgres` ends with 1 where none is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from signal import SIGQUIT

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from storage.database import Database
from storage.tables import Table
from storage.vault import Vault

ACCOUNT = "postgres"
"""Who runs it where the tests are root's, as PostgreSQL refuses to be."""
OWNER = "attest"
"""Who owns the databases, with no other right."""
ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'swept' AND pid <> pg_backend_pid()"
VERSION = "SELECT version_num FROM alembic_version"
STARTS_WITHIN = 60.0
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "log_min_messages": "fatal",
}
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def program(name: str) -> str | None:
    """Where `initdb` or `postgres` is: on the PATH, or the newest where Debian puts them."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda at: float(at.parts[-3]))
    return shutil.which(name) or (str(newest[-1]) if newest else None)


class Cluster:
    """A running server, whose databases are copies of one that has the schema."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._swept: Engine | None = None
        self._head: str | None = None
        self._root = create_engine(self._url("postgres", user=ACCOUNT), isolation_level="AUTOCOMMIT")

    def prepare(self, data_key: bytes) -> None:
        """Wait until it answers, and make the database that the others are copies of."""
        self._wait()
        self._do(f"CREATE ROLE {OWNER} LOGIN")
        self._do(f"CREATE DATABASE schema OWNER {OWNER}")
        database = Database(self._url("schema"), Vault(data_key))
        database.upgrade()
        self._head = database.revision()
        database.dispose()

    @contextmanager
    def database(self, *, schema: bool = True) -> Iterator[str]:
        """The address of a new database, with attest's schema or with none; dropped after the block."""
        name = f"test_{next(self._numbers)}"
        self._do(f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {'schema' if schema else 'template1'}")
        try:
            yield self._url(name)
        finally:
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def swept(self) -> Iterator[str]:
        """The address of a database with the schema and no row: always the same one, as making one takes longer."""
        if self._swept is None:
            self._do(f"CREATE DATABASE swept OWNER {OWNER} TEMPLATE schema")
            self._swept = create_engine(self._url("swept", user=ACCOUNT))
        yield self._url("swept")
        with self._swept.begin() as connection:
            connection.execute(text(ALONE))
            whole = connection.execute(text(VERSION)).scalar_one_or_none() == self._head
            if whole:
                _sweep(connection)
        if not whole:  # a test of versions had it
            self._swept.dispose()
            self._swept = None
            self._do("DROP DATABASE swept WITH (FORCE)")

    def close(self) -> None:
        if self._swept is not None:
            self._swept.dispose()
        self._root.dispose()

    def _do(self, statement: str) -> None:
        with self._root.connect() as connection:
            connection.execute(text(statement))

    def _url(self, name: str, user: str = OWNER) -> str:
        return f"postgresql+psycopg://{user}@/{name}?host={self._folder}"

    def _wait(self) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                self._do("SELECT 1")
                return
            except OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)


def _sweep(connection: Connection) -> None:
    connection.execute(text("SET LOCAL session_replication_role = replica"))  # in any order
    for table in Table.metadata.tables:
        connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  (our own names)
    connection.execute(text("ALTER TABLE audit ENABLE TRIGGER USER"))  # see tests/storage/tampering.py


@contextmanager
def running(*, safe: bool = False) -> Iterator[Cluster]:
    """A server for as long as the block runs; a `safe` one syncs to the disk, as for those who measure."""
    who = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if os.getuid() == 0 else {}
    # Not pytest's own folder: that is closed to the account that runs it, and too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="attest-"))
    data = folder / "data"
    if who:
        shutil.chown(folder, ACCOUNT)
    sorting = ("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
    options = [
        part
        for name, value in (SETTINGS | ({} if safe else UNSAFE)).items()
        for part in ("-c", f"{name}={value}")
    ]
    try:
        subprocess.run(
            [program("initdb"), "-D", data, "-U", ACCOUNT, "--auth=trust", "--no-sync", *sorting],
            check=True, capture_output=True, cwd=folder, **who,
        )  # fmt: skip
        server = subprocess.Popen(
            [program("postgres"), "-D", data, "-k", folder, *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **who,
        )  # fmt: skip
        cluster = Cluster(folder)
        try:
            yield cluster
        finally:
            cluster.close()
            server.send_signal(SIGQUIT)
            server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(not (program("initdb") and program("postgres")))
