"""Processes queue at a file beside the database; one that dies, or a file that cannot be made, holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.turns import Turn
from tests.house.files import ROOT

HOLD = """
import sys, time
from pathlib import Path
from storage.turns import Turn
with Turn(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "attest.db"


def test_another_process_waits_and_goes_on_when_the_first_is_killed(file: Path) -> None:
    first = subprocess.Popen([sys.executable, "-c", HOLD, str(file)], cwd=ROOT, stdout=subprocess.PIPE)
    assert first.stdout
    first.stdout.readline()
    mine = threading.Event()

    def take() -> None:
        with Turn(file):
            mine.set()

    second = threading.Thread(target=take)
    second.start()
    assert not mine.wait(0.2)
    first.kill()
    assert mine.wait(10)
    second.join()
    first.communicate()


def test_threads_of_one_process_take_turns(file: Path) -> None:
    turn, inside, most = Turn(file), [0], [0]

    def take() -> None:
        for _ in range(200):
            with turn:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1]


def test_its_file_is_its_owners_alone(file: Path) -> None:
    with Turn(file):
        assert file.with_name("attest.db-turn").stat().st_mode & 0o077 == 0


def test_where_no_file_can_be_made_threads_still_take_turns(tmp_path: Path) -> None:
    turn = Turn(tmp_path / "nowhere" / "attest.db")
    for _ in range(2):
        with turn:
            pass
