"""O1: kill -9 in the middle of an import, again and again. In the end each row of the sheet is one record."""

from __future__ import annotations

import json
import random
import threading
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, text

from pars.formats.sheet import column_letters
from storage import api_tokens, audit
from storage.tables import RecordRow
from tests.conftest import Clock
from tests.failing.nest import Nest
from tests.failing.server import Server
from tests.pars.sheets.made import as_csv, jane
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

ROWS, KILLS = 600, 20
WITHIN = 0.4  # seconds


def rows() -> list[tuple[str, ...]]:
    return [
        jane(
            name=f"Doe-{column_letters(number + 1).title()}, Jane",
            license_number=f"MD77{number:04}",
            email=f"a{number}@example.org",
            birthday=f"{number % 12 + 1}/{number % 28 + 1}",
        )
        for number in range(ROWS)
    ]


def test_an_import_that_is_killed_is_taken_up(tmp_path: Path) -> None:
    server, in_hand, calls = Server(tmp_path), 0, 0
    activity = server.prepare()
    database = server.database()
    with database.write() as session:
        token = api_tokens.create(session, "a script", actor="console", now=Clock()())
    with Nest() as nest:
        server.start(nest=nest)
        brought = server.api(
            token, "POST", f"/activities/{activity.id}/sheets", {"text": as_csv(rows()).decode()}
        )
        sheet = f"/sheets/{json.loads(brought[1])['id']}"
        assert server.api(token, "PATCH", sheet, {"consent": "stated"})[0] == 200
        for _ in range(KILLS):
            heard: list[int] = []

            def call(heard: list[int] = heard) -> None:
                heard.append(server.api(token, "POST", f"{sheet}/import", {"took_part": True})[0])

            caller = threading.Thread(target=call)
            caller.start()
            caller.join(random.uniform(0, WITHIN))
            server.kill()
            caller.join()
            in_hand += heard == [0]
            server.start(nest=nest)
        left = 1
        while left:
            status, body = server.api(token, "POST", f"{sheet}/import", {"took_part": True})
            assert status == 200
            left, calls = json.loads(body)["left"], calls + 1
        server.stop()
    with database.read() as session:
        names = Counter(session.scalars(select(RecordRow.last_name)))
        broken = [chain for chain in audit.chains(session) if audit.first_broken(session, chain)]
        whole = session.execute(text("PRAGMA integrity_check")).scalar_one()
    database.dispose()
    doubled = sum(times > 1 for times in names.values())
    tell(
        "kill -9 in an import",
        rows=ROWS,
        kills=KILLS,
        in_hand=in_hand,
        records=names.total(),
        doubled=doubled,
    )
    assert in_hand > KILLS / 4, "the kills met no import: this has shown nothing"
    assert (len(names), doubled, broken, whole) == (ROWS, 0, [], "ok")
