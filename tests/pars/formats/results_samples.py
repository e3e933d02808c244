"""Made-up answers of PARS in every kind of file, as others write them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

from openpyxl import Workbook

HEADINGS = (
    "Record Action",
    "ACCME Activity ID",
    "Completion Date",
    "First Name",
    "Last Name",
    "Date of Birth",
    "Licensing State",
    "Licensing ID or NPI",
    "CreditID",
    "Status",
    "Error Message",
)
Rows = Sequence[Sequence[str]]

AMARA = ("Add", "201234567", "2026-11-23", "Amara", "Okafor", "09/27", "Maine", "MD0012345")
ACCEPTED = (*AMARA, "ccid:example.org:1", "Accepted", "")
REJECTED = (*AMARA, "ccid:example.org:1", "Rejected", "No learner was found.")


def as_xlsx(rows: Rows, headings: Sequence[str] = HEADINGS) -> bytes:
    """Every cell a text, as PARS would write it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Learners")
    for row in (headings, *rows):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def as_text(rows: Rows, headings: Sequence[str] = HEADINGS, delimiter: str = ",") -> bytes:
    file = StringIO()
    csv.writer(file, delimiter=delimiter).writerows((headings, *rows))
    return file.getvalue().encode()


def as_xml(rows: Rows, headings: Sequence[str] = HEADINGS) -> bytes:
    root = ET.Element("Results")
    ET.SubElement(root, "Count").text = str(len(rows))
    for row in rows:
        learner = ET.SubElement(root, "Learner")
        for heading, value in zip(headings, row, strict=True):
            ET.SubElement(learner, heading.replace(" ", "")).text = value
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def as_activity_report(rows: Rows) -> bytes:
    """Shaped as the MedBiquitous report, namespaces and all, with PARS's word in the status of the module."""
    reports = "".join(
        f"""<ar:ActivityReport><ar:Member><m:Name><m:GivenName>{first}</m:GivenName>
        <m:FamilyName>{last}</m:FamilyName></m:Name>
        <m:BirthDate accuracy="DayMonth">1904-{birthday.replace("/", "-")}</m:BirthDate></ar:Member>
        <ar:Activity><ar:Module><ar:ModuleName moduleID="{activity}">Rounds</ar:ModuleName>
        <ar:Status>{status}</ar:Status><ar:CompletedDateTime>{day}</ar:CompletedDateTime>
        <ar:CreditID>{credit_id}</ar:CreditID><ar:Message>{reason}</ar:Message>
        </ar:Module></ar:Activity></ar:ActivityReport>"""
        for _, activity, day, first, last, birthday, _, _, credit_id, status, reason in rows
    )
    return (
        f'<ar:ActivityReports xmlns:ar="http://ns.medbiq.org/activityreport/v2/" xmlns:m="urn:member">'
        f"{reports}</ar:ActivityReports>"
    ).encode()


KINDS = {
    "xlsx": as_xlsx,
    "csv": as_text,
    "csv of Excel": lambda rows: b"\xef\xbb\xbf" + as_text(rows),
    "tab": lambda rows: as_text(rows, delimiter="\t"),
    "semicolons": lambda rows: as_text(rows, delimiter=";"),
    "UTF-16": lambda rows: as_text(rows, delimiter="\t").decode().encode("utf-16"),
    "xml": as_xml,
}
