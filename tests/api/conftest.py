"""The API as another system meets it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from storage.activities import StoredActivity
from tests.api.contract import Api
from tests.api.samples import attestation


@pytest.fixture
def api(client: FlaskClient, token: str) -> Api:
    return Api(client, token)


@pytest.fixture
def records_of(activity: StoredActivity) -> str:
    """Where records of the activity are sent and listed."""
    return f"/activities/{activity.id}/records"


@pytest.fixture
def arrive(api: Api, records_of: str) -> Callable[..., Any]:
    """Sends an attestation and returns its answer."""
    return lambda **fields: api.post(records_of, attestation(**fields))
