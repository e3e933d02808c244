"""Passwords and recovery codes: argon2id with the library's RFC 9106 parameters.

No session here: hashing takes a tenth of a second, and no lock may wait on it.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type, hash_secret_raw

from storage import guessing

SHORTEST = 12
LONGEST = 128

# Each hash takes 64 MiB: two at once are enough for a sign-in page and too few to exhaust the memory.
_turns = threading.BoundedSemaphore(2)
_hasher = PasswordHasher()


@cache
def _nobody() -> str:
    """What an unknown account is checked against, so that it takes as long as a known one."""
    return _hasher.hash("the password of nobody")


def problem(password: str) -> str | None:
    """A sentence that says why this password will not do, or None."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Three or four words are easy to remember"
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters"
    if guessing.is_easy(password, SHORTEST):
        return "This password is easy to guess. Three or four words of your own are better"
    return None


def hash_password(password: str) -> str:
    with _turns:
        return _hasher.hash(_exact(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether it is the password; None stands for an unknown account and takes as long."""
    if len(password) > LONGEST:
        return False
    nobody = _nobody()
    with _turns:
        try:
            right = _hasher.verify(password_hash or nobody, _exact(password))
        except (VerificationError, InvalidHashError):
            return False
    return right and password_hash is not None


def mark(code: str, person_id: str) -> str:
    """The hash that a recovery code of that person is found by: 64 characters. The person is its salt."""
    cost = {
        "time_cost": _hasher.time_cost,
        "memory_cost": _hasher.memory_cost,
        "parallelism": _hasher.parallelism,
    }
    with _turns:
        raw = hash_secret_raw(code.encode(), person_id.encode(), **cost, hash_len=32, type=Type.ID)
    return raw.hex()


def _exact(password: str) -> str:
    # One password typed on two keyboards may arrive composed or decomposed: both mean the same.
    return unicodedata.normalize("NFC", password)
