"""The files for PARS against the least code that writes the same cells in the same format."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree.ElementTree import Element, SubElement, tostring

from openpyxl import Workbook

from pars.formats.columns import Row, columns_for
from pars.formats.registry import FORMATS, Made
from pars.record import BoardCredit, LearnerRecord
from tests.bench.measure import Result, compare
from tests.conftest import an_activity

ABIM = BoardCredit(board="ABIM", credit_type="Medical Knowledge", points_max=Decimal(6))
MADE = Made(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))


def results(records: Callable[[int], list[LearnerRecord]]) -> Iterator[Result]:
    for number, rounds in ((300, 5), (10_000, 5), (100_000, 1)):
        rows = rows_of(records(number))
        what = f"Excel export of {number:,} / openpyxl write-only, same cells"
        yield against("xlsx", rows, plain_workbook(rows), what, rounds)
    rows = rows_of(records(100_000))
    yield against("tab", rows, plain_csv(rows), "tab export of 100,000 / csv.writer, same cells")
    yield against("json", rows, plain_json(rows), "JSON export of 100,000 / json.dumps, same values")
    yield against("xml", rows, plain_xml(rows), "XML export of 100,000 / ElementTree, same cells as elements")


def rows_of(records: Sequence[LearnerRecord]) -> list[Row]:
    activity = an_activity(boards=(ABIM,))
    return [Row("Add", activity, record, "ccid:example.org:1") for record in records]


def against(
    name: str, rows: Sequence[Row], floor: Callable[[], object], what: str, rounds: int = 1
) -> Result:
    chosen = FORMATS[name]
    return compare(what, lambda: chosen.write(rows, MADE), floor, goal=2, rounds=rounds)


def plain_workbook(rows: Sequence[Row]) -> Callable[[], bytes]:
    """openpyxl's write-only writer with the same cells, as they come."""
    columns = columns_for(rows)

    def write() -> bytes:
        workbook = Workbook(write_only=True)
        sheet = workbook.create_sheet("Sheet1")
        for row in rows:
            sheet.append([column.value(row) for column in columns])
        file = BytesIO()
        workbook.save(file)
        return file.getvalue()

    return write


def plain_csv(rows: Sequence[Row]) -> Callable[[], bytes]:
    columns = columns_for(rows)

    def write() -> bytes:
        file = StringIO()
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow([column.heading for column in columns])
        for row in rows:
            writer.writerow([column.value(row) for column in columns])
        return file.getvalue().encode()

    return write


def plain_json(rows: Sequence[Row]) -> Callable[[], bytes]:
    """One flat object for each row: as many values as a report holds, without its nesting."""
    columns = columns_for(rows)

    def write() -> bytes:
        plain = [
            {column.key: str(column.value(row)) for column in columns}
            | {"provider": row.activity.provider_name, "title": row.activity.title, "id": row.credit_id}
            for row in rows
        ]
        return json.dumps(plain).encode()

    return write


def plain_xml(rows: Sequence[Row]) -> Callable[[], bytes]:
    """One flat element for each row, in one tree, as ElementTree is mostly used."""
    columns = columns_for(rows)

    def write() -> bytes:
        root = Element("ActivityReports")
        for row in rows:
            report = SubElement(root, "ActivityReport")
            for column in columns:
                SubElement(report, column.key).text = str(column.value(row))
        return tostring(root)

    return write
