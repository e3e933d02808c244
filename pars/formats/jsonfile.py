"""Learner reports in JSON, after the ACCME's draft v0.5 (github.com/elliottACCME/tempSchema at a9eaa6f).

One report per row. A certificate holds the CME credits, another each credit type of the board. The draft has
no form of a birthday without a year, so none is written: docs/decisions tells that and what becomes of dates.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from pars.errors import Code, Problem
from pars.formats.columns import Row, board_report, cme_credits
from pars.formats.writable import misfits
from pars.reporting import reported_identifier

LABEL = "JSON"

# JSON escapes controls; half a surrogate pair is not even UTF-8.
_IMPOSSIBLE = re.compile(r"[\ud800-\udfff]")
_FURTHER = re.compile(r"-[0-9]+$")


def write(rows: Iterable[Row], made_at: datetime) -> bytes:
    """The file's bytes, one report per line; `made_at` is aware. The same rows give the same bytes."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
    created = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    file = BytesIO()
    file.write(
        b'{"ACCMELearnerReports":{"ActivityReports":{"DateTimeCreated":"%s","ActivityReport":['
        % created.encode()
    )
    for number, row in enumerate(rows):
        file.write(b",\n" if number else b"\n")
        file.write(encode(_report(row)).encode())
    file.write(b"\n]}}}\n")
    return file.getvalue()


def unwritable(row: Row) -> list[Problem]:
    """What this row holds that JSON cannot, and what the draft wants and this row has not."""
    found = misfits(row, _IMPOSSIBLE, LABEL)
    if not reported_identifier(row.record):
        found.append(Problem("license_number", Code.JSON_WANTS_NUMBER))
    return found


def credit_ids(row: Row) -> Iterator[str]:
    """An ID for each certificate of a row: the row's own, then the same with -2, -3 and so on."""
    yield row.credit_id
    number = 2
    while True:
        yield f"{row.credit_id}-{number}"
        number += 1


def row_id(credit_id: str) -> str:
    """The ID of the row, given that of any of its certificates: a row's own ends in hexadecimal, so without "-2"."""
    return _FURTHER.sub("", credit_id)


def _report(row: Row) -> dict[str, Any]:
    activity, record = row.activity, row.record
    return {
        "ReportingOrganization": activity.provider_name,
        "Member": {"Name": {"GivenName": record.first_name, "FamilyName": record.last_name}},
        "Activity": {
            "ProviderOrganization": activity.accme_provider_id,
            "Module": {
                "ModuleName": {"value": activity.title, "moduleID": activity.accme_activity_id},
                "Status": "Completed",
                "CompletedDateTime": _midnight(record.completion_date),
                "CreditCertificate": list(_certificates(row)),
            },
        },
        "XtensibleInfo": {"LearnerRecordAction": row.action.lower()},
    }


def _certificates(row: Row) -> Iterator[dict[str, Any]]:
    ids = credit_ids(row)
    if (credits := cme_credits(row)) is not None:
        yield _certificate(_identity(row), row.activity.credit_type, credits, next(ids))
    if told := board_report(row):
        for credit_type, points in told.credits:
            yield _certificate((told.board_id, told.board), credit_type, points, next(ids))


def _identity(row: Row) -> tuple[str, str]:
    """The learner's license number with its state, or the NPI."""
    number = reported_identifier(row.record)
    return number, row.record.license_state if number == row.record.license_number else "NPI"


def _certificate(identity: tuple[str, str], kind: str, number: Decimal, credit_id: str) -> dict[str, Any]:
    value, domain = identity
    return {
        # ABS and ABIM take learners without an ID. The draft wants the element; an empty value would be a false one.
        "UniqueID": {"value": value, "domain": domain} if value else {"domain": domain},
        # Quarters are exact in binary, too.
        "CreditReceived": {
            "activityCertification": kind,
            "creditUnit": "Point",
            "numberOfCredits": float(number),
        },
        "CreditID": credit_id,
    }


def _midnight(day: date | None) -> str:
    # The field wants a time. Without a zone it is read as US Central, so the date stays what it is.
    return f"{day.isoformat()}T00:00:00" if day else ""
