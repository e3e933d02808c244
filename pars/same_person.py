"""Whether two records of one activity are about the same person.

Never decided, only noticed: two people may share a name and a birthday, so a coordinator looks.
"""

from collections import Counter
from collections.abc import Mapping

from pars import moc
from pars.errors import Code, Problem
from pars.identifiers import board_id, license, npi
from pars.record import NO_US_LICENSE, Activity, LearnerRecord
from pars.text import fold
from pars.vocabulary import BOARDS


def identity_keys(record: LearnerRecord) -> frozenset[str]:
    """What a person is known again by: `npi:…`, `license:ME:MD1`, `board:ABA:12`, `name:…`, or nothing.

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
    if record.board and record.board_id:
        keys.add(f"board:{record.board}:{board_id.compact(record.board_id)}")
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
    # Of the same person's records, those that tell the same board something.
    told = Counter(
        (*identity, record.board)
        for key, record in records.items()
        if moc.reports(record, activity)
        for identity in dated[key]
    )
    problems: dict[str, list[Problem]] = {}
    for key, identities in dated.items():
        board = records[key].board
        problems[key] = []
        if any(seen[identity] > 1 for identity in identities):
            problems[key].append(Problem("last_name", Code.SAME_PERSON_TWICE))
        if _once_a_date(board) and any(told[(*identity, board)] > 1 for identity in identities):
            problems[key].append(Problem("board", Code.BOARD_ONCE, {"board": board}))
    return problems


def _once_a_date(board: str) -> bool:
    return board in BOARDS and BOARDS[board].once_a_date
