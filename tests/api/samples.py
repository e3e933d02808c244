"""What another system sends."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

ACTIVITY = {
    "title": "Trauma Grand Rounds",
    "accme_activity_id": "201234567",
    "provider_name": "Lakeside Teaching Hospital",
    "accme_provider_id": "0001234",
    "format": "live",
    "starts_on": "2026-11-23",
    "ends_on": "2026-11-23",
    "timezone": "America/New_York",
    "credits_max": "6",
    "contact_email": "cme@example.org",
}


def attestation(**fields: Any) -> dict[str, Any]:
    """One physician's answers as JSON, whole and right, under a submission id of their own."""
    return {
        "submission_id": str(uuid4()),
        "profession": "md",
        "first_name": "Amara",
        "last_name": "Okafor",
        "license_state": "ME",
        "license_number": "MD0012345",
        "npi": "1234567893",
        "birth_month": 9,
        "birth_day": 27,
        "credits": "6",
        "email": "amara@example.org",
        "consent": True,
        "attest": True,
    } | fields


def another(number: int, **fields: Any) -> dict[str, Any]:
    """The answers of somebody else: each number is another person."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    own = {
        "last_name": f"Okafor{letters}",
        "license_number": f"MD00{number:05}",
        "npi": "",
        "birth_day": number % 28 + 1,
    }
    return attestation(**(own | {"email": f"{letters}@example.org"} | fields))
