"""The JSON file: the shape of the ACCME's draft v0.5, by assertions of our own."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import islice
from typing import Any

import pytest

from pars.errors import Code
from pars.formats import jsonfile
from tests.pars.formats.samples import activity, row

AT = datetime(2026, 11, 23, 17, 30, tzinfo=timezone(-timedelta(hours=5)))
CREDIT_ID = re.compile(r"ccid:[^:]+:[^:]+")


def reports(data: bytes) -> list[dict[str, Any]]:
    whole = json.loads(data)
    assert list(whole) == ["ACCMELearnerReports"]
    assert list(whole["ACCMELearnerReports"]) == ["ActivityReports"]
    inner = whole["ACCMELearnerReports"]["ActivityReports"]
    assert list(inner) == ["DateTimeCreated", "ActivityReport"]
    assert inner["DateTimeCreated"] == "2026-11-23T22:30:00Z"
    return list(inner["ActivityReport"])


def test_a_report_is_this_and_no_more() -> None:
    (report,) = reports(jsonfile.write([row(board="ABIM", board_id="0077")], AT))
    points = [("AMA PRA Category 1", 1.25), ("Medical Knowledge", 1.0), ("Practice Assessment", 0.25)]
    identities = [("0012345", "ME"), ("0077", "ABIM"), ("0077", "ABIM")]
    ids = ["ccid:example.org:1", "ccid:example.org:1-2", "ccid:example.org:1-3"]
    assert report == {
        "ReportingOrganization": "Example Hospital",
        "Member": {"Name": {"GivenName": "Ada", "FamilyName": "Example"}},
        "Activity": {
            "ProviderOrganization": "0012345",
            "Module": {
                "ModuleName": {"value": "Grand rounds", "moduleID": "012345678"},
                "Status": "Completed",
                "CompletedDateTime": "2026-11-01T00:00:00",
                "CreditCertificate": [
                    {
                        "UniqueID": {"value": value, "domain": domain},
                        "CreditReceived": {
                            "activityCertification": kind,
                            "creditUnit": "Point",
                            "numberOfCredits": number,
                        },
                        "CreditID": credit_id,
                    }
                    for (value, domain), (kind, number), credit_id in zip(
                        identities, points, ids, strict=True
                    )
                ],
            },
        },
        "XtensibleInfo": {"LearnerRecordAction": "add"},
    }
    assert all(CREDIT_ID.fullmatch(credit_id) for credit_id in ids)


def test_each_certificate_leads_back_to_its_row() -> None:
    own = replace(row(), credit_id="ccid:cme-1.example.org:00ff12")
    ids = list(islice(jsonfile.credit_ids(own), 12))
    assert (ids[0], ids[11], len(set(ids))) == (own.credit_id, f"{own.credit_id}-12", 12)
    assert {jsonfile.row_id(credit_id) for credit_id in ids} == {own.credit_id}


def test_no_birthday_and_no_invented_year() -> None:
    data = jsonfile.write([row()], AT)
    assert b"BirthDate" not in data
    assert b"PersonalInfo" not in data


def test_a_deletion_names_the_credits_of_its_addition() -> None:
    added, deleted = (
        reports(jsonfile.write([row(board="ABIM", action=what)], AT)) for what in ("Add", "Delete")
    )
    assert deleted[0]["XtensibleInfo"] == {"LearnerRecordAction": "delete"}
    assert deleted[0]["Activity"] == added[0]["Activity"]


def test_an_npi_goes_where_there_is_no_license_number() -> None:
    (report,) = reports(jsonfile.write([row(license_number="pending", npi="1234567893")], AT))
    identity = report["Activity"]["Module"]["CreditCertificate"][0]["UniqueID"]
    assert identity == {"value": "1234567893", "domain": "NPI"}


def test_a_further_row_holds_the_boards_credit_alone() -> None:
    both = activity([("ABA", "MOCA lifelong learning", "1"), ("ABA", "Patient Safety", "0.5")])
    (report,) = reports(jsonfile.write([row(both, board="ABA", board_id="7", part="patient safety")], AT))
    (certificate,) = report["Activity"]["Module"]["CreditCertificate"]
    assert certificate["UniqueID"] == {"value": "7", "domain": "ABA"}
    assert certificate["CreditReceived"]["activityCertification"] == "Patient Safety"
    assert certificate["CreditID"] == "ccid:example.org:1"


def test_a_board_without_an_id_is_named_without_a_value() -> None:
    """ABS and ABIM take learners whose ID nobody knows; the schema wants the element, so the domain stays."""
    told = activity([("ABS", "Accredited CME", "1")])
    (report,) = reports(jsonfile.write([row(told, board="ABS", board_id="")], AT))
    identities = [one["UniqueID"] for one in report["Activity"]["Module"]["CreditCertificate"]]
    assert identities == [{"value": "0012345", "domain": "ME"}, {"domain": "ABS"}]


def test_who_has_no_number_is_told_before() -> None:
    (problem,) = jsonfile.unwritable(row(license_number="", npi="1234567890"))
    assert (problem.field, problem.code) == ("license_number", Code.JSON_WANTS_NUMBER)
    assert jsonfile.unwritable(row()) == []


def test_half_a_surrogate_pair_is_told_before() -> None:
    assert [problem.field for problem in jsonfile.unwritable(row(last_name="a\ud800"))] == ["last_name"]
    with pytest.raises(ValueError, match="surrogates"):
        jsonfile.write([row(last_name="a\ud800")], AT)


def test_the_same_rows_give_the_same_bytes() -> None:
    assert jsonfile.write([row(), row()], AT) == jsonfile.write([row(), row()], AT.astimezone(UTC))
