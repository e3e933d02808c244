"""A database in which every column that may hold something sealed does, and what stands in it, opened."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from pars.formats.tables.table import Line, Table
from storage import (
    late_links,
    letters,
    links,
    prevalidation_answers,
    proposals,
    results,
    rotation,
    seal,
    sheets,
    words,
)
from storage.activities import StoredActivity
from storage.database import Database
from storage.letters import Words
from storage.record_rows import as_record
from storage.tables import (
    ExportedRow,
    PersonRow,
    PrevalidationRow,
    RecordRow,
    RunRow,
    TransmissionRow,
)
from tests.conftest import Clock
from tests.storage.canaries import accepted
from tests.storage.conftest import POLICY, Send

NOT_SEALED = "pars_templates.data"
LETTER = Words("a@example.org", "Hello", "Dear learner", "cme@example.org")
TABLE = Table(("First name", "Last name"), (Line(2, ("Amara", "Okafor")),))


def fill(
    database: Database, activity: StoredActivity, send: Send, clock: Clock, number: int = 6
) -> list[str]:
    """Records of each kind, and one of everything else; the ids of the records that PARS accepted."""
    ids = accepted(database, activity, send, clock, number)
    for one in range(number):
        send(activity, first_name=f"Bo{'a' * one}", license_number=f"MD9{one:04d}", npi="")
    waiting = send(activity, first_name="Wanda", license_number="MD777", npi="", email="").record_id
    now, staff = clock(), "staff:1"
    seal.check(database)
    with database.write() as session:
        vault = session.info["vault"]
        late_links.make(
            session, activity.id, note="Dr. Late", expires_at=now + timedelta(days=1), actor=staff, now=now
        )
        results.upload(session, activity.id, b"an answer", TABLE, actor=staff, now=now)
        sheets.keep(session, activity.id, b"a sheet", TABLE, actor=staff, now=now)
        letters.put(session, "a letter", waiting, LETTER, actor=staff, now=now)
        links.create(
            session, waiting, fields=["npi"], reason="Look again", policy=POLICY, actor=staff, now=now
        )
        record = as_record(session.get_one(RecordRow, waiting), vault)
        proposals.receive(session, waiting, record, record, ["npi"], now=now)
        reason = vault.seal("Not found.", prevalidation_answers.SEALED_REASON, waiting)
        session.add(
            PrevalidationRow(record_id=waiting, status="rejected", reason=reason, at=now, actor=staff)
        )
        person = uuid4().hex
        session.add(
            PersonRow(
                id=person, email="ada@example.org", name="Ada", role="coordinator", password_hash="", active=True,
                created_at=now, totp=vault.seal("JBSWY3DP", "people.totp", person), totp_step=None,
            )
        )  # fmt: skip
        sent = session.scalars(select(ExportedRow).where(ExportedRow.record_id == ids[0])).one()
        run = RunRow(
            id=uuid4().hex, export_id=sent.export_id, activity_id=activity.id, environment="sandbox", kind="submit",
            address="https://pars.example.org", state="done", reason="", troubles=0, due_at=now, started_at=now,
            finished_at=now, actor=staff,
        )  # fmt: skip
        session.add(run)
        session.flush()
        row = TransmissionRow(
            run_id=run.id, credit_id=sent.credit_id, action=sent.action, record_id=sent.record_id, position=0,
            state="refused", code="", tries=1, due_at=None, taken_at=None, changed_at=now,
        )  # fmt: skip
        words.keep(row, "No such license.", vault)
        session.add(row)
    return ids


def opened(database: Database) -> dict[tuple[str, ...], bytes]:
    """What is sealed, by column and key, opened with the keys that this database is given."""
    return {
        at: database.vault.open_bytes(value, at[0], place) for at, (value, place) in sealed(database).items()
    }


def sealed(database: Database) -> dict[tuple[str, ...], tuple[bytes, str]]:
    """What is sealed as it stands there, by column and key, and what it is sealed with besides its column."""
    found = {}
    with database.read() as session:
        for column in rotation.sealed_columns():
            name = f"{column.table.name}.{column.name}"
            if name == NOT_SEALED:
                continue
            key = [part.name for part in column.table.primary_key]
            rows = session.execute(select(column.table).where(column.is_not(None))).all()
            if name == "installation.value":
                rows = [row for row in rows if row.name == seal.NAME]
            assert rows, f"nothing is sealed in {name}: put something there in tests/storage/everything.py"
            for row in rows:
                at = (name, *(str(row._mapping[column.table.c[part]]) for part in key))
                found[at] = row._mapping[column], rotation.place_of(name, row)
    return found
