"""A move in a process of its own, to be killed: `python -m tests.storage.killed_move FILE DATABASE_URL KEY`.

It says the name of each table that it has copied.
"""

from __future__ import annotations

import sys

from storage.database import Database
from storage.moving import move
from storage.vault import Vault

if __name__ == "__main__":
    file, url, key = sys.argv[1:]
    old, new = (Database(each, Vault(bytes.fromhex(key))) for each in (f"sqlite:///{file}", url))
    move(old, new, lambda name, _rows: print(name, flush=True))  # noqa: T201
