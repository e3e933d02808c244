"""How each answer is read: from the strings of the form to the clean value of one field.

A reader takes all that was typed and the activity, and gives the value of its field: empty where nothing was
typed. It raises Invalid where the answer cannot be read.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from email_validator import EmailNotValidError, validate_email

from pars import names
from pars.errors import Code, Invalid
from pars.identifiers import birthday, board_id, license, npi
from pars.record import NO_US_LICENSE, Activity
from pars.text import first_hidden, tidy
from pars.vocabulary import PROFESSIONS, state_code

Typed = Mapping[str, str]

LESS = "less"
"""The answer "Less" to how many credits are claimed: the number then stands in `credits_less`."""
ALL = "all"
"""The answer that stands for as many as the date gives, where dates give different ones."""

# ASCII digits only: Decimal() and int() would take 1_0, full-width digits, 1e1 and NaN.
_NUMBER = re.compile(r"-?(?:[0-9]{1,6}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")
_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_US_DATE = re.compile(r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4})")


def plain_number(text: str) -> Decimal:
    """An exact number of a plain text such as `0.75`; raises Invalid(CREDITS_NOT_NUMBER)."""
    if not _NUMBER.fullmatch(text):
        raise Invalid(Code.CREDITS_NOT_NUMBER)
    return Decimal(f"{Decimal(text).normalize():f}")


def plain_date(text: str) -> date:
    """A date of `2026-11-23` or `11/23/2026`, zeros left out or not; raises Invalid(COMPLETION_DATE_INVALID)."""
    match = _ISO_DATE.fullmatch(text) or _US_DATE.fullmatch(text)
    try:
        return date(**{part: int(number) for part, number in match.groupdict().items()} if match else {})
    except (TypeError, ValueError):
        raise Invalid(Code.COMPLETION_DATE_INVALID) from None


def _answer(name: str, typed: Typed) -> str:
    return tidy(typed.get(name, ""))


def _profession(typed: Typed, activity: Activity) -> str:
    profession = _answer("profession", typed).lower()
    if profession and profession not in PROFESSIONS:
        raise Invalid(Code.PROFESSION_MISSING)
    return profession


def _first_name(typed: Typed, activity: Activity) -> str:
    return names.read(typed.get("first_name", ""))


def _last_name(typed: Typed, activity: Activity) -> str:
    return names.without_credentials(names.read(typed.get("last_name", "")))


def _license_state(typed: Typed, activity: Activity) -> str:
    state = _answer("license_state", typed)
    if state.lower() in {"", NO_US_LICENSE}:
        return state.lower()
    return state_code(state)


def _license_number(typed: Typed, activity: Activity) -> str:
    number = _answer("license_number", typed)
    return license.validate(number) if number else ""


def _npi(typed: Typed, activity: Activity) -> str:
    number = _answer("npi", typed)
    return npi.digits(number) if number else ""


def _birth_month(typed: Typed, activity: Activity) -> int | None:
    month = _answer("birth_month", typed)
    return birthday.month(month) if month else None


def _birth_day(typed: Typed, activity: Activity) -> int | None:
    """The day of its month; any day where the month cannot be read, so that the date is blamed once."""
    day = _answer("birth_day", typed)
    if not day:
        return None
    try:
        month = _birth_month(typed, activity)
    except Invalid:
        return None
    return birthday.day(day, month)


def _credits(typed: Typed, activity: Activity) -> Decimal | None:
    """A number; where dates give different ones, also the word for all that the date gives."""
    number = _answer("credits", typed)
    if number.lower() == ALL and activity.credits_differ:
        return activity.credits_on(day_or_none(typed, activity))
    if number.lower() == LESS:
        number = _answer("credits_less", typed)
    return plain_number(number) if number else None


def _completion_date(typed: Typed, activity: Activity) -> date | None:
    """The fixed date of an activity that has one, whatever was typed."""
    if activity.fixed_date:
        return activity.fixed_date
    day = _answer("completion_date", typed)
    return plain_date(day) if day else None


def day_or_none(typed: Typed, activity: Activity) -> date | None:
    """The completion date, where one can be read."""
    try:
        return _completion_date(typed, activity)
    except Invalid:
        return None


def _email(typed: Typed, activity: Activity) -> str:
    address = _answer("email", typed)
    if not address:
        return ""
    if first_hidden(address):
        raise Invalid(Code.EMAIL_INVALID)
    return email(address)


def email(address: str) -> str:
    """An address in its normal form, whether or not anybody reads it; raises Invalid(EMAIL_INVALID)."""
    try:
        return validate_email(address, check_deliverability=False).normalized
    except (EmailNotValidError, UnicodeError):
        raise Invalid(Code.EMAIL_INVALID) from None


def _board(typed: Typed, activity: Activity) -> str:
    board = _answer("board", typed)
    registered = {credit.board.casefold(): credit.board for credit in activity.boards}
    if board and board.casefold() not in registered:
        raise Invalid(Code.BOARD_UNKNOWN)
    return registered.get(board.casefold(), "")


def _board_id(typed: Typed, activity: Activity) -> str:
    number = _answer("board_id", typed)
    return board_id.validate(number) if number else ""


def _consent(typed: Typed, activity: Activity) -> bool | None:
    return {"yes": True, "no": False}.get(_answer("consent", typed).lower())


def _attest(typed: Typed, activity: Activity) -> bool:
    return _answer("attest", typed).lower() == "y"


READERS: Mapping[str, Callable[[Typed, Activity], object]] = {
    "profession": _profession,
    "first_name": _first_name,
    "last_name": _last_name,
    "license_state": _license_state,
    "license_number": _license_number,
    "npi": _npi,
    "birth_month": _birth_month,
    "birth_day": _birth_day,
    "credits": _credits,
    "completion_date": _completion_date,
    "email": _email,
    "board": _board,
    "board_id": _board_id,
    "consent": _consent,
    "attest": _attest,
}
"""The reader of each field of a record, by the field's name."""
