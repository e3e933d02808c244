"""Learner reports in XML: MedBiquitous Activity Report v2 (ANSI/MEDBIQ AR.10.1), one report per row.

Where the standard leaves a choice, this follows the ACCME's draft in JSON: the provider and the activity by
their ACCME IDs, "Point" as the unit. A birthday without a year is a date of a leap year with its accuracy.
The domains of identifiers and the namespace of the action are our reading; confidence low.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from xml.etree.ElementTree import Element, SubElement, tostring
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from pars.errors import Problem
from pars.formats.columns import Row, board_report, cme_credits, printed
from pars.formats.writable import IMPOSSIBLE, misfits
from pars.identifiers import license, npi
from pars.vocabulary import BOARDS, STATES

LABEL = "XML"
LEAP_YEAR = 1904  # the standard's own; any would do, for a birthday may be 02/29
NPI_DOMAIN = "idd:cms.hhs.gov:npi"
LICENSE_DOMAIN = "idd:accme.org:license"

_NAMESPACES = {
    "xmlns": "http://ns.medbiq.org/activityreport/v2/",
    "xmlns:m": "http://ns.medbiq.org/member/v2/",
    "xmlns:n": "http://ns.medbiq.org/name/v2/",
    "xmlns:a": "http://ns.medbiq.org/address/v2/",
    "xmlns:hx": "http://ns.medbiq.org/lom/extend/v1/",
    "xmlns:accme": "http://www.accme.org/",
}


def write(rows: Iterable[Row], made_at: datetime) -> bytes:
    """The file's bytes; `made_at` is aware. The same rows give the same bytes.

    Raises ValueError where a parser would refuse what was written: see `unwritable`.
    """
    rows = list(rows)
    days = sorted(row.record.completion_date for row in rows if row.record.completion_date)
    today = made_at.astimezone(UTC).date()
    first, last = (days[0], days[-1]) if days else (today, today)
    names = " ".join(f"{name}={quoteattr(address)}" for name, address in _NAMESPACES.items())
    pieces = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ActivityReports {names}>',
        f"<DateTimeCreated>{made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</DateTimeCreated>",
        f"<ReportingStartDate>{first}</ReportingStartDate><ReportingEndDate>{last}</ReportingEndDate>",
        *(tostring(_report(row), encoding="unicode") for row in rows),
        "</ActivityReports>\n",
    ]
    data = "\n".join(pieces).encode("utf-8")
    _parse(data)
    return data


def unwritable(row: Row) -> list[Problem]:
    """Which values of this row hold a control character or another that XML cannot."""
    return misfits(row, IMPOSSIBLE, LABEL)


def _parse(data: bytes) -> None:
    """No file is offered that a parser refuses."""
    try:
        expat.ParserCreate().Parse(data, True)
    except expat.ExpatError as reason:
        raise ValueError("This would not be XML: a value does not fit into it.") from reason


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = SubElement(parent, name, attributes)
    child.text = text
    return child


def _report(row: Row) -> Element:
    report = Element("ActivityReport")
    _add(report, "ReportingOrganization", row.activity.provider_name)
    _add_member(report, row)
    _add_activity(report, row)
    _add(_add(report, "XtensibleInfo"), "accme:LearnerRecordAction", row.action.lower())
    return report


def _add_member(report: Element, row: Row) -> None:
    record = row.record
    member = _add(report, "Member")
    if npi.is_valid(record.npi):
        _add(member, "m:UniqueID", record.npi, domain=NPI_DOMAIN)
    told = board_report(row)
    if told and told.board_id:
        owner = BOARDS[told.board].domain if told.board in BOARDS else "accme.org"
        _add(member, "m:UniqueID", told.board_id, domain=f"idd:{owner}:{told.board}")
    name = _add(member, "m:Name")
    _add(name, "n:GivenName", record.first_name)
    _add(name, "n:FamilyName", record.last_name)
    if record.license_state in STATES:
        _add_license(member, record.license_state, record.license_number)
    if record.birth_month and record.birth_day:
        birthday = date(LEAP_YEAR, record.birth_month, record.birth_day).isoformat()
        _add(_add(member, "m:PersonalInfo"), "m:BirthDate", birthday, accuracy="DayMonth")


def _add_license(member: Element, state: str, number: str) -> None:
    usable = license.is_usable(number)
    entry = _add(_add(member, "m:LicenseInfo"), "m:License")
    entity = _add(entry, "m:LicensureEntity", code=state, domain=LICENSE_DOMAIN)
    _add(entity, "m:LicensureEntityName", STATES[state])
    _add(entry, "m:LicenseNumberAvailability", "Available" if usable else "Unknown")
    if usable:
        _add(entry, "m:LicenseNumber", number)
    place = _add(entry, "m:Jurisdiction")
    _add(_add(place, "m:Country"), "a:CountryCode", "US")
    _add(place, "m:StateOrProvince", state)


def _add_activity(report: Element, row: Row) -> None:
    activity = _add(report, "Activity", activityID=row.activity.accme_activity_id)
    _add(activity, "ProviderOrganization", row.activity.accme_provider_id)
    _add(activity, "ActivityName", row.activity.title)
    module = _add(activity, "Module")
    _add(module, "ModuleName", row.activity.title, moduleID=row.activity.accme_activity_id)
    _add(module, "Status", "Completed")
    if row.record.completion_date:
        # An xsd:dateTime has a time; without a zone it is nobody's midnight but the date's own.
        _add(module, "CompletedDateTime", f"{row.record.completion_date}T00:00:00")
    certificate = _add(module, "CreditCertificate")
    _add_credits(_add(certificate, "CreditReceived"), row)
    _add(certificate, "CreditID", row.credit_id)


def _add_credits(received: Element, row: Row) -> None:
    """CME credits, and beside them what the board is told: its credit types and points."""
    _add(received, "hx:accreditingBody", "ACCME")
    claimed = cme_credits(row)
    if claimed is not None:
        _add(received, "hx:activityCertification", row.activity.credit_type)
    _add(received, "hx:creditType", "CME")
    _add(received, "hx:creditUnit", "Point")
    if claimed is not None:
        _add(received, "hx:numberOfCredits", printed(claimed))
    told = board_report(row)
    for credit_type, points in told.credits if told else ():
        focus = _add(received, "CreditFocus")
        _add(focus, "Description", credit_type)
        _add(focus, "Code", row.record.board)
        _add(focus, "NumberOfCredits", printed(points))
