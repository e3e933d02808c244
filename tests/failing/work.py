"""Work in a process of its own, to be killed in the middle: `python -m tests.failing.work WHAT DATABASE MOMENT FILE`.

It says "begun" when everything is imported and the work begins, and "done" after it.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from blueprints import purging
from blueprints.current import House
from config import Config
from storage import upkeep
from storage.database import Database
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.house.files import ROOT

SECRET = "a secret that only the tests know...."


def house(url: str, moment: str) -> House:
    """A house at this address whose clock stands still."""
    config = Config(secret_key=SECRET, data_key=DATA_KEY, database_url=url)
    now = datetime.fromisoformat(moment)
    return House(config, Database(url, Vault(DATA_KEY)), lambda: now)


WORK: dict[str, Callable[[House, Path], object]] = {
    "upgrade": lambda house, _: house.database.upgrade(),
    "purge": lambda house, _: purging.purge(house),
    "backup": lambda house, file: upkeep.backup(house.database, file),
    "restore": lambda house, file: upkeep.restore(house.database, file),
}


def begun(what: str, url: str, moment: datetime, file: Path = Path()) -> subprocess.Popen[str]:
    """The process that does it, at the moment when it begins."""
    run = [sys.executable, "-m", "tests.failing.work", what, url, moment.isoformat(), str(file)]
    process = subprocess.Popen(run, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


def finished(process: subprocess.Popen[str]) -> None:
    """Let it end by itself."""
    told, _ = process.communicate(timeout=600)
    assert told == "done\n"


def killed(process: subprocess.Popen[str], within: float) -> bool:
    """kill -9 at some moment of the next `within` seconds; True where it was still at work."""
    time.sleep(random.uniform(0, within))
    process.kill()
    told, _ = process.communicate()
    return "done" not in told


def main(what: str, url: str, moment: str, file: str) -> None:
    at = house(url, moment)
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    WORK[what](at, Path(file))
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
