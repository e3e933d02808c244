"""Takes a run on: row by row out of the database, to PARS's web service, and the answer back.

Nothing is held open in the database while PARS is asked. What is not known for certain is asked for before
anything is sent again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom

from delivery.pars_service import Heard, Language, Verdict
from delivery.web import Halt, NoAnswer
from storage import transmissions
from storage.database import Database
from storage.transmissions import Claim

log = logging.getLogger("attest")
jitter = SystemRandom().uniform

Keep = Callable[..., None]
"""Called with a session and `now`, it writes down what came of a row."""

LONGEST_BACKOFF = 300.0  # seconds
FIRST_QUESTION = timedelta(seconds=10)
LAST_QUESTION = timedelta(days=3)  # boards decide within about a day


@dataclass(frozen=True, slots=True)
class Service:
    """One environment of PARS's service.

    `settles`: how long after a request nothing can come of it any more, at either end. A row is in hand for as
    long, and an answer that was lost is asked for after it.
    """

    language: Language
    settles: timedelta


def continue_run(
    database: Database,
    service: Service,
    run_id: str,
    clock: Callable[[], datetime],
    *,
    most: int = 1,
    stopping: Callable[[], bool] = lambda: False,
) -> int:
    """Send or ask for `most` rows at most, one after the other; how many there were to do.

    What came of a row is kept in the transaction that takes the next one in hand: one wait for the disk a row.
    """
    keep: Keep | None = None
    for done in range(most + 1):
        with database.write() as session:
            now = clock()
            if keep is not None:
                keep(session, now=now)
            claimed = None
            if done < most and not stopping():
                claimed = transmissions.claim(session, run_id, until=now + service.settles, now=now)
        if claimed is None:
            return done
        keep = _hear(service, claimed, now, clock)
    return most


def backoff(times: int) -> timedelta:
    """Twice as long after each failure, up to five minutes, and never the same for two."""
    longest = min(LONGEST_BACKOFF, 2.0**times)
    return timedelta(seconds=jitter(longest / 2, longest))


def _hear(service: Service, claimed: Claim, now: datetime, clock: Callable[[], datetime]) -> Keep:
    """Ask PARS; how to keep what came of it."""
    try:
        return _settled(claimed, _ask(service, claimed, now, clock), clock())
    except NoAnswer as reason:
        return _put_off(service, claimed, reason)
    except Halt as reason:
        return partial(transmissions.halt, claimed=claimed, reason=reason.reason)
    except Exception:  # a fault of ours: the row is tried again a few times, and the others go on
        log.exception("a row was not sent")
        return _put_off(service, claimed, NoAnswer(may_be_there=True))


def _ask(service: Service, claimed: Claim, now: datetime, clock: Callable[[], datetime]) -> Heard:
    """What PARS says of a row in hand; `now` is when it was taken in hand."""
    if claimed.kind == "dry":
        return service.language.match(claimed.row, now)
    deletes = claimed.row.action == "Delete"
    if claimed.unsure or deletes:
        heard = service.language.status(claimed.row, now)
        if deletes and heard.verdict is Verdict.NOT_THERE:
            return Heard(Verdict.ACCEPTED)  # it is deleted, or never was there
        if claimed.taken_at:  # PARS has it, and may take its time to show it: it is not given it twice
            return Heard(Verdict.TAKEN) if deletes or heard.verdict is Verdict.NOT_THERE else heard
        if not deletes and heard.verdict is not Verdict.NOT_THERE:
            return heard
    if not claimed.stands:
        return Heard(Verdict.NOT_THERE)
    if clock() > now + service.settles / 3:  # too late to be through before the row is somebody else's
        raise NoAnswer(may_be_there=False)
    heard = service.language.submit(claimed.row, now)
    return _of_taken(service, claimed, now) if heard.verdict is Verdict.TAKEN else heard


def _of_taken(service: Service, claimed: Claim, now: datetime) -> Heard:
    """The verdict on what PARS has just taken, if it has one already."""
    try:
        heard = service.language.status(claimed.row, now)
    except (NoAnswer, Halt):  # that PARS has it stays certain
        return Heard(Verdict.TAKEN)
    if claimed.row.action == "Delete":
        return Heard(Verdict.ACCEPTED if heard.verdict is Verdict.NOT_THERE else Verdict.TAKEN)
    return Heard(Verdict.TAKEN) if heard.verdict is Verdict.NOT_THERE else heard


def _settled(claimed: Claim, heard: Heard, now: datetime) -> Keep:
    if heard.verdict is Verdict.TAKEN:
        since = now - (claimed.taken_at or now)
        ask_at = now + max(FIRST_QUESTION, since / 2) if since < LAST_QUESTION else None
        return partial(transmissions.await_verdict, claimed=claimed, ask_at=ask_at)
    if heard.verdict is Verdict.NOT_THERE:
        return partial(transmissions.drop, claimed=claimed, code=transmissions.RECORD_CHANGED)
    return partial(transmissions.settle, claimed=claimed, state=heard.verdict.value, words=heard.words)


def _put_off(service: Service, claimed: Claim, reason: NoAnswer) -> Keep:
    pause = max(backoff(claimed.troubles), timedelta(seconds=reason.wait))
    unsure = service.settles if reason.may_be_there else timedelta()
    again = max(pause, unsure, backoff(claimed.tries))
    return partial(
        transmissions.put_off, claimed=claimed, may_be_there=reason.may_be_there, pause=pause, again=again
    )
