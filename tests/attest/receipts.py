"""Walking through the pages of a receipt as its learner would."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.reading import Page

BIRTHDAY = {"known_month": "9", "known_day": "27"}
OTHER_BIRTHDAY = {"known_month": "1", "known_day": "1"}
BY_EMAIL = {"known_email": "amara@example.org", "known_number": "MD0012345"}


def prove(client: FlaskClient, address: str, **given: str) -> TestResponse:
    """Open the page and show who it is: by the birthday, where nothing else is given."""
    assert client.get(address).status_code == 200
    return client.post(address, data={"step": "prove"} | (given or BIRTHDAY))


def form(client: FlaskClient, address: str) -> dict[str, str]:
    """What the form of corrections would send as it opens, with the box ticked."""
    return Page(prove(client, address)).values | {"attest": "y"}


def correct(client: FlaskClient, receipt: str, *, path: str = "correct", **fields: str) -> TestResponse:
    """Correct some answers from the receipt, all the way."""
    address = f"{receipt}/{path}"
    return client.post(address, data=form(client, address) | fields)
