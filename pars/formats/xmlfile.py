"""Learner reports in XML: MedBiquitous Activity Report v2 (ANSI/MEDBIQ AR.10.1), one report per row.

Where the standard leaves a choice, this follows the ACCME's draft in JSON: the provider and the activity by
their ACCME IDs, "Point" as the unit. A birthday without a year is a date of a leap year with its accuracy.
The domains of identifiers and the namespace of the action are our reading; confidence low.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import chain
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pars.errors import Problem
from pars.formats.columns import Row, board_report, cme_credits, printed
from pars.formats.writable import IMPOSSIBLE, misfits
from pars.identifiers import license, npi
from pars.moc import BoardReport
from pars.vocabulary import BOARDS, STATES

LABEL = "XML"
LEAP_YEAR = 1904  # the standard's own; any would do, for a birthday may be 02/29
NPI_DOMAIN = "idd:cms.hhs.gov:npi"

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
    made_at = made_at.astimezone(UTC)
    days = [row.record.completion_date for row in rows if row.record.completion_date] or [made_at.date()]
    file = BytesIO()
    file.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    names = "".join(f" {name}={quoteattr(address)}" for name, address in _NAMESPACES.items())
    file.write(f"<ActivityReports{names}>\n".encode())
    head = (
        _text("DateTimeCreated", f"{made_at:%Y-%m-%dT%H:%M:%SZ}"),
        _text("ReportingStartDate", min(days).isoformat()),
        _text("ReportingEndDate", max(days).isoformat()),
    )
    for element in chain(head, map(_report, rows)):
        file.write(element.encode())
        file.write(b"\n")
    file.write(b"</ActivityReports>\n")
    data = file.getvalue()
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


def _text(name: str, text: str, attribute: str = "", value: str = "") -> str:
    """An element that holds text, with one attribute at most. All text goes through here."""
    said = f" {attribute}={quoteattr(value)}" if attribute else ""
    return f"<{name}{said}>{escape(text)}</{name}>"


def _element(name: str, inner: Iterable[str]) -> str:
    """An element that holds elements."""
    return f"<{name}>{''.join(inner)}</{name}>"


def _report(row: Row) -> str:
    action = _text("accme:LearnerRecordAction", row.action.lower())
    told = board_report(row)
    return _element(
        "ActivityReport",
        (
            _text("ReportingOrganization", row.activity.provider_name),
            _element("Member", _member(row, told)),
            _activity(row, told),
            _element("XtensibleInfo", (action,)),
        ),
    )


def _member(row: Row, told: BoardReport | None) -> Iterator[str]:
    record = row.record
    if npi.is_valid(record.npi):
        yield _text("m:UniqueID", record.npi, "domain", NPI_DOMAIN)
    if told and told.board_id:
        owner = BOARDS[told.board].domain if told.board in BOARDS else "accme.org"
        yield _text("m:UniqueID", told.board_id, "domain", f"idd:{owner}:{told.board}")
    names = (_text("n:GivenName", record.first_name), _text("n:FamilyName", record.last_name))
    yield _element("m:Name", names)
    if record.license_state in STATES:
        license_info = _element("m:License", _license(record.license_state, record.license_number))
        yield _element("m:LicenseInfo", (license_info,))
    if record.birth_month and record.birth_day:
        birthday = date(LEAP_YEAR, record.birth_month, record.birth_day).isoformat()
        yield _element("m:PersonalInfo", (_text("m:BirthDate", birthday, "accuracy", "DayMonth"),))


def _license(state: str, number: str) -> Iterator[str]:
    usable = license.is_usable(number)
    yield _element(
        "m:LicensureEntity", (_text("m:LicensureEntityName", STATES[state], "abbreviation", state),)
    )
    yield _text("m:LicenseNumberAvailability", "Available" if usable else "Unknown")
    if usable:
        yield _text("m:LicenseNumber", number)
    country = _element("m:Country", (_text("a:CountryCode", "US"),))
    yield _element("m:Jurisdiction", (country, _text("m:StateOrProvince", state)))


def _activity(row: Row, told: BoardReport | None) -> str:
    activity = row.activity
    certificate = (_element("CreditReceived", _credits(row, told)), _text("CreditID", row.credit_id))
    module = [
        _text("ModuleName", activity.title, "moduleID", activity.accme_activity_id),
        _text("Status", "Completed"),
        _element("CreditCertificate", certificate),
    ]
    if row.record.completion_date:
        # An xsd:dateTime has a time; docs/decisions tells why it is midnight, and in no zone.
        module.insert(2, _text("CompletedDateTime", f"{row.record.completion_date}T00:00:00"))
    return _element(
        "Activity",
        (
            _text("ProviderOrganization", activity.accme_provider_id),
            _text("ActivityName", activity.title),
            _element("Module", module),
        ),
    )


def _credits(row: Row, told: BoardReport | None) -> Iterator[str]:
    """CME credits, and beside them what the board is told: its credit types and points."""
    claimed = cme_credits(row)
    yield _text("hx:accreditingBody", "ACCME")
    if claimed is not None:
        yield _text("hx:activityCertification", row.activity.credit_type)
    yield _text("hx:creditType", "CME")
    yield _text("hx:creditUnit", "Point")
    if claimed is not None:
        yield _text("hx:numberOfCredits", printed(claimed))
    for credit_type, points in told.credits if told else ():
        focus = (
            _text("Description", credit_type),
            _text("Code", row.record.board),
            _text("NumberOfCredits", printed(points)),
        )
        yield _element("CreditFocus", focus)
