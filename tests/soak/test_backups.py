"""P11: copies made while phones send hold all that was acknowledged before they were begun, and are restored whole.

The control copies the file by hand, as people do, and leaves out what is still in SQLite's log.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import upkeep
from storage.database import Database
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.failing.phones import Phones
from tests.failing.remains import Remains, remains
from tests.failing.server import Server
from tests.soak.figures import tell

pytestmark = [pytest.mark.soak, pytest.mark.sqlite]

COPIES = 100
EACH = 50  # learners to a copy

Copy = Callable[[Database, Path], None]


def by_hand(database: Database, copy: Path) -> None:
    shutil.copy(str(database.url.database), copy)


def drill(folder: Path, copy: Copy, copies: int) -> list[Remains]:
    """Copy and restore so often under load; of each, what came back against what had been acknowledged before."""
    server = Server(folder)
    activity = server.prepare()
    server.start()
    database, found, slowest = server.database(), [], 0.0
    phones = Phones(server.port, activity.code, copies * EACH, many=2)
    with phones.sending():
        for number in range(copies):
            enough = len(phones.acked) + 5
            while phones.busy and len(phones.acked) < enough:
                time.sleep(0.005)
            before = dict(phones.acked)
            kept, back = (
                folder / f"copy{number}.db",
                Database(f"sqlite:///{folder / 'back.db'}", Vault(DATA_KEY)),
            )
            began = time.monotonic()
            copy(database, kept)
            upkeep.restore(back, kept)
            slowest = max(slowest, time.monotonic() - began)
            found.append(remains(back, before))
            back.dispose()
            kept.unlink()
    server.stop()
    database.dispose()
    tell(
        f"restored, copied {copy.__name__}",
        copies=copies,
        acked=len(phones.acked),
        rows_in_the_last=found[-1].rows,
        not_whole=sum(not one.whole for one in found),
        lost_in_all=sum(one.lost for one in found),
        not_sound=sum(not one.sound for one in found),
        slowest=slowest,
    )
    return found


def test_a_hundred_copies_under_load_hold_what_was_acknowledged(tmp_path: Path) -> None:
    assert all(one.sound for one in drill(tmp_path, upkeep.backup, COPIES))


def test_control_a_copy_by_hand_loses(tmp_path: Path) -> None:
    assert sum(one.lost for one in drill(tmp_path, by_hand, 5)) > 0
