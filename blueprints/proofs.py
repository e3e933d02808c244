"""Whether people are who they say: by their password, or by a code of their second factor. Every try is counted."""

from __future__ import annotations

from datetime import timedelta

from blueprints.current import database, now
from storage import limits, passwords, second_factor
from storage.errors import TooOften
from storage.staff import Person

WINDOW = timedelta(minutes=15)
TRIES = 5  # ten at most within any 15 minutes, where one window meets the next

TOO_MANY = "That was one try too many. Wait 15 minutes, then try again"


def is_password(person: Person, typed: str, bucket: str) -> bool:
    """Raises TooOften. `bucket` names the place where it was typed: each has a count of its own."""
    _count(bucket, person)
    return _forgiven(passwords.verify(person.password_hash, typed), bucket, person)


def is_code(person: Person, typed: str, bucket: str) -> bool:
    """Whether it is a code of the app or a recovery code, and spend it. Raises TooOften."""
    _count(bucket, person)
    code = second_factor.compact(typed)
    if not code:
        return False
    if second_factor.is_of_the_app(code):
        with database().write() as session:
            right = second_factor.take(session, person.id, code, now())
    else:
        mark = passwords.mark(code, person.id)  # slow, so outside the transaction
        with database().write() as session:
            right = second_factor.take_recovery_code(session, person.id, mark, now())
    return _forgiven(right, bucket, person)


def _count(bucket: str, person: Person) -> None:
    with database().write() as session:
        allowed = limits.allow(session, bucket, person.id, limit=TRIES, window=WINDOW, now=now())
    if not allowed:
        raise TooOften


def _forgiven(right: bool, bucket: str, person: Person) -> bool:
    if right:
        with database().write() as session:
            limits.forgive(session, bucket, person.id, now())
    return right
