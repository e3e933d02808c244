"""Each row of PARS's answer matched to what was sent, and what it would change: never by its position.

First by our own credit ID; then by a license number, NPI or board ID together with activity and completion
date; then by name with birthday and state, or with the activity, where that fits exactly one record. What fits
two is not guessed, and an answer that contradicts another is left to a person. The order of rows makes no
difference.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pars.codes import Code
from pars.errors import Problem
from pars.formats.jsonfile import row_id
from pars.formats.results.columns import Answer
from pars.formats.tables.table import CHARACTERS_MAX
from pars.identifiers import board_id, license
from pars.record import LearnerRecord
from pars.text import fold

Known = Mapping[str, tuple[str, str]]
"""Credit ID -> status and reason, as PARS has answered before."""


class Group(StrEnum):
    """What becomes of a row."""

    CHANGE = "change"
    KNOWN = "known"
    CONTRADICTORY = "contradictory"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    OTHER_ACTIVITY = "other_activity"
    OUTDATED = "outdated"


@dataclass(frozen=True, slots=True)
class Sent:
    """One row that was sent to PARS, with the values of that day; `record` is None once they are erased.

    `stands`: no file has deleted it since, and the record is as it was sent.
    """

    credit_id: str
    record_id: str
    export_id: str
    sent_at: datetime
    activity_id: str
    record: LearnerRecord | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one row says of which record, and what becomes of it; `before` is PARS's earlier answer."""

    answer: Answer
    group: Group
    record_id: str | None = None
    credit_ids: tuple[str, ...] = ()
    reason: str = ""
    before: tuple[str, str] | None = None
    problems: tuple[Problem, ...] = ()


def judge(
    answers: Iterable[Answer],
    sent: Sequence[Sent],
    known: Known,
    elsewhere: Collection[str],
    activity_id: str,
    *,
    newest_wins: bool = False,
) -> list[Verdict]:
    """A verdict for each answer, in the order of the file.

    `sent` is what was sent of this activity until the file came, `elsewhere` the credit IDs among the answers that
    are of our other activities. An answer that overturns an earlier one is left to a person, unless `newest_wins`.
    """
    register = _Register(sent, elsewhere, activity_id)
    found = [register.find(answer) for answer in answers]
    told: dict[str, set[str]] = defaultdict(set)
    reasons: dict[str, set[str]] = defaultdict(set)
    for verdict in found:
        for credit_id in verdict.credit_ids if verdict.group is Group.CHANGE else ():
            told[credit_id].add(verdict.answer.status)
            reasons[credit_id] |= {verdict.answer.reason} - {""}
    return [
        _weighed(verdict, told, reasons, known, newest_wins) if verdict.group is Group.CHANGE else verdict
        for verdict in found
    ]


def _weighed(
    verdict: Verdict,
    told: Mapping[str, set[str]],
    reasons: Mapping[str, set[str]],
    known: Known,
    newest_wins: bool,
) -> Verdict:
    """The verdict in the light of the other rows about the same record, and of what PARS said before."""
    ids = verdict.credit_ids
    every = sorted({reason for credit_id in ids for reason in reasons[credit_id]})
    reason = "; ".join(every)[:CHARACTERS_MAX]
    before = next((known[credit_id] for credit_id in ids if credit_id in known), None)
    verdict = replace(verdict, reason=reason, before=before)
    if any(len(told[credit_id]) > 1 for credit_id in ids):
        return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_CONTRADICTS)
    status = verdict.answer.status
    if all(known.get(credit_id) == (status, reason) for credit_id in ids):
        return replace(verdict, group=Group.KNOWN)
    if newest_wins:
        return verdict
    if any(credit_id in known and known[credit_id][0] != status for credit_id in ids):
        return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_OVERTURNS)
    return verdict


