"""Between the password and the code: who has given the right password in this browser, a moment ago.

It stands in the signed cookie of the forms and opens nothing but the page that asks for the code, or that sets a
second factor up where everybody needs one. It ends with the password that was given.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import session

from blueprints.current import database, now
from storage import staff
from storage.errors import Missing
from storage.staff import Person
from storage.vault import fingerprint

LASTS = timedelta(minutes=15)
KEY = "half_way"


def begin(person: Person) -> None:
    """The password was right. Whatever the browser had before is gone, the secret of its forms too."""
    session.clear()
    session[KEY] = [person.id, int(now().timestamp()), _mark(person)]


def who() -> Person | None:
    """Who is half-way in, if anybody."""
    kept = session.get(KEY)
    if not kept:
        return None
    person_id, since, mark = kept
    age = now() - datetime.fromtimestamp(since, UTC)
    if not timedelta(minutes=-1) <= age < LASTS:
        return None
    try:
        with database().read() as store:
            person = staff.get(store, person_id)
    except Missing:
        return None
    return person if _mark(person) == mark else None


def _mark(person: Person) -> str:
    """Changes with the password, and when a second factor is turned on or off."""
    return fingerprint(f"{person.password_hash} {person.second_factor}")
