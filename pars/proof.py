"""What shows that somebody is the learner of a record: what only that learner knows.

License numbers and NPIs are public (state boards, the NPI registry), so they alone prove nothing. The birth
month and day do. An email address can be known to colleagues: it proves together with a number, or alone where
the record has no birthday, because then nothing better was asked.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass

from pars.errors import Invalid
from pars.identifiers import birthday, license, npi
from pars.record import LearnerRecord
from pars.text import tidy

FIELDS = ("known_month", "known_day", "known_email", "known_number")
"""The form's names of what can be given; the number is that of a license, or an NPI."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What somebody gives to show who they are, in the form in which it is compared; empty where not given."""

    birthday: str = ""
    email: str = ""
    number: str = ""

    def __bool__(self) -> bool:
        return bool(self.birthday or self.email)


def read(typed: Mapping[str, str]) -> Proof:
    """The proof in the strings of a form. A birthday that cannot be read is one that nobody has."""
    month, day = tidy(typed.get("known_month", "")), tidy(typed.get("known_day", ""))
    return Proof(
        birthday=_birthday(month, day) if month and day else "",
        email=_email(typed.get("known_email", "")),
        number=license.compact(typed.get("known_number", "")),
    )


def can_prove(record: LearnerRecord) -> bool:
    """Whether the record holds anything that its learner could show to be the one."""
    return bool(_birthday_of(record) or record.email)


def proves(record: LearnerRecord, given: Proof) -> bool:
    """Whether what was given is this learner's; takes as long for a record of nobody."""
    known = _birthday_of(record)
    by_birthday = _same(known, given.birthday)
    by_email = _same(_email(record.email), given.email)
    by_license = _same(_license(record), given.number)
    by_npi = _same(npi.compact(record.npi), given.number)
    return by_birthday or (by_email and (by_license or by_npi or not known))


def _same(known: str, given: str) -> bool:
    """Compared without telling by the time it takes how far it is right. What is not known equals nothing."""
    equal = hmac.compare_digest(known.encode("utf-8", "replace"), given.encode("utf-8", "replace"))
    return bool(known) and equal


def _birthday_of(record: LearnerRecord) -> str:
    if not record.birth_month or not record.birth_day:
        return ""
    return f"{record.birth_month:02}/{record.birth_day:02}"


def _birthday(month: str, day: str) -> str:
    try:
        number = birthday.month(month)
        return f"{number:02}/{birthday.day(day, number):02}"
    except Invalid:
        return "unreadable"


def _email(text: str) -> str:
    return tidy(text).casefold()


def _license(record: LearnerRecord) -> str:
    """What stands in for a number, such as "pending", is anybody's."""
    return license.compact(record.license_number) if license.is_usable(record.license_number) else ""