class _Register:
    """What was sent, to be looked up by all that PARS may name it by."""

    def __init__(self, sent: Sequence[Sent], elsewhere: Collection[str], activity_id: str) -> None:
        self._by_credit_id = {one.credit_id: one for one in sent}
        self._elsewhere = elsewhere
        self._activity_ids = {activity_id.lstrip("0"), *(one.activity_id.lstrip("0") for one in sent)}
        self._by_number: dict[str, list[Sent]] = defaultdict(list)
        self._by_name: dict[tuple[str, ...], list[Sent]] = defaultdict(list)
        for one in _latest(sent):
            if one.record is None:
                continue
            for number in _numbers(one.record):
                self._by_number[number].append(one)
            if one.record.board_id:
                self._by_number[f"board:{board_id.compact(one.record.board_id)}"].append(one)
            self._by_name[_words(f"{one.record.first_name} {one.record.last_name}")].append(one)

    def find(self, answer: Answer) -> Verdict:
        """The row as if it stood alone: CHANGE where it is about one record and its status is known."""
        notices = []
        if answer.computed:
            notices.append(Code.ANSWER_FORMULA)
        if answer.spoiled:
            notices.append(Code.ANSWER_LICENSE_SPOILED)
        verdict = self._found(
            Verdict(answer, Group.CHANGE, problems=tuple(Problem("", code) for code in notices))
        )
        if verdict.group is not Group.CHANGE:
            return verdict
        if answer.deletes:
            return _aside(verdict, Group.OUTDATED, Code.ANSWER_OF_DELETION)
        if not answer.status:
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_STATUS_UNKNOWN)
        return verdict

    def _found(self, verdict: Verdict) -> Verdict:
        answer = verdict.answer
        if answer.activity_id and answer.activity_id not in self._activity_ids:
            return _aside(verdict, Group.OTHER_ACTIVITY, Code.ANSWER_OTHER_ACTIVITY)
        credit_id = row_id(answer.credit_id)
        if credit_id in self._elsewhere:
            return _aside(verdict, Group.OTHER_ACTIVITY, Code.ANSWER_OTHER_ACTIVITY)
        if credit_id in self._by_credit_id:
            return self._about(verdict, [self._by_credit_id[credit_id]])
        if answer.credit_id.startswith("ccid:"):
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_LEARNER_UNKNOWN)
        numbers = {*answer.numbers, *([f"board:{answer.board_id}"] if answer.board_id else [])}
        if numbered := _fitting(
            answer, (one for number in numbers for one in self._by_number.get(number, ()))
        ):
            return self._about(verdict, numbered)
        return self._by_name_alone(verdict)

    def _by_name_alone(self, verdict: Verdict) -> Verdict:
        answer = verdict.answer
        sure = bool(answer.birthday and answer.license_state)
        named = _fitting(answer, self._by_name.get(_words(answer.whole_name), ()))
        if not named or not (sure or answer.activity_id):
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_LEARNER_UNKNOWN)
        verdict = self._about(verdict, named)
        if not sure:
            verdict = replace(verdict, problems=(*verdict.problems, Problem("", Code.ANSWER_BY_NAME)))
        ours = {number for one in named if one.record for number in _numbers(one.record)}
        stripped = {number.lstrip("0") for number in ours}
        if verdict.group is not Group.CHANGE or not ours or answer.numbers <= ours:
            return verdict
        if {number.lstrip("0") for number in answer.numbers} <= stripped:
            return replace(verdict, problems=(*verdict.problems, Problem("", Code.ANSWER_LICENSE_SPOILED)))
        return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_LICENSE_DIFFERS)

    def _about(self, verdict: Verdict, sent: Sequence[Sent]) -> Verdict:
        """The verdict about these rows, which are one record's, or else ambiguous."""
        records = sorted({one.record_id for one in sent})
        if len(records) > 1:
            return _aside(verdict, Group.AMBIGUOUS, Code.ANSWER_AMBIGUOUS)
        ids = tuple(sorted({one.credit_id for one in sent}))
        verdict = replace(verdict, record_id=records[0], credit_ids=ids)
        if any(one.record is None for one in sent):
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_NOT_HELD)
        if any(_named_otherwise(verdict.answer, one.record) for one in sent):
            return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_NAME_DIFFERS)
        if not all(one.stands for one in sent):
            return _aside(verdict, Group.OUTDATED, Code.ANSWER_OUTDATED)
        return verdict


def _aside(verdict: Verdict, group: Group, code: Code) -> Verdict:
    return replace(verdict, group=group, problems=(Problem("", code), *verdict.problems))


def _latest(sent: Sequence[Sent]) -> list[Sent]:
    """Of each record the rows of the last file it was in: a file of answers tells no file from another."""
    last: dict[str, Sent] = {}
    for one in sent:
        if one.record_id not in last or one.sent_at >= last[one.record_id].sent_at:
            last[one.record_id] = one
    return [one for one in sent if one.export_id == last[one.record_id].export_id]


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


def _numbers(record: LearnerRecord) -> set[str]:
    return {license.compact(number) for number in (record.license_number, record.npi) if number}


def _birthday(record: LearnerRecord) -> str:
    month, day = record.birth_month, record.birth_day
    return f"{month:02}/{day:02}" if month and day else "none"


def _words(name: str) -> tuple[str, ...]:
    """The words of a name, folded, in no order: first name last, or last name first."""
    return tuple(sorted(filter(None, map(fold, name.replace(",", " ").split()))))


def _named_otherwise(answer: Answer, record: LearnerRecord | None) -> bool:
    """Whether the row bears the name of somebody else: a sheet that was sorted by one column only."""
    if record is None:
        return False
    if answer.last_name:
        return fold(answer.last_name) != fold(record.last_name)
    return bool(answer.whole_name) and not set(_words(record.last_name)) <= set(_words(answer.whole_name))
