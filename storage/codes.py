"""Codes that people read aloud and type: activity codes and references, without 0 O 1 I."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
ACTIVITY = 6
REFERENCE = 8


def new(length: int) -> str:
    """A random code of `length` characters, 5 bits each."""
    bits = secrets.randbits(5 * length)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(length))


def compact(text: str) -> str:
    """A code as typed, without spaces and hyphens and in capitals; "" where it cannot be one."""
    code = "".join(text.split()).replace("-", "").upper()
    return code if code and len(code) <= REFERENCE and set(code) <= set(ALPHABET) else ""


def format_reference(code: str) -> str:
    """K7M4PQ2X as K7M4-PQ2X."""
    return f"{code[:4]}-{code[4:]}"
