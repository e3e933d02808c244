"""The floors: the least code that does the same work as a part of the product."""

import json
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from flask import Flask, redirect, request
from werkzeug.wrappers import Response

REQUIRED = ("profession", "first_name", "last_name", "license_state", "credits", "consent", "attest")
"""The answers that the floor's view wants."""


def bare_flask(page: bytes) -> Flask:
    """A view that returns these bytes."""
    app = Flask("bare")

    @app.get("/")
    def page_view() -> Response:
        return Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    return app


def durable_insert(file: Path, required: Sequence[str]) -> Flask:
    """A view that looks at some fields by hand and stores all in one durable insert."""
    connection = sqlite3.connect(file, isolation_level=None, timeout=10, check_same_thread=False)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS attestation (id INTEGER PRIMARY KEY, typed TEXT NOT NULL)")
    app, turn = Flask("floor"), Lock()

    @app.post("/")
    def store() -> Response:
        typed = request.form.to_dict()
        if not all(typed.get(name, "").strip() for name in required):
            return Response("incomplete", status=400)
        with turn:
            connection.execute("INSERT INTO attestation (typed) VALUES (?)", (json.dumps(typed),))
        return redirect("/receipt", 303)

    return app


def hall() -> Flask:
    """Both for gunicorn: the page in FLOOR's folder, and the insert. Made in each worker, with its connection."""
    folder = Path(os.environ["FLOOR"])
    app = durable_insert(folder / "floor.db", REQUIRED)
    page = (folder / "page").read_bytes()

    @app.get("/")
    def form() -> Response:
        return Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})

    return app


START = """
import flask, sqlalchemy, sqlalchemy.orm
app = flask.Flask("bare")
app.add_url_rule("/healthz", view_func=lambda: "ok")
assert app.test_client().get("/healthz").status_code == 200
"""
"""A process that imports Flask and SQLAlchemy and answers one request."""
