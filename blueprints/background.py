"""What the server does by itself: letters to learners, runs to PARS, and letting go of what its time is over.
One thread a process, one process at a time.
Only its counts (counts.py) each process keeps for itself.

A lease in the database says whose turn it is. A process that stops hands it on; one that dies is silent, and
after LEASE another steps in. Every step finds its work in the database and leaves its outcome there, so nothing
is lost with a process.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from uuid import uuid4

from flask import Flask

from blueprints import service
from blueprints.current import House
from blueprints.letters import send_letters
from blueprints.purging import purge
from delivery.sending import Service, continue_run
from storage import leases, letters, purging, rotation, run_lists, runs
from storage.database import DatabaseError

log = logging.getLogger("attest")

NAME = "background"
LEASE = timedelta(seconds=60)
IDLE = 1.0  # seconds between two looks for work
ROWS = 20  # of a run, before other work has its turn
COUNTS_EVERY = 10.0  # seconds between two times that what was counted is kept
PURGE_ASKED_EVERY = 600.0  # seconds between two looks whether a day has passed since the last purge
KEY_TOLD_EVERY = 20.0  # seconds between two times that this process says which data key it seals with
STOPS_WITHIN = 20.0  # seconds; less than gunicorn's graceful_timeout


class Worker:
    """The thread. `services` are the ways to PARS by address; `lease` is how long silence counts as life."""

    def __init__(
        self, house: House, services: dict[str, Service], *, lease: timedelta = LEASE, idle: float = IDLE
    ) -> None:
        self.id = uuid4().hex
        self._house = house
        self._services = services
        self._lease = lease
        self._idle = idle
        self._counts_kept = time.monotonic()
        self._purge_asked = -PURGE_ASKED_EVERY
        self._key_told = -KEY_TOLD_EVERY
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._work, name=NAME, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the row or letter in hand, and hand the work on."""
        self._stopping.set()
        self._thread.join(STOPS_WITHIN)

    def step(self) -> bool:
        """Do what is due, if it is this process's turn; False when there was nothing to do."""
        house, now = self._house, self._house.clock()
        with house.database.read() as session:
            due = run_lists.due(session, now)
            post = house.config.smtp_url and letters.due(session, now)
        if not due and not post:
            return False
        if not self._takes_turn():
            return False
        send_letters(house, most=1)  # the next is for the next step: stopping never waits for many
        for run_id, address in due:
            self._continue(run_id, address)
        return True

    def purge(self) -> None:
        """Let go of what its time is over, if a day has passed since that was done, and it is this process's turn."""
        house = self._house
        with house.database.read() as session:
            due = purging.is_due(session, house.clock())
        if due and self._takes_turn():
            purge(house, stopping=self._stopping.is_set)

    def _takes_turn(self) -> bool:
        now = self._house.clock()
        with self._house.database.write() as session:
            return leases.take(session, NAME, self.id, until=now + self._lease, now=now)

    def _continue(self, run_id: str, address: str) -> None:
        house = self._house
        way = self._services.get(address)
        if way is not None:
            stopping = self._stopping.is_set
            continue_run(house.database, way, run_id, house.clock, most=ROWS, stopping=stopping)
            return
        with house.database.write() as session:
            runs.strand(session, run_id, now=house.clock())

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                if time.monotonic() >= self._counts_kept + COUNTS_EVERY:
                    self._keep_counts()
                if time.monotonic() >= self._key_told + KEY_TOLD_EVERY:
                    self._tell_key()
                if time.monotonic() >= self._purge_asked + PURGE_ASKED_EVERY:
                    self._purge_asked = time.monotonic()
                    self.purge()
                worked = self.step()
            except Exception:  # whatever it was, what is due next must not wait for it for good
                log.exception("background work failed")
                worked = False
            if not worked:
                self._stopping.wait(self._idle)
        self._hand_on()

    def _tell_key(self) -> None:
        self._key_told = time.monotonic()
        with self._house.database.write() as session:
            rotation.announce(session, self._house.clock())

    def _keep_counts(self) -> None:
        self._counts_kept = time.monotonic()
        self._house.counts.keep(self._house.database)

    def _hand_on(self) -> None:
        try:
            self._keep_counts()
            with self._house.database.write() as session:
                leases.give_up(session, NAME, self.id)
        except DatabaseError:  # the lease runs out by itself
            log.exception("counts were not kept, or the lease not given up")


def start(app: Flask) -> None:
    """Begin to work in the background of this process."""
    house: House = app.extensions["attest"]
    worker = Worker(house, service.services(house.config))
    app.extensions["attest_worker"] = worker
    worker.start()


def stop(app: Flask) -> None:
    """Finish what is in hand; nothing to do where nothing was started."""
    worker: Worker | None = app.extensions.pop("attest_worker", None)
    if worker is not None:
        worker.stop()
