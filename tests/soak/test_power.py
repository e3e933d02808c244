"""P2: before the server says "saved", the disk has it. kill -9 cannot show this: the system's memory survives it.

strace watches every thread: between hearing a post and answering it, whatever the thread wrote to the database or
its log must have been synced. Another connection is held open meanwhile, because a last one that closes syncs too.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.failing.phones import learner, post
from tests.failing.server import OURS, Server
from tests.failing.tracing import HAS_STRACE, acks, strace
from tests.soak.figures import tell

pytestmark = pytest.mark.sqlite

POSTS = 100
HEARD = '7 recvfrom(10<socket:[1]>, "POST /a/3PP3NB HTTP"..., 8192, 0, NULL, NULL) = 415\n'
WRITTEN = '7 pwrite64(17</x/attest.db-wal>, "..."..., 24, 0) = 24\n'
SYNCED = "7 fdatasync(17</x/attest.db-wal>) = 0\n"
SAID = '7 sendto(10<socket:[1]>, "HTTP/1.1 201 CREATED"..., 739, 0, NULL, 0) = 739\n'
PIECES = (
    "7 fdatasync(17</x/attest.db-wal> <unfinished ...>\n"
    '8 write(2</x/output>, "..."..., 3) = 3\n'
    "7 <... fdatasync resumed>) = 0\n"
)


@pytest.mark.parametrize(
    ("trace", "waited"),
    [
        (HEARD + WRITTEN + SYNCED + SAID, True),
        (HEARD + WRITTEN + PIECES + SAID, True),
        (HEARD + SAID, False),
        (HEARD + WRITTEN + SAID, False),
        (HEARD + WRITTEN + SAID + SYNCED, False),
        (HEARD + WRITTEN + SYNCED.replace("7 ", "8 ") + SAID, False),
        (HEARD + WRITTEN + SYNCED.replace("-wal", "-journal") + SAID, False),
        (HEARD + WRITTEN + SYNCED.replace("= 0", "= -1 EIO (Input/output error)") + SAID, False),
        (HEARD + WRITTEN + SYNCED + WRITTEN + SAID, False),
        (SYNCED + HEARD + SAID, False),
    ],
)
def test_the_watch_sees_who_does_not_wait(trace: str, waited: bool) -> None:
    assert acks(trace, "/x/attest.db") == [waited]


def watched(folder: Path, build: str) -> list[bool]:
    server = Server(folder, build)
    activity = server.prepare()
    trace = folder / "trace"
    server.start(*strace(trace))
    database = server.database()
    with database.connection():
        statuses = {post(server.port, f"/a/{activity.code}", learner(number))[0] for number in range(POSTS)}
    server.stop()
    database.dispose()
    assert statuses == {201}
    seen = acks(trace.read_text(encoding="utf-8", errors="replace"), str(server.file))
    tell(f"{build} under strace", acks=len(seen), synced_before=sum(seen))
    return seen


@pytest.mark.soak
@pytest.mark.skipif(not HAS_STRACE, reason="strace is not on this computer: apt-get install strace")
class TestUnderStrace:
    def test_every_answer_waits_for_the_disk(self, tmp_path: Path) -> None:
        assert watched(tmp_path, OURS) == [True] * POSTS

    def test_control_a_server_that_does_not_wait_is_seen(self, tmp_path: Path) -> None:
        seen = watched(tmp_path, "tests.failing.builds:does_not_wait_for_the_disk()")
        assert len(seen) == POSTS
        assert sum(seen) < POSTS / 10
