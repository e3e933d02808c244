"""Whether two records of one activity are about the same person.

Never decided, only noticed: two people may share a name and a birthday, so a coordinator looks.
"""

from collections import Counter
from collections.abc import Mapping

from pars.errors import Code, Problem
from pars.identifiers import license, npi
from pars.record import NO_US_LICENSE, Activity, LearnerRecord
from pars.text import fold


def identity_keys(record: LearnerRecord) -> frozenset[str]:
    """What a person is known again by: `npi:…`, `license:ME:MD1`, `name:…`; empty where nothing identifies.

    They hold identifiers in plain: whoever stores them blinds them first.
    """
    keys = {f"npi:{npi.compact(text)}" for text in (record.npi, record.license_number) if npi.is_valid(text)}
    state = record.license_state
    if state and state != NO_US_LICENSE:
        if license.is_usable(record.license_number):
            keys.add(f"license:{state}:{license.compact(record.license_number)}")
        if record.birth_month and record.birth_day:
            name = f"{fold(record.first_name)} {fold(record.last_name)}"
            keys.add(f"name:{name}:{record.birth_month:02}/{record.birth_day:02}:{state}")
    return frozenset(keys)


def same_person(a: LearnerRecord, b: LearnerRecord) -> bool:
    """Whether both seem to be one person's, for the same completion date."""
    return a.completion_date == b.completion_date and not identity_keys(a).isdisjoint(identity_keys(b))


def check_batch(records: Mapping[str, LearnerRecord], activity: Activity) -> dict[str, list[Problem]]:
    """For each key of `records` the problems that it has only among the others; linear in their number."""
    dated = {
        key: [(record.completion_date, identity) for identity in identity_keys(record)]
        for key, record in records.items()
    }
    seen = Counter(identity for identities in dated.values() for identity in identities)
    return {
        key: [Problem("last_name", Code.SAME_PERSON_TWICE)]
        if any(seen[identity] > 1 for identity in identities)
        else []
        for key, identities in dated.items()
    }
