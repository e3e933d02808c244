"""What a request asks for beside its body: parameters of the address, and the version it builds on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from flask import Request

from .fields import LONGEST_ECHO, refused
from .problems import Refusal, shape


def parameters(request: Request, known: Collection[str]) -> dict[str, str]:
    """The query's parameters: each known by name, and given once."""
    for name in request.args:
        if name not in known:
            raise refused(name[:LONGEST_ECHO], "unknown_parameter", "There is no such parameter.")
        if len(request.args.getlist(name)) > 1:
            raise Refusal(400, "A parameter is given twice.", [shape(name, "given_twice", "Give it once.")])
        if "\x00" in request.args[name]:
            raise refused(name, "control_character", "Leave out control characters.")
    return request.args.to_dict()


def whole_number(given: Mapping[str, str], name: str, *, default: int, least: int, most: int) -> int:
    """A parameter between `least` and `most`, written in ASCII digits."""
    value = given.get(name, str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise refused(name, "out_of_range", f"Give a whole number from {least} to {most}.")
    return int(value)


def day(given: Mapping[str, str], name: str) -> date | None:
    """A parameter that is a date as ISO writes it; None where it is not given."""
    if name not in given:
        return None
    try:
        return date.fromisoformat(given[name] if len(given[name]) == len("2026-11-23") else "")
    except ValueError:
        raise refused(name, "not_a_date", "Give a date, for example 2026-11-23.") from None


def version(request: Request) -> int | None:
    """The version that If-Match names; None without it or with `*`. An ETag that was never ours is stale."""
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    number = given.removeprefix('"').removesuffix('"')
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Refusal(412, "If-Match names no version of this. Load it again.")
    return int(number)
