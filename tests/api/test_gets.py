"""Looking changes nothing: after every page and every answer was asked for twice, the database is as it was."""

from __future__ import annotations

import hashlib

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from storage.database import Database
from storage.tables import ActivityRow, Table

# Counters of how often something was asked, and when a session or a token was last used, are no one's data.
COUNTED = {"tallies", "limits"}
USED = {"seen_at", "used_at"}


def digest(database: Database) -> str:
    """Of every row of every table but what counts the asking itself."""
    whole = hashlib.sha256()
    with database.read() as session:
        for table in Table.metadata.sorted_tables:
            if table.name in COUNTED:
                continue
            kept = [column for column in table.columns if column.name not in USED]
            for row in session.execute(select(*kept).order_by(*table.primary_key.columns)):
                whole.update(repr((table.name, *row)).encode())
    return whole.hexdigest()


def named(database: Database) -> dict[str, str]:
    """For the arguments of addresses, the ids of things that are there."""
    wanted = {
        "activity_id": "activities", "record_id": "records", "export_id": "exports", "result_id": "result_files",
        "sheet_id": "sheets", "pilot_id": "pilots", "run_id": "runs", "token_id": "api_tokens",
    }  # fmt: skip
    found = {"code": ("activities", "code")} | {name: (table, "id") for name, table in wanted.items()}
    ids = {}
    with database.read() as session:
        for name, (table, column) in found.items():
            value = session.execute(select(Table.metadata.tables[table].c[column]).limit(1)).scalar()
            ids[name] = str(value or "missing")
    return ids


@pytest.fixture
def filled(app: Flask, database: Database) -> Database:
    for command in ("upgrade", "demo"):
        assert app.test_cli_runner().invoke(args=[command]).exit_code == 0
    return database


def ask_all(app: Flask, client: FlaskClient, database: Database, token: str) -> list[int]:
    """Every address that can be looked at, filled in with what is there; the answers' status codes."""
    ids, codes = named(database), []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        address = rule.rule
        for argument in rule.arguments:
            value = ids.get(argument, "x")
            address = address.replace(f"<{argument}>", value).replace(f"<int:{argument}>", "1")
        headers = {"Authorization": f"Bearer {token}"} if address.startswith("/api/") else {}
        codes.append(client.get(address, headers=headers).status_code)
    return codes


def test_looking_changes_nothing(app: Flask, client: FlaskClient, filled: Database, token: str) -> None:
    before = digest(filled)
    codes = ask_all(app, client, filled, token) + ask_all(app, client, filled, token)
    assert codes.count(200) > 2 * 45
    assert max(codes) < 500
    assert digest(filled) == before


def test_a_build_that_notes_each_look_is_caught(
    app: Flask, client: FlaskClient, filled: Database, token: str
) -> None:
    def note() -> None:
        with filled.write() as session:
            session.execute(update(ActivityRow).values(title="Looked at"))

    before = digest(filled)
    app.before_request(note)
    client.get("/api/v1/activities", headers={"Authorization": f"Bearer {token}"})
    assert digest(filled) != before
