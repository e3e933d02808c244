"""A worker in a process of its own, to be killed: `python -m tests.delivery.killed DATABASE ADDRESS START BEGAN`."""

from __future__ import annotations

import sys
import time
from datetime import datetime

from config import Config
from storage.database import Database
from storage.vault import Vault
from tests.conftest import DATA_KEY
from tests.delivery.reporting import FastClock, service_at, worker_on


def main(url: str, address: str, start: str, began: str) -> None:
    clock = FastClock(datetime.fromisoformat(start))
    clock.began = float(began)  # the monotonic clock is the computer's: all processes share the fast one
    config = Config(secret_key="a secret that only the tests know....", data_key=DATA_KEY, database_url=url)
    database = Database(url, Vault(DATA_KEY))
    worker_on(database, config, clock, {address: service_at(address)}).start()
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
