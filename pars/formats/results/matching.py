"""Each row of PARS's answer matched to what was sent, and what it would change: never by its position.

First by our own credit ID; then by a license number, NPI or board ID together with activity and completion
date; then by name with birthday and state, or with the activity, where that fits exactly one record. What fits
two is not guessed, and an answer that contradicts another is left to a person. The order of rows makes no
difference.

A row that names Add or Delete is about that. One that names neither is about what was sent last, with one doubt:
of a credit that was added and then deleted it may still be the answer to the first. So it counts for the Delete
only where PARS has answered the Add before, and otherwise: nobody is to be told that a credit is gone because an
old answer came again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pars.codes import Code
from pars.errors import Problem
from pars.formats.columns import ADD, DELETE
from pars.formats.jsonfile import row_id
from pars.formats.results.columns import Answer
from pars.formats.results.sent import Index, Key, Sent, latest, named_otherwise, numbers
from pars.formats.tables.table import CHARACTERS_MAX

Known = Mapping[Key, tuple[str, str]]
"""Row that was sent -> status and reason, as PARS has answered before."""


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
class Verdict:
    """What one row says of which record, and what becomes of it; `before` is PARS's earlier answer.

    `keys` are the rows that it answers, all of them added or all deleted.
    """

    answer: Answer
    group: Group
    record_id: str | None = None
    keys: tuple[Key, ...] = ()
    reason: str = ""
    before: tuple[str, str] | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def action(self) -> str | None:
        """What PARS had been asked to do; None where no row was found."""
        return self.keys[0][1] if self.keys else None


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
    found = [_of_two(register.find(answer), known) for answer in answers]
    told: dict[Key, set[str]] = defaultdict(set)
    reasons: dict[Key, set[str]] = defaultdict(set)
    for verdict in found:
        for key in verdict.keys if verdict.group is Group.CHANGE else ():
            told[key].add(verdict.answer.status)
            reasons[key] |= {verdict.answer.reason} - {""}
    return [
        _weighed(verdict, told, reasons, known, newest_wins) if verdict.group is Group.CHANGE else verdict
        for verdict in found
    ]


def _of_two(verdict: Verdict, known: Known) -> Verdict:
    """The verdict on a row that names neither Add nor Delete, of a credit that was added and then deleted."""
    if verdict.group is not Group.CHANGE or verdict.answer.action or verdict.action != DELETE:
        return verdict
    said = [known.get((credit_id, ADD)) for credit_id, _ in verdict.keys]
    if any(one is None or _repeats(verdict.answer, *one) for one in said):
        return _aside(verdict, Group.AMBIGUOUS, Code.ANSWER_ADD_OR_DELETE)
    return replace(verdict, problems=(*verdict.problems, Problem("", Code.ANSWER_FOR_DELETION)))


def _repeats(answer: Answer, status: str, reason: str) -> bool:
    """Whether a row says nothing but what PARS has said; `reason` may be those of several rows."""
    return answer.status == status and answer.reason in reason


def _weighed(
    verdict: Verdict,
    told: Mapping[Key, set[str]],
    reasons: Mapping[Key, set[str]],
    known: Known,
    newest_wins: bool,
) -> Verdict:
    """The verdict in the light of the other rows about the same record, and of what PARS said before."""
    keys = verdict.keys
    every = sorted({reason for key in keys for reason in reasons[key]})
    reason = "; ".join(every)[:CHARACTERS_MAX]
    before = next((known[key] for key in keys if key in known), None)
    verdict = replace(verdict, reason=reason, before=before)
    if any(len(told[key]) > 1 for key in keys):
        return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_CONTRADICTS)
    status = verdict.answer.status
    if all(known.get(key) == (status, reason) for key in keys):
        return replace(verdict, group=Group.KNOWN)
    if newest_wins:
        return verdict
    if any(key in known and known[key][0] != status for key in keys):
        return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_OVERTURNS)
    return verdict


class _Register:
    """What was sent, to be looked up by all that PARS may name it by."""

    def __init__(self, sent: Sequence[Sent], elsewhere: Collection[str], activity_id: str) -> None:
        self._by_key = {one.key: one for one in sent}
        self._elsewhere = elsewhere
        self._activity_ids = {activity_id.lstrip("0"), *(one.activity_id.lstrip("0") for one in sent)}
        last = latest(sent)
        adding = {one.record_id for one in last if one.action == ADD}
        self._indexes = {
            ADD: Index(latest([one for one in sent if one.action == ADD])),
            DELETE: Index(latest([one for one in sent if one.action == DELETE])),
            # Of a correction, which deletes and adds in one file, the row that adds.
            "": Index(one for one in last if one.action == ADD or one.record_id not in adding),
        }

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
        if verdict.group is Group.CHANGE and not answer.status:
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_STATUS_UNKNOWN)
        return verdict

    def _found(self, verdict: Verdict) -> Verdict:
        answer = verdict.answer
        if answer.activity_id and answer.activity_id not in self._activity_ids:
            return _aside(verdict, Group.OTHER_ACTIVITY, Code.ANSWER_OTHER_ACTIVITY)
        credit_id = row_id(answer.credit_id)
        if credit_id in self._elsewhere:
            return _aside(verdict, Group.OTHER_ACTIVITY, Code.ANSWER_OTHER_ACTIVITY)
        if answer.action is None:
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_ACTION_UNKNOWN)
        actions = [answer.action] if answer.action else [DELETE, ADD]
        named = next(
            (self._by_key[credit_id, one] for one in actions if (credit_id, one) in self._by_key), None
        )
        if named:
            return self._about(verdict, [named])
        if answer.credit_id.startswith("ccid:"):
            return _no_record(verdict)
        index = self._indexes[answer.action]
        if numbered := index.by_numbers(answer):
            return self._about(verdict, numbered)
        return self._by_name_alone(verdict, index)

    def _by_name_alone(self, verdict: Verdict, index: Index) -> Verdict:
        answer = verdict.answer
        sure = bool(answer.birthday and answer.license_state)
        named = index.by_name(answer)
        if not named or not (sure or answer.activity_id):
            return _no_record(verdict)
        verdict = self._about(verdict, named)
        if not sure:
            verdict = replace(verdict, problems=(*verdict.problems, Problem("", Code.ANSWER_BY_NAME)))
        ours = {number for one in named if one.record for number in numbers(one.record)}
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
        verdict = replace(verdict, record_id=records[0], keys=tuple(sorted({one.key for one in sent})))
        # A deletion that PARS refuses must be heard of, whatever is still held of the learner.
        if any(one.record is None and one.action == ADD for one in sent):
            return _aside(verdict, Group.UNKNOWN, Code.ANSWER_NOT_HELD)
        if any(named_otherwise(verdict.answer, one.record) for one in sent):
            return _aside(verdict, Group.CONTRADICTORY, Code.ANSWER_NAME_DIFFERS)
        if not all(one.stands for one in sent):
            return _aside(verdict, Group.OUTDATED, Code.ANSWER_OUTDATED)
        return verdict


def _no_record(verdict: Verdict) -> Verdict:
    deletes = verdict.answer.action == DELETE
    return _aside(verdict, Group.UNKNOWN, Code.ANSWER_OF_DELETION if deletes else Code.ANSWER_LEARNER_UNKNOWN)


def _aside(verdict: Verdict, group: Group, code: Code) -> Verdict:
    return replace(verdict, group=group, problems=(Problem("", code), *verdict.problems))
