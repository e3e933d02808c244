"""No pattern takes long over a text that was made to slow it down."""

from __future__ import annotations

import importlib
import re
import time
from collections import deque

from tests.house.files import ROOT, ours

ROOMS = ("pars", "storage", "delivery", "blueprints")
LENGTH = 50_000
MOST = 0.05  # seconds of CPU
# Asked only of what was measured before: a password has 128 characters at most.
OF_SHORT_TEXTS = {"storage.guessing._REPEATED"}

# What a pattern may stumble over: long runs of what it takes, ended by what it does not.
RUNS = ("a", "1", " ", "-", "'", ".", "A1", "1-", "a ", "/", "<", '"', "=", "0,", "é", "@a.", "2026-")
HOSTILE = [(run * LENGTH)[:LENGTH] + end for run in RUNS for end in ("", "!", "\n", "\x00")]


Pattern = re.Pattern[str] | re.Pattern[bytes]


def patterns() -> dict[str, Pattern]:
    """Every pattern that is kept in one of our modules, by module and name."""
    found: dict[str, Pattern] = {}
    for file in ours(".py", under=ROOMS):
        if "migrations" in file.parts:
            continue
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        module = vars(importlib.import_module(name))
        found |= {f"{name}.{key}": value for key, value in module.items() if isinstance(value, re.Pattern)}
    return found


def uses() -> dict[str, set[str]]:
    """By the name of a pattern, how it is asked: a text as a whole, from its start, or for any place in it.

    One that goes by another name where it is asked is not here: it is taken to be asked for any place.
    """
    found: dict[str, set[str]] = {}
    for file in ours(".py", under=ROOMS):
        for name, how in re.findall(r"\b(_?[A-Z][A-Z0-9_]+)\.(\w+)\(", file.read_text(encoding="utf-8")):
            found.setdefault(name, set()).add(how if how in ("fullmatch", "match") else "finditer")
    return found


def slowest(pattern: Pattern, asked: set[str]) -> float:
    """Seconds of CPU that the worst text takes; no further once it is too long."""
    worst = 0.0
    for text in HOSTILE:
        given = text.encode() if isinstance(pattern.pattern, bytes) else text
        for how in asked:
            begin = time.process_time()
            found = getattr(pattern, how)(given)
            if how == "finditer":
                deque(found, maxlen=0)
            worst = max(worst, time.process_time() - begin)
            if worst > MOST:
                return worst
    return worst


def test_no_pattern_is_slow() -> None:
    asked, found = uses(), patterns()
    assert len(found) > 50
    slow = {
        name: slowest(pattern, asked.get(name.rsplit(".")[-1], {"finditer"}))
        for name, pattern in found.items()
    }
    assert {name: seconds for name, seconds in slow.items() if seconds > MOST}.keys() == OF_SHORT_TEXTS


def test_a_slow_pattern_is_caught() -> None:
    assert slowest(re.compile(r"[0-9]+\.0"), {"finditer"}) > MOST
    assert slowest(re.compile(r"[0-9]+\.0"), {"fullmatch"}) < MOST
