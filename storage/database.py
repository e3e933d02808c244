"""The way to the database: engines, transactions, schema. The one module that knows which database it is.

On SQLite a writing transaction begins with BEGIN IMMEDIATE, so that a read followed by a write never
meets "database is locked"; reads use an engine of their own and take no lock. SQLite 3.7.0 to 3.51.2
can lose committed data in WAL mode (https://www.sqlite.org/wal.html#walresetbug), so WAL is used only
where the library carries the fix; elsewhere the rollback journal with synchronous=EXTRA.

PostgreSQL is opened to behave the same: see postgresql.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError as DatabaseError
from sqlalchemy.orm import Session

from storage import postgresql
from storage.driving import DRIVER
from storage.errors import NotAllowed
from storage.glancing import Glancer
from storage.turns import Turn
from storage.vault import Vault

try:
    from pysqlite3 import dbapi2 as sqlite
except ImportError:  # no wheel here: the standard library's SQLite, with what its version makes safe
    import sqlite3 as sqlite

__all__ = ["Database", "DatabaseError", "prepare_sqlite", "wal_is_safe"]

BUSY_SECONDS = 10


class Database:
    """One database, by URL. Sessions carry the vault in `session.info["vault"]`."""

    def __init__(self, url: str, vault: Vault) -> None:
        self.url = make_url(url)
        self.vault = vault
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._file = Path(self.url.database or "").absolute() if self.is_sqlite else None
        if self._file:
            connect = partial(_connect, self._file)
            self._writer = _sqlite_engine(self.url, connect, "IMMEDIATE")
            self._reader = _sqlite_engine(self.url, connect, "DEFERRED")
            self._glancer = Glancer(lambda: prepare_sqlite(connect()))
        else:
            self._writer = postgresql.writer(self.url, BUSY_SECONDS)
            self._reader = postgresql.reader(self.url)
        self._turn = Turn(self._file) if self._file else nullcontext()

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, undone if it raises."""
        with self._turn, self._session(self._writer) as session, session.begin():
            if self.is_sqlite:
                session.info[DRIVER] = session.connection().connection.driver_connection
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view that takes no write lock; nothing it changes is kept."""
        with self._session(self._reader) as session:
            yield session

    def glance(self, sql: str, **values: str) -> tuple[Any, ...] | None:
        """The first row of one SELECT, or None: for what a whole hall asks at once. Parameters are written `:name`.

        What it gives is to be compared with what it gave before: each database and driver has its own types.
        Raises DatabaseError.
        """
        if self.is_sqlite:
            try:
                return self._glancer.row(sql, values)
            except sqlite.Error as reason:
                raise DatabaseError(type(reason).__name__) from reason
        with self._reader.connect() as connection:
            row = connection.execute(text(sql), values).first()
        return tuple(row) if row else None

    def upgrade(self, revision: str = "head") -> None:
        """Bring the schema up to date, all of it or nothing. Raises NotAllowed, in a sentence."""
        from storage import schema

        self.make_file()
        with self._turn, self._writer.begin() as connection:
            schema.upgrade(connection, revision)

    def downgrade(self, revision: str) -> None:
        from storage import schema

        with self._turn, self._writer.begin() as connection:
            schema.downgrade(connection, revision)

    def revision(self) -> str | None:
        """The schema the database has; None when it has none yet."""
        from storage import schema

        with self._reader.connect() as connection:
            return schema.revision_of(connection)

    def misfit(self) -> str | None:
        """A sentence where this code cannot serve this database as it is, else None. Nothing is made or changed."""
        from storage import schema

        if self._file and not self._file.exists():
            return f"There is no database {self._file} yet. Run: make run, or flask --app app upgrade."
        try:
            return schema.misfit(self.revision())
        except DatabaseError as reason:
            return f"The database cannot be opened ({type(reason).__name__})."

    def make_file(self) -> None:
        """An empty SQLite file where there is none, for its owner only. Raises NotAllowed where it cannot be made."""
        if not self._file:
            return
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file.touch(mode=0o600)  # SQLite gives its journals the mode of the file
        except OSError as reason:
            raise NotAllowed(f"The database {self._file} cannot be made: {reason.strerror}.") from reason

    def head(self) -> str | None:
        """The schema this code wants."""
        from storage import schema

        return schema.head()

    def check_writable(self) -> None:
        """A real write, rolled back; raises whatever the database raises."""
        with self._turn, self._writer.connect() as connection, connection.begin() as transaction:
            connection.execute(
                text("INSERT INTO limits (bucket, who, since, used) VALUES ('ready', '', 0, 0)")
            )
            transaction.rollback()

    def describe(self) -> str:
        """Product, version and journal mode in words, for `flask check` and /readyz."""
        with self._reader.connect() as connection:
            if not self.is_sqlite:
                return f"PostgreSQL {connection.execute(text('SHOW server_version')).scalar_one()}"
            mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
            return f"SQLite {sqlite.sqlite_version}, {str(mode).upper()} journal"

    def dispose(self, *, close: bool = True) -> None:
        """Let go of all connections; `close=False` in a forked child, whose parent still uses them."""
        self._writer.dispose(close=close)
        self._reader.dispose(close=close)
        if self.is_sqlite:
            self._glancer.dispose(close=close)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A bare connection, for the schema tests and the backup."""
        with self._reader.connect() as connection:
            yield connection

    def _session(self, engine: Engine) -> Session:
        return Session(engine, info={"vault": self.vault}, expire_on_commit=False, autoflush=False)


def _connect(file: Path) -> Any:
    there = f"{file.as_uri()}?mode=rw"  # a look at a database must not make one
    return sqlite.connect(there, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)


def _sqlite_engine(url: URL, connect: Callable[[], Any], begin: str) -> Engine:
    # hide_parameters: a driver's exception would otherwise print the row it failed on into a log.
    engine = create_engine(url, creator=connect, module=sqlite, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _: Any) -> None:
        prepare_sqlite(connection)

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


def prepare_sqlite(connection: Any) -> Any:
    """The pragmas, which SQLite keeps per connection and not in the file; gives the connection back."""
    connection.isolation_level = None  # the driver begins no transaction of its own: `start` above does
    wal = wal_is_safe(sqlite)
    for pragma in (
        f"journal_mode={'WAL' if wal else 'DELETE'}",
        # FULL syncs the WAL at every commit; EXTRA also the folder after the rollback journal is deleted.
        f"synchronous={'FULL' if wal else 'EXTRA'}",
        "foreign_keys=ON",
        "secure_delete=ON",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def wal_is_safe(library: ModuleType) -> bool:
    """Whether this SQLite carries the fix of the WAL-reset bug: 3.51.3, or 3.50.7 and 3.44.6 of the older lines."""
    version: tuple[int, int, int] = library.sqlite_version_info
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def open_file(path: Path) -> Any:
    """A bare connection to another SQLite file. Two SQLite libraries in one process are unsafe, so: the same one."""
    return sqlite.connect(path)
