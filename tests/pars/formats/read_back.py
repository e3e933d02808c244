"""What files say, by readers that the product does not write with: calamine, csv, json and lxml."""

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from lxml import etree

from pars.vocabulary import STATES
from tests.pars.formats.any_rows import Said
from tests.pars.formats.samples import read_by_calamine

CODES = {name: code for code, name in STATES.items()}
AR, M, N, HX = (
    f"{{http://ns.medbiq.org/{name}/}}"
    for name in ("activityreport/v2", "member/v2", "name/v2", "lom/extend/v1")
)


def excel(data: bytes) -> list[Said]:
    return [_cells(cells) for cells in read_by_calamine(data)]


def tab(data: bytes, **dialect: Any) -> list[Said]:
    """Read without quotes, unless the dialect says otherwise."""
    settings = {"delimiter": "\t", "quoting": csv.QUOTE_NONE, "strict": True} | dialect
    lines = list(csv.reader(StringIO(data.decode("utf-8"), newline=""), **settings))
    return [_cells(cells) for cells in lines[1:]]


def json_text(data: bytes) -> list[Said]:
    reports = json.loads(data, parse_float=Decimal)["ACCMELearnerReports"]["ActivityReports"][
        "ActivityReport"
    ]
    return [_report(report) for report in reports]


def xml(data: bytes) -> list[Said]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return [_element(report) for report in etree.fromstring(data, parser).iter(f"{AR}ActivityReport")]


def _cells(cells: list[Any]) -> Said:
    completed = cells[2]
    if not isinstance(completed, date):
        completed = datetime.strptime(completed, "%m/%d/%Y").date()  # noqa: DTZ007  a date has no zone
    pairs = zip(cells[12::2], cells[13::2], strict=True)
    points = tuple((kind, Decimal(str(number))) for kind, number in pairs if kind)
    told = Said(
        *(*cells[:2], completed, *cells[3:6], CODES[cells[6]], None, None, cells[7]),
        Decimal(str(cells[8])) if cells[8] != "" else None,
        *(*cells[9:11], points),
    )
    assert (Decimal(str(cells[11])) if cells[11] != "" else 0) == sum(number for _, number in points)
    return told


def _report(report: dict[str, Any]) -> Said:
    module, name = report["Activity"]["Module"], report["Member"]["Name"]
    claimed = [one for one in module["CreditCertificate"] if _kind(one) == "AMA PRA Category 1"]
    told = [one for one in module["CreditCertificate"] if one not in claimed]
    return Said(
        report["XtensibleInfo"]["LearnerRecordAction"].title(),
        module["ModuleName"]["moduleID"],
        datetime.fromisoformat(module["CompletedDateTime"]).date(),
        name["GivenName"],
        name["FamilyName"],
        None,
        None,
        None,
        None,
        claimed[0]["UniqueID"]["value"] if claimed else None,
        claimed[0]["CreditReceived"]["numberOfCredits"] if claimed else None,
        told[0]["UniqueID"]["domain"] if told else "",
        told[0]["UniqueID"].get("value", "") if told else "",
        tuple((_kind(one), one["CreditReceived"]["numberOfCredits"]) for one in told),
    )


def _kind(certificate: dict[str, Any]) -> str:
    return str(certificate["CreditReceived"]["activityCertification"])


def _element(report: Any) -> Said:
    ids = {one.get("domain"): one.text for one in report.iter(f"{M}UniqueID")}
    own = ids.pop("idd:cms.hhs.gov:npi", "")
    received = next(report.iter(f"{AR}CreditReceived"))
    points = tuple(
        (focus.findtext(f"{AR}Description"), Decimal(focus.findtext(f"{AR}NumberOfCredits")))
        for focus in received.iter(f"{AR}CreditFocus")
    )
    claimed = received.findtext(f"{HX}numberOfCredits")
    birthday = next(report.iter(f"{M}BirthDate"))
    assert birthday.get("accuracy") == "DayMonth"
    return Said(
        report.find(f"{AR}XtensibleInfo")[0].text.title(),
        next(report.iter(f"{AR}ModuleName")).get("moduleID"),
        datetime.fromisoformat(report.findtext(f".//{AR}CompletedDateTime")).date(),
        report.findtext(f".//{N}GivenName"),
        report.findtext(f".//{N}FamilyName"),
        date.fromisoformat(birthday.text).strftime("%m/%d"),
        report.findtext(f".//{M}StateOrProvince"),
        report.findtext(f".//{M}LicenseNumber", ""),
        own,
        None,
        Decimal(claimed) if claimed else None,
        received.findtext(f"{AR}CreditFocus/{AR}Code", ""),
        next(iter(ids.values()), ""),
        points,
    )
