"""Any valid set of records, as Hypothesis draws it, and what its rows say, put together without our writers."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from hypothesis import strategies as st

from pars import moc
from pars.formats.columns import Row
from pars.identifiers import license, npi
from pars.record import Activity, LearnerRecord
from tests.pars.formats.samples import NASTY, activity

BOARDS = (
    (),
    (("ABS", "Accredited CME", "6"), ("ABS", "Self-Assessment (CME with evaluation and feedback)", "2.5")),
    (("ABA", "MOCA lifelong learning", "1"), ("ABA", "Patient Safety", "0.25")),
    (
        ("ABIM", "Medical Knowledge", "6"),
        ("ABIM", "Practice Assessment", "6"),
        ("ABNS", "Something <new>", "1"),
    ),
)
ANY = st.text(max_size=30)
TIDY = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=30)
NUMBERS = st.from_regex(r"[0-9A-Z][0-9A-Z ./-]{0,12}[0-9A-Z]", fullmatch=True) | st.sampled_from(NASTY)


def records(given: Activity, texts: st.SearchStrategy[str], numbers: st.SearchStrategy[str]) -> Any:
    return st.builds(
        LearnerRecord,
        profession=st.just("md"),
        first_name=texts,
        last_name=texts,
        license_state=st.sampled_from(["ME", "TX", "PR", "DC", "GU"]),
        license_number=st.just("") | numbers,
        npi=st.sampled_from(["", "1234567893", "1993999998", "1234567890"]),
        birth_month=st.integers(1, 12),
        birth_day=st.integers(1, 29),
        credits=st.integers(1, 400).map(lambda quarters: Decimal(quarters) / 4),
        completion_date=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
        board=st.sampled_from(["", *(credit.board for credit in given.boards)]),
        board_id=st.just("") | st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{0,8}", fullmatch=True),
        consent=st.just(True),
        attest=st.just(True),
    )


@st.composite
def rows(
    draw: Any,
    texts: st.SearchStrategy[str] = TIDY,
    numbers: st.SearchStrategy[str] = NUMBERS,
    least: int = 1,
    most: int = 20,
) -> list[Row]:
    """The rows of a file: those of one record stand together, each with a credit ID of its own."""
    given = activity(draw(st.sampled_from(BOARDS)))
    found: list[Row] = []
    for record in draw(st.lists(records(given, texts, numbers), min_size=least, max_size=most)):
        action = draw(st.sampled_from(["Add", "Delete"]))
        for part in moc.parts(record, given):
            found.append(Row(action, given, record, f"ccid:example.org:{len(found):x}", part))
    return found


class Said(NamedTuple):
    """What a row says, in the plainest form; what a format does not tell is None in what is read of it."""

    action: str
    activity: str
    completed: date | None
    first_name: str
    last_name: str
    birthday: str | None
    state: str | None
    license: str | None
    npi: str | None
    identifier: str | None
    credits: Decimal | None
    board: str
    board_id: str
    points: tuple[tuple[str, Decimal], ...]


def said(row: Row) -> Said:
    record = row.record
    number = record.license_number if license.is_usable(record.license_number) else ""
    valid = record.npi if npi.is_valid(record.npi) else ""
    told = {report.part: report for report in moc.reports(record, row.activity)}.get(row.part)
    return Said(
        row.action,
        row.activity.accme_activity_id,
        record.completion_date,
        record.first_name,
        record.last_name,
        f"{record.birth_month:02}/{record.birth_day:02}",
        record.license_state,
        number,
        valid,
        number or valid,
        record.credits if row.part == "" else None,
        told.board if told else "",
        told.board_id if told else "",
        told.credits if told else (),
    )


def but(told: Sequence[Said], *unknown: str) -> list[Said]:
    """The same without what a format does not tell."""
    return [one._replace(**dict.fromkeys(unknown)) for one in told]
