"""Sends the letters that are due, one after the other, each in three steps: claim, send, say what became of it.

Between the steps nothing is held: a mail server that takes its time keeps no lock. A crash after the claim
leaves the letter in doubt, and storage.letters makes sure that it is not sent again by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from delivery.mail import Outcome, Post, send
from storage import letters
from storage.database import Database

STATES = {
    Outcome.SENT: letters.SENT,
    Outcome.LATER: letters.WAITING,
    Outcome.REFUSED: letters.FAILED,
    Outcome.UNKNOWN: letters.UNKNOWN,
}
MOST_AT_ONCE = 1000


def send_due(
    database: Database, post: Post, clock: Callable[[], datetime], *, most: int = MOST_AT_ONCE
) -> Counter[Outcome]:
    """Send what is due, `most` letters at most; how many came to what end."""
    ends: Counter[Outcome] = Counter()
    while ends.total() < most:
        with database.read() as session:
            if not letters.due(session, clock()):
                break
        with database.write() as session:
            letter = letters.claim(session, clock())
        if letter is None:
            break
        outcome, why = send(post, letter, clock())
        with database.write() as session:
            letters.settle(session, letter.id, STATES[outcome], error=why, now=clock())
        ends[outcome] += 1
    return ends
