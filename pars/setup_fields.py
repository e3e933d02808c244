"""How each kind of value of an activity's set-up is read, all problems being gathered.

The values are JSON-shaped: text, truth values, lists and objects. A value that is left out and null are the
same. What cannot be read becomes a problem and the default, so that everything wrong is told at once.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pars.errors import Code, Invalid, Problem
from pars.readers import plain_number
from pars.record import CREDIT_STEP
from pars.text import first_hidden, shown, tidy

LABELS = {
    "accme_activity_id": "ACCME activity ID",
    "accme_provider_id": "ACCME provider ID",
    "provider_name": "accredited provider",
    "starts_on": "first day",
    "ends_on": "last day",
    "credits_max": "maximum credits",
    "points_max": "points",
    "series_credits_max": "maximum over all dates",
    "opens_at": "opening time",
    "closes_at": "closing time",
    "email": "email policy",
    "kiosk": "kiosk mode",
    "contact_email": "contact email",
    "timezone": "time zone",
    "boards": "list of boards",
    "dates": "list of dates",
    "sessions": "list of sessions",
    "competencies": "list of competencies",
    "home_states": "list of home states",
    "grace_minutes": "number of minutes after closing",
    "learners_max": "number of learners",
    "activities": "list of activities",
    "reporting_days": "number of days to report in",
    "keep_identifiers_days": "number of days until identifiers are erased",
    "keep_records_years": "number of years until records are deleted",
    "activity_id": "activity",
    "what": "description",
    "noticed_on": "day",
    "worked_on": "day",
    "changed_on": "day of the change",
    "closed_on": "closing day",
}
"""What a message calls a field, as its label does; the others are called by their name without underscores."""

# No activity is older than PARS, nor planned for another century.
_YEARS = range(2000, 2100)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


class Fields:
    """The values of one object. `within` is the path of the object, to name its fields in problems."""

    def __init__(self, data: Mapping[str, Any], problems: list[Problem], within: str = "") -> None:
        self.data = data
        self.problems = problems
        self.within = within

    def refuse(self, name: str, code: Code, /, **detail: str) -> None:
        label = LABELS.get(name, name.replace("_", " "))
        self.problems.append(Problem(self.within + name, code, {"name": label, **detail}))

    def refuse_unknown(self, known: Collection[str]) -> None:
        for name in self.data:
            if name not in known:
                self.refuse(name, Code.FIELD_UNKNOWN, name=name)

    def given(self, name: str, kind: type, words: str) -> Any:
        """The value where it is of the right type, else None; another type is a problem."""
        value = self.data.get(name)
        if value is None or isinstance(value, kind):
            return value
        self.refuse(name, Code.TYPE_WRONG, kind=words)
        return None

    def line(self, name: str, *, most: int = 200, needed: bool = True) -> str:
        """One line of text, tidied."""
        return self._text(name, tidy, most, needed=needed)

    def paragraphs(self, name: str, *, most: int) -> str:
        """Text of several lines, of which each is tidied."""
        return self._text(name, _tidy_lines, most, needed=False)

    def _text(self, name: str, clean: Callable[[str], str], most: int, *, needed: bool) -> str:
        wrong_before = len(self.problems)
        text = clean(self.given(name, str, "text") or "")
        if not text and needed and len(self.problems) == wrong_before:
            self.refuse(name, Code.TEXT_MISSING)
        elif len(text) > most:
            self.refuse(name, Code.TEXT_TOO_LONG, most=str(most))
        elif hidden := first_hidden(text.replace("\n", "")):
            self.refuse(name, Code.TEXT_CHARACTER, character=shown(hidden))
        else:
            return text
        return ""

    def checked(self, name: str, validate: Callable[[str], str], *, needed: bool = True) -> str:
        """A line that `validate` takes."""
        if text := self.line(name, needed=needed):
            try:
                return validate(text)
            except Invalid as invalid:
                self.refuse(name, invalid.code, **invalid.detail)
        return ""

    def choice(self, name: str, choices: Collection[str], default: str | None = None) -> str:
        """One of the choices; needed where there is no default."""
        text = self.line(name, needed=default is None)
        if text and text not in choices:
            self.refuse(name, Code.CHOICE_UNKNOWN, choices=", ".join(choices))
        return text or default or ""

    def truth(self, name: str) -> bool:
        return bool(self.given(name, bool, "true or false"))

    def whole(self, name: str, *, least: int = 0, most: int) -> int | None:
        """A whole number from `least` to `most`, or None where it is left out."""
        number = self.data.get(name)
        if number is None:
            return None
        # True is an int to Python, and nothing of the kind to whoever sends JSON.
        if isinstance(number, int) and not isinstance(number, bool) and least <= number <= most:
            return number
        self.refuse(name, Code.WHOLE_NUMBER, least=str(least), most=f"{most:,}")
        return None

    def items(self, name: str, kind: type, words: str) -> list[Any]:
        """A list whose items are all of one type, empty where it is left out."""
        values = self.given(name, list, f"a list of {words}") or []
        if all(isinstance(value, kind) for value in values):
            return list(values)
        self.refuse(name, Code.TYPE_WRONG, kind=f"a list of {words}")
        return []

    def quarters(self, name: str, *, needed: bool = True) -> Decimal | None:
        """A number above 0 in steps of 0.25, written as text."""
        if text := self.line(name, needed=needed):
            try:
                number = plain_number(text)
            except Invalid:
                number = Decimal(0)
            if number > 0 and number % CREDIT_STEP == 0:
                return number
            self.refuse(name, Code.MAXIMUM_INVALID)
        return None

    def day(self, name: str, *, needed: bool = True) -> date | None:
        if text := self.line(name, needed=needed):
            return self.as_day(name, text)
        return None

    def as_day(self, name: str, text: str) -> date | None:
        """The date that `text` is, as ISO writes it."""
        try:
            day = date.fromisoformat(text if _DATE.fullmatch(text) else "")
        except ValueError:
            day = None
        if day and day.year in _YEARS:
            return day
        self.refuse(name, Code.DATE_INVALID)
        return None

    def moment(self, name: str, zone: ZoneInfo) -> datetime | None:
        """A moment in UTC; without an offset it is a time in `zone`, the earlier where clocks show it twice."""
        text = self.line(name, needed=False)
        if not text:
            return None
        try:
            said = datetime.fromisoformat(text if _TIME.fullmatch(text) else "")
        except ValueError:
            said = None
        if said is None or said.year not in _YEARS:
            self.refuse(name, Code.TIME_INVALID)
            return None
        if said.tzinfo:
            return said.astimezone(UTC)
        moment = said.replace(tzinfo=zone).astimezone(UTC)
        if moment.astimezone(zone).replace(tzinfo=None) != said:
            self.refuse(name, Code.TIME_SKIPPED)
            return None
        return moment


def _tidy_lines(text: str) -> str:
    return "\n".join(tidy(line) for line in text.splitlines()).strip("\n")
