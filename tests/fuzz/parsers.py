"""Everything that reads bytes from outside, each as one call that ends well or in a refusal of ours.

`parsers` names each with whole samples to begin from. Where a file is an archive, its parts are parsers of their own:
bytes that are changed at random in the archive itself only break its checksums.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import parse_qsl, urlencode
from zipfile import ZIP_DEFLATED, ZipFile

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from blueprints.api import body
from blueprints.api.problems import Refusal
from pars.answers import FIELDS
from pars.errors import Invalid
from pars.formats.results.columns import propose as propose_results
from pars.formats.results.columns import read_answers
from pars.formats.results.reading import read_results
from pars.formats.tables.table import TableRefused
from pars.formats.template import TemplateRefused, read_template
from pars.logo import kind_of
from pars.opinion import read_opinion
from pars.rules import judge
from pars.setup import read_activity
from pars.sheets.columns import propose as propose_sheet
from pars.sheets.reading import read_sheet
from pars.sheets.rows import judge_rows
from pars.sheets.saying import STATED, Plan
from tests.api.samples import ACTIVITY, attestation
from tests.conftest import answers
from tests.pars.formats.lookalike import lookalike
from tests.pars.formats.results_samples import ACCEPTED, KINDS, REJECTED, as_activity_report, as_xlsx
from tests.pars.formats.samples import row
from tests.pars.made import POLICY, TODAY, activity, enduring
from tests.pars.sheets import made as sheets
from tests.pictures import jpeg, png

LONGEST = 2.0
"""Seconds of the processor that any bytes may take."""
SHEET, STRINGS, BOOK = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Parser:
    """What is called with bytes, and whole samples of them."""

    read: Callable[[bytes], None]
    samples: Sequence[bytes]

    def try_out(self, data: bytes) -> None:
        """Read the bytes; raises what is no refusal of ours, and AssertionError where it took too long."""
        began = time.process_time()
        self.read(data)
        taken = time.process_time() - began
        assert taken < LONGEST, f"{taken:.1f} s for {len(data)} bytes"


def results(data: bytes) -> None:
    """PARS's answer, as far as its rows."""
    with suppress(TableRefused):
        table = read_results(data)
        read_answers(table.lines, table.headings, propose_results(table.headings))


def sheet(data: bytes) -> None:
    """A spreadsheet of answers, as far as the judgment of each row."""
    with suppress(TableRefused):
        table = read_sheet(data)
        plan = Plan(columns=propose_sheet(table.headings, enduring()), consent=STATED)
        judge_rows(table, plan, "an activity", enduring(), POLICY, TODAY)


def template(data: bytes) -> None:
    """The ACCME's file, and where it is taken, filled with a learner."""
    with suppress(TemplateRefused):
        taken = read_template(data)
        taken.unlisted(row())
        taken.fill([row()])


def logo(data: bytes) -> None:
    with suppress(Invalid):
        kind_of(data)


def form(data: bytes) -> None:
    """What a browser posts from the learner's page, and from the receipt."""
    pairs = parse_qsl(data.decode("latin-1"), keep_blank_values=True)
    typed = dict(pairs)
    judge({name: typed[name] for name in FIELDS if name in typed}, activity(), POLICY, TODAY)
    read_opinion(typed)


def set_up(data: bytes) -> None:
    """A JSON body of the API, as far as an activity of it."""
    builder = EnvironBuilder(method="POST", data=data, content_type="application/json")
    with suppress(Refusal):
        read_activity(body.read(Request(builder.get_environ())))


def inside(whole: bytes, part: str, read: Callable[[bytes], None]) -> Parser:
    """A part of an archive: the bytes stand in its place, and the archive around them is right."""
    with ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def read_part(data: bytes) -> None:
        file = BytesIO()
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            for name, content in {**parts, part: data}.items():
                archive.writestr(name, content)
        read(file.getvalue())

    return Parser(read_part, [parts.get(part, b"<sst><si><t>Amara</t></si></sst>")])


@cache
def parsers() -> dict[str, Parser]:
    """Every one, by its name."""
    answer, people, accme = as_xlsx([ACCEPTED, REJECTED]), sheets.as_xlsx([sheets.JANE]), lookalike()
    texts = [write([ACCEPTED, REJECTED]) for kind, write in KINDS.items() if kind != "xlsx"]
    return {
        "results": Parser(results, [*texts, as_activity_report([ACCEPTED]), answer]),
        "results, the sheet in Excel": inside(answer, SHEET, results),
        "results, the strings in Excel": inside(answer, STRINGS, results),
        "results, the workbook in Excel": inside(answer, BOOK, results),
        "spreadsheet": Parser(sheet, [sheets.as_csv([sheets.JANE, sheets.jane(name="Roe")]), people]),
        "spreadsheet, the sheet in Excel": inside(people, SHEET, sheet),
        "template": Parser(template, [accme]),
        "template, its sheet": inside(accme, SHEET, template),
        "template, its styles": inside(accme, "xl/styles.xml", template),
        "template, its workbook": inside(accme, BOOK, template),
        "logo": Parser(logo, [png(), jpeg(), png(more=b"attest")]),
        "form": Parser(form, [urlencode(answers()).encode(), b"ease=4&comment=Quick."]),
        "JSON": Parser(set_up, [json.dumps(ACTIVITY).encode(), json.dumps(attestation()).encode()]),
    }
