"""Which column of a spreadsheet holds which answer, as a coordinator sees it and may change it.

A mapping is what is looked for -> the heading that it stands under. What is the same for all rows, such as the
credits of a session that everybody claimed whole, is said once instead: key -> value.
"""

from collections.abc import Mapping, Sequence

from pars.codes import Code
from pars.errors import Problem
from pars.record import Activity
from pars.sheets.headings import KEYS, key_of

Mapped = Mapping[str, str]

FOR_ALL = ("profession", "license_state", "credits", "completion_date")
"""What a coordinator may say of all rows at once."""

_NAMES = (("first_name", "last_name"), ("name",))


def propose(headings: Sequence[str], activity: Activity) -> dict[str, str]:
    """The mapping of the headings that attest knows by itself, each heading once.

    Where the activity has one date nobody need say it: a form's time stamp is when somebody answered.
    """
    found: dict[str, tuple[int, str]] = {}
    for heading in headings:
        if known := key_of(heading):
            key, doubt = known
            found[key] = min(found.get(key, (doubt, heading)), (doubt, heading), key=lambda one: one[0])
    mapping = {key: found[key][1] for key in KEYS if key in found}
    if activity.fixed_date:
        mapping.pop("completion_date", None)
    if {"first_name", "last_name"} <= mapping.keys():
        mapping.pop("name", None)
    elif "name" in mapping:
        mapping.pop("first_name", None)
        mapping.pop("last_name", None)
    if {"birth_month", "birth_day"} <= mapping.keys():
        mapping.pop("birthday", None)
    return mapping


def faults(mapping: Mapped, same: Mapped, headings: Sequence[str]) -> list[Problem]:
    """What is wrong with a mapping that somebody chose; `field` is what was looked for."""
    chosen = list(mapping.values())
    found = [
        Problem(key, Code.RESULTS_COLUMN_UNKNOWN, {"heading": heading})
        for key, heading in mapping.items()
        if heading not in headings
    ]
    found += [
        Problem(key, Code.RESULTS_COLUMN_TWICE, {"heading": heading})
        for key, heading in mapping.items()
        if chosen.count(heading) > 1
    ]
    found += [
        Problem(key, Code.SHEET_COLUMN_AND_VALUE, {"label": KEYS[key]}) for key in same if key in mapping
    ]
    return [*found, *needed(mapping, same)]


def needed(mapping: Mapped, same: Mapped) -> list[Problem]:
    """What is still to be said before any row can be read."""
    problems = []
    if not any(mapping.keys() >= set(names) for names in _NAMES):
        label = f"{KEYS['first_name']} and {KEYS['last_name'].lower()}, or {KEYS['name'].lower()}"
        problems.append(Problem("name", Code.RESULTS_COLUMN_NEEDED, {"label": label}))
    if "credits" not in mapping and "credits" not in same:
        problems.append(Problem("credits", Code.SHEET_CREDITS_NEEDED))
    return problems
