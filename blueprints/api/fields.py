"""The fields of a JSON body: known by name (else 422), of the right JSON type (else 400), filled in (else 422)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from .problems import Refusal, shape

MAX_TEXT = 500
LONGEST_ECHO = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A JSON type: the words for it, and how to tell it."""

    words: str
    holds: Callable[[Any], bool]


TEXT = Kind("a text", lambda value: isinstance(value, str))
TRUTH = Kind("true or false", lambda value: isinstance(value, bool))
WHOLE = Kind("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool))
TEXTS = Kind("a list of texts", lambda value: isinstance(value, list) and all(map(TEXT.holds, value)))


def or_null(kind: Kind) -> Kind:
    """The same, or null."""
    return Kind(f"{kind.words} or null", lambda value: value is None or kind.holds(value))


def check(data: Mapping[str, Any], kinds: Mapping[str, Kind]) -> None:
    """Refuse what is not in `kinds` by name, then what is of another type."""
    unknown = [name for name in data if name not in kinds]
    if unknown:
        message = "There is no such field."
        problems = [shape(name[:LONGEST_ECHO], "unknown_field", message) for name in unknown]
        raise Refusal(422, "The body names fields that do not exist.", problems)
    wrong = [name for name, value in data.items() if not kinds[name].holds(value)]
    if wrong:
        problems = [shape(name, "wrong_type", f"Send {kinds[name].words}.") for name in wrong]
        raise Refusal(400, "Some fields are of the wrong type.", problems)


def text(data: Mapping[str, Any], name: str) -> str:
    """A text of 1 to 500 printable characters, without the space around it."""
    value: str = data.get(name, "").strip()
    if not value:
        raise refused(name, "missing", "Enter a text.")
    if len(value) > MAX_TEXT:
        raise refused(name, "too_long", f"Use {MAX_TEXT} characters or fewer.")
    if any(not character.isprintable() and character not in "\n\t" for character in value):
        raise refused(name, "control_character", "Leave out control characters.")
    return value


def one_of(data: Mapping[str, Any], name: str, choices: Collection[str]) -> str:
    """A value out of a closed list; others are refused with the list."""
    value = data.get(name)
    if value not in choices:
        raise refused(name, "unknown_value", f"Choose one of: {', '.join(choices)}.")
    return str(value)


def uuid(data: Mapping[str, Any], name: str) -> str:
    """A UUID in its usual spelling."""
    try:
        return str(UUID(data.get(name, "")))
    except ValueError:
        raise refused(name, "not_a_uuid", "Send a UUID, and the same one with every try.") from None


def refused(name: str, code: str, message: str) -> Refusal:
    """422 about one field of the request."""
    return Refusal(422, message, [shape(name, code, message)])
