"""openapi.yaml is the truth: nothing is served that it does not name, nothing is named that is not served."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator

from blueprints.api import exports, learner
from blueprints.api.openapi import document
from pars.formats.results.matching import Group
from pars.lifecycle import State
from pars.setup import activity_as_json
from storage.lists import SORTS
from tests.api.contract import Api, routes
from tests.conftest import an_activity

METHODS = {"get", "post", "patch", "put", "delete"}
SCHEMAS = document()["components"]["schemas"]


def operations() -> list[tuple[str, str]]:
    return [
        (method.upper(), path)
        for path, item in document()["paths"].items()
        for method in item
        if method in METHODS
    ]


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in references(inner)]
    return [found for inner in value for found in references(inner)] if isinstance(value, list) else []


def test_paths_and_methods_are_those_of_the_app(app: Flask) -> None:
    assert set(operations()) == routes(app)


def test_each_operation_names_the_scope_of_its_door(app: Flask) -> None:
    doors = document()["x-doors"] | {"guarded": document()["security"]}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api."):
            item = document()["paths"][re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1"))]
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                said = item[method.lower()].get("security", document()["security"])
                assert said == doors[app.view_functions[rule.endpoint].door], f"{method} {rule.rule}"


def test_every_reference_leads_somewhere_and_every_component_is_used() -> None:
    used = set(references(document()))
    there = {
        f"#/components/{kind}/{name}"
        for kind in ("parameters", "requestBodies", "responses", "schemas")
        for name in document()["components"][kind]
    }
    assert used == there


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])


def test_the_closed_lists_are_those_of_the_code() -> None:
    parameters = {
        entry.get("name"): entry
        for entry in document()["paths"]["/activities/{activity_id}/records"]["get"]["parameters"]
    }
    new_export = document()["components"]["requestBodies"]["NewExport"]["content"]["application/json"][
        "schema"
    ]["properties"]
    assert SCHEMAS["State"]["enum"] == [state.value for state in State]
    assert set(parameters["sort"]["schema"]["enum"]) == set(SORTS)
    assert SCHEMAS["ResultGroup"]["enum"] == [group.value for group in Group]
    assert new_export["format"]["enum"] == list(exports.FORMATS)
    assert new_export["kind"]["enum"] == list(exports.KINDS)


def test_the_fields_are_those_of_the_code() -> None:
    learners = {**SCHEMAS["LearnerSummary"]["properties"], **SCHEMAS["LearnerFields"]["properties"]}
    assert set(learners) == set(learner.FIELDS)
    assert set(SCHEMAS["ActivityFields"]["properties"]) == set(activity_as_json(an_activity()))


def test_the_document_is_served(api: Api) -> None:
    assert api.get("/openapi.json") == document()


@pytest.mark.parametrize(("method", "path"), operations())
def test_nobody_unknown_is_let_in(client: FlaskClient, method: str, path: str) -> None:
    address = "/api/v1" + path.replace("{", "").replace("}", "")
    for headers in ({}, {"Authorization": "Bearer attest_wrong"}, {"Authorization": "Basic x"}):
        answer = client.open(address, method=method, headers=headers, data=b"{", content_type="text/plain")
        assert answer.status_code == 401
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def for_tokens(method: str, path: str) -> bool:
    operation = document()["paths"][path][method.lower()]
    return operation.get("security") != document()["x-doors"]["people"]


@pytest.mark.parametrize(
    ("method", "path"), [entry for entry in operations() if "{" in entry[1] and for_tokens(*entry)]
)
def test_what_is_not_there_is_not_found(api: Api, method: str, path: str) -> None:
    for missing in ("0", "9223372036854775808", "%2e%2e", "é", "x" * 4000):
        address = "/api/v1" + path.split("{")[0] + missing + path.split("}")[1]
        answer = api.client.open(address, method=method, headers=api.headers)
        assert (
            answer.status_code in {404, 415}
            if method in {"POST", "PATCH", "PUT"}
            else answer.status_code == 404
        )
        assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "TRACE", "PROPFIND"])
def test_another_method_is_refused_in_our_shape(api: Api, method: str) -> None:
    answer = api.client.open("/api/v1/activities", method=method, headers=api.headers)
    assert answer.status_code == 405
    assert answer.mimetype == "application/problem+json"
    assert "POST" in answer.headers["Allow"]


def test_an_unknown_address_is_refused_in_our_shape(api: Api) -> None:
    answer = api.client.get("/api/v1/nothing", headers=api.headers)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
