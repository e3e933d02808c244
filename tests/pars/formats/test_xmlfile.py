"""The XML file: the structure of MedBiquitous Activity Report v2, by assertions of our own.

The schemas themselves are not ours to copy; every file made here was valid by them when it was written.
"""

import re
from datetime import UTC, date, datetime

import pytest
from lxml import etree

from pars.errors import Code
from pars.formats import xmlfile
from pars.formats.columns import Row
from tests.pars.formats.samples import activity, row

AT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
NAMES = {
    "r": "http://ns.medbiq.org/activityreport/v2/",
    "m": "http://ns.medbiq.org/member/v2/",
    "n": "http://ns.medbiq.org/name/v2/",
    "a": "http://ns.medbiq.org/address/v2/",
    "hx": "http://ns.medbiq.org/lom/extend/v1/",
}
DOMAIN = re.compile(r"idd:\S*\.\S*:\S*")


def find(path: str, *rows: Row) -> list[str]:
    """What an XPath finds in the file of these rows; elements by their names."""
    found = etree.fromstring(xmlfile.write(rows, AT)).xpath(path, namespaces=NAMES)
    return [etree.QName(each).localname if etree.iselement(each) else str(each) for each in found]


def test_the_elements_stand_in_the_order_of_the_schema() -> None:
    full = row(board="ABIM", board_id="77", npi="1234567893")
    assert find("/r:ActivityReports/*", full) == [
        "DateTimeCreated", "ReportingStartDate", "ReportingEndDate", "ActivityReport",
    ]  # fmt: skip
    assert find("//r:ActivityReport/*", full) == [
        "ReportingOrganization",
        "Member",
        "Activity",
        "XtensibleInfo",
    ]
    assert find("//r:Member/*", full) == ["UniqueID", "UniqueID", "Name", "LicenseInfo", "PersonalInfo"]
    assert find("//m:License/*", full) == [
        "LicensureEntity", "LicenseNumberAvailability", "LicenseNumber", "Jurisdiction",
    ]  # fmt: skip
    assert find("//r:Activity/*", full) == ["ProviderOrganization", "ActivityName", "Module"]
    assert find("//r:Module/*", full) == ["ModuleName", "Status", "CompletedDateTime", "CreditCertificate"]
    assert find("//r:CreditCertificate/*", full) == ["CreditReceived", "CreditID"]
    assert find("//r:CreditReceived/*", full) == [
        "accreditingBody", "activityCertification", "creditType", "creditUnit", "numberOfCredits",
        "CreditFocus", "CreditFocus",
    ]  # fmt: skip
    assert find("//r:CreditFocus/*/text()", full) == [
        "Medical Knowledge", "ABIM", "1", "Practice Assessment", "ABIM", "0.25",
    ]  # fmt: skip


@pytest.mark.parametrize(("month", "day"), [(9, 10), (2, 29)])
def test_a_birthday_is_a_date_of_a_leap_year_with_its_accuracy(month: int, day: int) -> None:
    born = row(birth_month=month, birth_day=day)
    assert find("//m:BirthDate/text()", born) == [f"1904-{month:02}-{day:02}"]
    assert find("//m:BirthDate/@accuracy", born) == ["DayMonth"]


def test_license_in_licenseinfo_and_the_others_by_domain() -> None:
    full = row(board="ABIM", board_id="77", npi="1234567893")
    assert find("//m:LicenseNumber/text()", full) == ["0012345"]
    assert find("//m:LicensureEntityName/text() | //m:StateOrProvince/text()", full) == ["Maine", "ME"]
    assert find("//m:UniqueID/text()", full) == ["1234567893", "77"]
    domains = find("//m:UniqueID/@domain", full)
    assert domains == ["idd:cms.hhs.gov:npi", "idd:abim.org:ABIM"]
    assert all(DOMAIN.fullmatch(domain) for domain in domains)


def test_without_a_license_number_the_state_stays() -> None:
    found = row(license_number="pending", npi="1234567893")
    assert find("//m:LicenseNumberAvailability/text()", found) == ["Unknown"]
    assert find("//m:LicenseNumber", found) == []
    assert find("//m:StateOrProvince/text()", found) == ["ME"]


def test_a_board_that_is_not_listed_and_one_without_its_id() -> None:
    others = activity([("ABNS", "Continuing", "1"), ("ABS", "Accredited CME", "1")])
    assert find("//m:UniqueID/@domain", row(others, board="ABNS", board_id="9")) == ["idd:accme.org:ABNS"]
    assert find("//m:UniqueID", row(others, board="ABS")) == []
    assert find("//r:Code/text()", row(others, board="ABS")) == ["ABS"]


def test_add_and_delete_in_xtensibleinfo() -> None:
    assert find("//r:XtensibleInfo/*/text()", row(action="Delete"), row()) == ["delete", "add"]
    assert find("//r:XtensibleInfo/*", row()) == ["LearnerRecordAction"]


def test_dates_have_no_zone_and_the_range_holds_them_all() -> None:
    days = (date(2026, 11, 2), date(2026, 3, 1), date(2026, 12, 31))
    rows = [row(completion_date=day) for day in days]
    assert find("//r:CompletedDateTime/text()", *rows) == [f"{day}T00:00:00" for day in days]
    assert find("/*/r:ReportingStartDate/text() | /*/r:ReportingEndDate/text()", *rows) == [
        "2026-03-01",
        "2026-12-31",
    ]


def test_a_further_row_holds_no_cme_credits() -> None:
    both = activity([("ABA", "MOCA lifelong learning", "1"), ("ABA", "Patient Safety", "0.5")])
    further = row(both, board="ABA", board_id="7", part="patient safety")
    assert find("//hx:numberOfCredits | //hx:activityCertification", further) == []
    assert find("//r:Description/text()", further) == ["Patient Safety"]


@pytest.mark.parametrize("text", ["<b>", "a & b", "]]>", '"', "&lt;", "漢字", "a\u200db", "🙂"])
def test_markup_is_text(text: str) -> None:
    assert find("//n:FamilyName/text()", row(last_name=text)) == [text]


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1fb", "a\nb", "a\uffffb", "a\ud800b"])
def test_what_no_parser_takes_is_told_before(text: str) -> None:
    (problem,) = xmlfile.unwritable(row(last_name=text))
    assert (problem.field, problem.code) == ("last_name", Code.NOT_WRITABLE)


@pytest.mark.parametrize("text", ["a\x00b", "a\x0bb", "a\x1fb", "a\uffffb", "a\ud800b"])
def test_what_no_parser_takes_is_never_offered(text: str) -> None:
    with pytest.raises(ValueError, match=r"does not fit|surrogates"):
        xmlfile.write([row(last_name=text)], AT)


def test_control_a_writer_without_escapes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlfile, "escape", lambda text: text)
    with pytest.raises(ValueError, match="would not be XML"):
        xmlfile.write([row(last_name="a & b")], AT)
