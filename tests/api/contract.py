"""Holds real answers against openapi.yaml."""

from __future__ import annotations

import json
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from werkzeug.test import TestResponse

from blueprints.api.openapi import document

BASE = "urn:attest"
REGISTRY: Registry[Any] = Registry().with_resource(BASE, DRAFT202012.create_resource(document()))
PREFIX = "/api/v1"


def operation(method: str, path: str) -> dict[str, Any]:
    """The operation that this call is, in the document; a fixed path wins over one with a parameter."""
    for template, item in sorted(document()["paths"].items(), key=lambda entry: "{" in entry[0]):
        pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(PREFIX + pattern, path) and method.lower() in item:
            return dict(item[method.lower()])
    raise AssertionError(f"{method} {path} is not in openapi.yaml")


def check(method: str, path: str, answer: TestResponse) -> None:
    """Fail where the answer's status, content type or body is not as the document says."""
    declared = operation(method, path)["responses"]
    said = declared.get(str(answer.status_code)) or (
        declared["default"] if answer.status_code >= 400 else None
    )
    assert said, f"{method} {path} answered {answer.status_code}, which openapi.yaml does not name"
    pointer = said.get("$ref", "")
    if pointer:
        said = document()["components"]["responses"][pointer.rsplit("/", 1)[-1]]
    content = said.get("content", {})
    if not content:
        assert answer.data == b""
        return
    assert answer.mimetype in content
    schema = content[answer.mimetype].get("schema")
    if schema and pointer:
        where = f"{BASE}{pointer}/content/{answer.mimetype.replace('/', '~1')}/schema"
        validator = Draft202012Validator({"$ref": where}, registry=REGISTRY, format_checker=FormatChecker())
        validator.validate(answer.get_json(force=True))


class Api:
    """A client with an API token; each of its answers is held against the document."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, body: Any = None, **options: Any) -> TestResponse:
        headers = self.headers | options.pop("headers", {})
        if body is not None:
            options |= {"data": json.dumps(body), "content_type": "application/json"}
        answer = self.client.open(PREFIX + path, method=method, headers=headers, **options)
        check(method, PREFIX + path.partition("?")[0], answer)
        return answer

    def get(self, path: str, status: int = 200, **options: Any) -> Any:
        """The JSON of a GET that is answered with `status`."""
        return self._json("GET", path, None, status, options)

    def post(self, path: str, body: Any, status: int = 201, **options: Any) -> Any:
        return self._json("POST", path, body, status, options)

    def patch(self, path: str, body: Any, status: int = 200, **options: Any) -> Any:
        return self._json("PATCH", path, body, status, options)

    def _json(self, method: str, path: str, body: Any, status: int, options: dict[str, Any]) -> Any:
        answer = self(method, path, body, **options)
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_json(force=True)


def routes(app: Flask) -> set[tuple[str, str]]:
    """Every method and path of the API, as the document would write them."""
    return {
        (method, re.sub(r"<(\w+)>", r"{\1}", rule.rule.removeprefix(PREFIX)))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
