"""The floors: the least code that does the same work as a part of the product."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, redirect, request
from werkzeug.wrappers import Response


def bare_flask(page: bytes) -> Flask:
    """A view that returns these bytes."""
    app = Flask("bare")

    @app.get("/")
    def page_view() -> Response:
        return Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    return app


def durable_insert(file: Path, required: Sequence[str]) -> Flask:
    """A view that looks at some fields by hand and stores all in one durable insert."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS attestation (id INTEGER PRIMARY KEY, typed TEXT NOT NULL)")
    app = Flask("floor")

    @app.post("/")
    def store() -> Response:
        typed = request.form.to_dict()
        if not all(typed.get(name, "").strip() for name in required):
            return Response("incomplete", status=400)
        connection.execute("INSERT INTO attestation (typed) VALUES (?)", (json.dumps(typed),))
        return redirect("/receipt", 303)

    return app


START = """
import flask, sqlalchemy, sqlalchemy.orm
app = flask.Flask("bare")
app.add_url_rule("/healthz", view_func=lambda: "ok")
assert app.test_client().get("/healthz").status_code == 200
"""
"""A process that imports Flask and SQLAlchemy and answers one request."""
