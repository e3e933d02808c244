"""`python -m tests.bench.growth`: what grows with the records of an activity, at 1,000, 10,000 and 100,000 of them.

Each figure is the median of some tries; the last column says how many times longer the most takes than the least.
Linear is 100 where all records are gone through, and 1 where nobody looks at them.
"""

from __future__ import annotations

import logging
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from app import create_app
from config import Config
from pars.formats.registry import FORMATS, Made
from storage import activities, exports, lists
from storage.activities import StoredActivity
from storage.database import Database
from storage.vault import Vault
from tests.bench.measure import Client
from tests.bench.writers import NOW, salted, store
from tests.conftest import DATA_KEY, an_activity, answers

ROOT = Path(__file__).parents[2]
SIZES = (1_000, 10_000, 100_000)
AT_ONCE = 1_000
WIDTH = 46


def filled(url: str, number: int) -> tuple[Database, StoredActivity]:
    database = Database(url, Vault(DATA_KEY))
    database.upgrade()
    with database.write() as session:
        stored = activities.create(session, an_activity(), actor="console", now=NOW)
    salts = salted("F")
    for _ in range(number // AT_ONCE):
        store(database, stored, salts, AT_ONCE)
    return database, stored


def times(work: Callable[[], object], tries: int) -> float:
    taken = []
    for _ in range(tries + 1):
        begin = perf_counter()
        work()
        taken.append(perf_counter() - begin)
    return median(taken[1:])


def figures(url: str, number: int) -> dict[str, float]:
    database, stored = filled(url, number)
    config = Config(secret_key="s" * 32, data_key=DATA_KEY, database_url=url, public_url="http://localhost")
    form = Client(create_app(config, lambda: NOW), f"/a/{stored.code}")
    salts = salted("G")

    def post() -> None:
        salt = next(salts)
        typed = answers(last_name=f"Okafor-{salt}", license_number=f"MD{salt}2", npi="", step="submit")
        status, _ = form(typed | {"email": f"{salt}@example.org"})
        assert status.startswith("303"), status

    def look(q: str) -> Callable[[], object]:
        def page() -> object:
            with database.read() as session:
                return lists.page(session, stored.id, q=q)

        return page

    found = {
        "learner GET": times(form, 50),
        "learner POST": times(post, 50),
        "first page of Review": times(look(""), 9),
        "search for one name": times(look("Okafor-FB"), 9),
    }
    database.dispose()
    for name in FORMATS:
        seconds, megabytes = apart(url, stored.id, name)
        found[f"{name} file, out of the database, s"] = seconds
        found[f"{name} file, most memory, MB"] = megabytes
    return found


def apart(url: str, activity_id: str, name: str) -> tuple[float, float]:
    """Seconds, and the most megabytes of a process that does nothing else."""
    command = [sys.executable, "-m", "tests.bench.growth", url, activity_id, name]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    seconds, megabytes = map(float, said.split())
    return seconds, megabytes


def write(url: str, activity_id: str, name: str) -> None:
    """Write a file as the desk does, and print what it took."""
    database = Database(url, Vault(DATA_KEY))
    begin = perf_counter()
    with database.read() as session:
        draft = exports.prepare(session, activity_id, "add", "localhost")
    FORMATS[name].write(draft.rows, Made(NOW))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{perf_counter() - begin} {most}")


def shown(what: str, value: float) -> str:
    if what.endswith(("MB", " s")):
        return f"{value:,.1f}"
    return f"{value * 1e3:,.2f} ms"


def main() -> None:
    out = sys.stdout.write
    out(f"{'records':{WIDTH}}" + "".join(f"{size:>12,}" for size in SIZES) + f"{'grows':>9}\n")
    with TemporaryDirectory() as folder:
        found = [figures(f"sqlite:///{Path(folder) / str(size)}.db", size) for size in SIZES]
    for what in found[0]:
        values = [each[what] for each in found]
        told = "".join(f"{shown(what, value):>12}" for value in values)
        out(f"{what:{WIDTH}}{told}{values[-1] / values[0]:>9.1f}\n")


if __name__ == "__main__":
    logging.disable(logging.INFO)
    write(*sys.argv[1:]) if sys.argv[1:] else main()
