"""For the tests of runs: a clock that runs fast, an export of many people, and a worker on a stand-in."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from blueprints.background import Worker
from blueprints.current import House
from config import Config
from delivery import pars_service
from delivery.pars_service import Account
from delivery.sending import Service
from delivery.web import Server
from pars.answers import read
from pars.formats.registry import FORMATS, Made
from pars.record import Policy
from storage import attestations, exports, run_lists, runs
from storage.activities import StoredActivity
from storage.database import Database
from storage.run_lists import Run
from storage.runs import Place
from storage.tables import TransmissionRow
from tests.conftest import answers
from tests.standin.server import PASSWORD, PROVIDER, USER, StandIn

SECONDS = 0.3  # how long the client waits
SETTLES = 2.0  # real seconds after which a request is over at both ends
SPEED = 20
ACCOUNT = Account(provider=PROVIDER, user=USER, password=PASSWORD)


class FastClock:
    """Time that goes by SPEED times as fast, so that pauses of seconds take moments."""

    def __init__(self, start: datetime = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)) -> None:
        self.start = start
        self.began = time.monotonic()

    def __call__(self) -> datetime:
        return self.start + SPEED * timedelta(seconds=time.monotonic() - self.began)


def service_at(address: str, language: str = "json", account: Account = ACCOUNT) -> Service:
    server = Server(address, pars_service.headers(account), seconds=SECONDS)
    return Service(pars_service.language(language, server), SPEED * timedelta(seconds=SETTLES))


def worker_on(database: Database, config: Config, clock: FastClock, services: dict[str, Service]) -> Worker:
    house = House(config, database, clock)
    return Worker(house, services, lease=SPEED * timedelta(seconds=1), idle=0.01)


def place(stand_in: StandIn, environment: str = "production", language: str = "json") -> Place:
    return Place(environment, stand_in.address(environment), language, None)


def export_of(
    database: Database, activity: StoredActivity, number: int, now: datetime, language: str = "json"
) -> str:
    """Let so many people send, write the file, and return the export's id."""
    for count in range(number):
        letters = "".join(chr(ord("a") + int(digit)) for digit in f"{count:04}")
        typed = answers(
            first_name=f"Anna{letters}",
            license_number=f"MD{1000 + count}",
            npi="",
            email=f"a{count}@example.org",
        )
        with database.write() as session:
            attestations.submit(
                session,
                activity,
                submission_id=str(uuid4()),
                typed=typed,
                reading=read(typed, activity.activity, Policy()),
                consent_sha256=activity.consent_sha256,
                origin="form",
                policy=Policy(),
                actor="learner",
                now=now,
            )
    return write_file(database, activity, now, language)


def write_file(database: Database, activity: StoredActivity, now: datetime, language: str = "json") -> str:
    with database.read() as session:
        draft = exports.prepare(session, activity.id, "add", "localhost")
    data = FORMATS[language].write(draft.rows, Made(now))
    with database.write() as session:
        return exports.store(
            session,
            draft,
            data=data,
            format=language,
            filename=f"pars.{language}",
            template_sha256=None,
            actor="console",
            now=now,
        ).id


def start(database: Database, export_id: str, kind: str, where: Place, now: datetime) -> Run:
    with database.write() as session:
        return runs.start(session, export_id, kind, where, actor="console", now=now)


def run_of(database: Database, run_id: str) -> Run:
    with database.read() as session:
        return run_lists.get(session, run_id)


def rows_of(database: Database, run_id: str) -> list[TransmissionRow]:
    with database.read() as session:
        return list(session.query(TransmissionRow).filter_by(run_id=run_id))


def until_over(database: Database, run_id: str, *, within: float) -> Run:
    """The run when it is done or stopped; fails after `within` real seconds."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        run = run_of(database, run_id)
        if run.state in ("done", "stopped"):
            return run
        time.sleep(0.05)
    raise AssertionError(run_of(database, run_id))


def dry_then_submit(
    database: Database, worker: Worker, export_id: str, where: Place, clock: FastClock, *, within: float
) -> Run:
    """Both runs, as a coordinator makes them; the worker is working."""
    dry = start(database, export_id, "dry", where, clock())
    assert until_over(database, dry.id, within=within).state == "done"
    return start(database, export_id, "submit", where, clock())
