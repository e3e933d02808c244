"""What was sent to PARS, to be found again by all that PARS may name it by."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pars.formats.columns import ADD, Action
from pars.formats.results.columns import Answer
from pars.identifiers import board_id, license
from pars.record import LearnerRecord
from pars.text import fold

Key = tuple[str, str]
"""A row that was sent: its credit ID, and Add or Delete."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One row that was sent to PARS, with the values of that day; `record` is None once they are erased.

    `stands`: an answer to it still means something. One that was added does not stand once a file has deleted it or
    the record is no longer as it was sent; one that deletes always does.
    """

    credit_id: str
    record_id: str
    export_id: str
    sent_at: datetime
    activity_id: str
    record: LearnerRecord | None
    stands: bool
    action: Action = ADD

    @property
    def key(self) -> Key:
        return self.credit_id, self.action


class Index:
    """Rows by their numbers and by their learners' names; rows whose values are erased are not found."""

    def __init__(self, sent: Iterable[Sent]) -> None:
        self._by_number: dict[str, list[Sent]] = defaultdict(list)
        self._by_name: dict[tuple[str, ...], list[Sent]] = defaultdict(list)
        for one in sent:
            if one.record is None:
                continue
            for number in numbers(one.record):
                self._by_number[number].append(one)
            if one.record.board_id:
                self._by_number[f"board:{board_id.compact(one.record.board_id)}"].append(one)
            self._by_name[words(f"{one.record.first_name} {one.record.last_name}")].append(one)

    def by_numbers(self, answer: Answer) -> list[Sent]:
        """Those with one of the answer's numbers that the rest of the answer fits."""
        named = {*answer.numbers, *([f"board:{answer.board_id}"] if answer.board_id else [])}
        return _fitting(answer, (one for number in named for one in self._by_number.get(number, ())))

    def by_name(self, answer: Answer) -> list[Sent]:
        """Those with the answer's name that the rest of the answer fits."""
        return _fitting(answer, self._by_name.get(words(answer.whole_name), ()))


def latest(sent: Sequence[Sent]) -> list[Sent]:
    """Of each record the rows of the last file it was in: a file of answers tells no file from another."""
    last: dict[str, Sent] = {}
    for one in sent:
        if one.record_id not in last or one.sent_at >= last[one.record_id].sent_at:
            last[one.record_id] = one
    return [one for one in sent if one.export_id == last[one.record_id].export_id]


def numbers(record: LearnerRecord) -> set[str]:
    """License number and NPI, compact."""
    return {license.compact(number) for number in (record.license_number, record.npi) if number}


def words(name: str) -> tuple[str, ...]:
    """The words of a name, folded, in no order: first name last, or last name first."""
    return tuple(sorted(filter(None, map(fold, name.replace(",", " ").split()))))


def named_otherwise(answer: Answer, record: LearnerRecord | None) -> bool:
    """Whether the answer bears the name of somebody else: a sheet that was sorted by one column only."""
    if record is None:
        return False
    if answer.last_name:
        return fold(answer.last_name) != fold(record.last_name)
    return bool(answer.whole_name) and not set(words(record.last_name)) <= set(words(answer.whole_name))


def _fitting(answer: Answer, sent: Iterable[Sent]) -> list[Sent]:
    """Those of them with the answer's activity, completion date, state and birthday, as far as it names these."""
    return [
        one
        for one in sent
        if one.record
        and answer.activity_id in ("", one.activity_id.lstrip("0"))
        and answer.completion_date in (None, one.record.completion_date)
        and answer.license_state in ("", one.record.license_state)
        and answer.birthday in ("", _birthday(one.record))
    ]


def _birthday(record: LearnerRecord) -> str:
    month, day = record.birth_month, record.birth_day
    return f"{month:02}/{day:02}" if month and day else "none"
