"""Filling in the page behind a link to correct a record."""

from __future__ import annotations

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from storage.links import NewLink
from tests.reading import Page

IN_DOUBT = ("first_name", "last_name", "license_state", "license_number", "birth_month")
ANSWERS = {
    "first_name": "Amara",
    "last_name": "Okafor",
    "license_state": "VT",
    "license_number": "VT99",
    "birth_month": "Sep",
    "birth_day": "28",
}


def send(client: FlaskClient, link: NewLink, **fields: str) -> TestResponse:
    """Fill in the page as it was served, and send it."""
    form = Page(client.get(f"/c/{link.token}")).values
    return client.post(f"/c/{link.token}", data=form | fields)
