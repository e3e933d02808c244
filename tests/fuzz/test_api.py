"""Each operation of openapi.yaml gets hundreds of requests, right ones and wrong ones, in a pilot that is lived in.

Every answer is one that the document names, in the shape it says, and none is a failure of ours. `make fuzz`.
"""

from __future__ import annotations

import copy
import logging
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from app import create_app
from blueprints.api.openapi import document
from config import Config
from tests.api.contract import Api
from tests.api.test_openapi import operations
from tests.conftest import DATA_KEY, Clock
from tests.fuzz.furnished import furnish, ids
from tests.soak.figures import tell

schemathesis = pytest.importorskip("schemathesis")
openapi = pytest.importorskip("schemathesis.specs.openapi.checks")

CHECKS = [
    pytest.importorskip("schemathesis.checks").not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_headers_conformance,
    openapi.response_schema_conformance,
]
CASES = 150
"""For each operation, and each way: what the document allows, and what it forbids."""
NOWHERE = "nobody"
VERSIONS = {"type": "integer", "minimum": 0, "maximum": 4}

pytestmark = [pytest.mark.fuzz, pytest.mark.sqlite]
often = settings(
    max_examples=CASES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """No line for each of thousands of requests."""
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def furnished(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a pilot in it, that each test copies."""
    path = tmp_path_factory.mktemp("furnished") / "attest.db"
    shutil.copy(empty_database, path)
    clock = Clock()
    url = f"sqlite:///{path}"
    app = create_app(Config(secret_key="x" * 32, data_key=DATA_KEY, database_url=url), clock)
    furnish(app, clock)
    app.extensions["attest"].database.dispose()
    return path


@pytest.fixture
def database_url(furnished: Path, tmp_path: Path) -> str:
    shutil.copy(furnished, tmp_path / "attest.db")
    return f"sqlite:///{tmp_path / 'attest.db'}"


@pytest.fixture
def api(client: FlaskClient, token: str) -> Api:
    return Api(client, token)


def as_lived_in(there: dict[str, list[str]]) -> dict[str, Any]:
    """The document, whose ids are those of things that are there, or of nothing."""
    lived_in = copy.deepcopy(document())
    for name, parameter in lived_in["components"]["parameters"].items():
        if parameter["in"] == "path":
            parameter["schema"] = {"type": "string", "enum": [*there.get(name, []), NOWHERE]}
    record = {"type": "string", "enum": [*there["record_id"], NOWHERE]}
    _put_records(lived_in["components"]["requestBodies"], record)
    return lived_in


def _put_records(schema: Any, record: dict[str, Any]) -> None:
    """Ids of records where a body names records, with versions as young records have."""
    for name, inner in schema.items() if isinstance(schema, dict) else ():
        if name in ("records", "others", "record_ids"):
            if inner["items"]["type"] == "string":
                inner["items"] = record
            else:
                inner["items"]["properties"] = {"id": record, "version": VERSIONS}
        else:
            _put_records(inner, record)


def throw(app: Flask, api: Api, method: str, path: str, *, allowed: bool) -> Counter[int]:
    """Send what the document allows, or what it forbids; count the answers by status, fail at the first wrong one."""
    schema = schemathesis.openapi.from_dict(as_lived_in(ids(api)))
    schema.app = app
    mode = schemathesis.GenerationMode.POSITIVE if allowed else schemathesis.GenerationMode.NEGATIVE
    answers: Counter[int] = Counter()

    @often
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def each(case: Any) -> None:
        answer = case.call(headers=api.headers)
        answers[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    each()
    return answers


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "forbidden"])
@pytest.mark.parametrize(("method", "path"), operations())
def test_every_answer_is_in_the_document(app: Flask, api: Api, method: str, path: str, allowed: bool) -> None:
    answers = throw(app, api, method, path, allowed=allowed)
    tell(f"{method} {path}", **{f"n{status}": times for status, times in sorted(answers.items())})
