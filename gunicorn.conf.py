"""How gunicorn serves attest; read by gunicorn because of this file's name.

HOST, PORT and ATTEST_WORKERS come from the environment. The app writes its own log, one JSON line a
request without addresses or answers, so gunicorn's access log stays off: it would hold receipt links.
What else gunicorn has to say is said in the same way.
"""

import os
import sys
from pathlib import Path
from typing import Any

from gunicorn.config import Config as Settings
from gunicorn.glogging import Logger

sys.path.insert(0, str(Path(__file__).parent))  # gunicorn reads this file before it finds the app

from blueprints.server_log import ServerLines
from config import ConfigError, serving

try:
    bind, workers = serving(os.environ)
except ConfigError as reason:
    raise SystemExit(f"attest cannot start: {reason}") from None
worker_class = "gthread"
threads = 8  # a hall on bad Wi-Fi keeps many slow connections open at once
preload_app = True  # a wrong setting stops the start, instead of each worker again and again
backlog = 2048  # 1,000 phones may knock within the same second
timeout = 60
graceful_timeout = 30
keepalive = 5

accesslog = None
errorlog = "-"


class logger_class(Logger):  # noqa: N801  (gunicorn's name for it)
    """gunicorn's messages, in our lines."""

    def setup(self, cfg: Settings) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(ServerLines())


loglevel = "warning"

limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 8190
forwarded_allow_ips = ""  # X-Forwarded-* is the app's business: ATTEST_TRUSTED_PROXIES
# Heartbeats go to memory, not to a disk that may be slow.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def on_starting(server: Any) -> None:
    """A database that this code cannot work with stops the start with one sentence."""
    from storage import disk, upkeep

    house = server.app.wsgi().extensions["attest"]
    database = house.database
    trouble = upkeep.trouble(database)
    database.dispose()  # a connection that is open must not go over into the workers
    if trouble:
        raise SystemExit(f"attest cannot start: {trouble}")
    disk.hold_reserve(database, house.config.keep_free_mb)


def post_fork(server: Any, worker: Any) -> None:
    """A worker opens its own connections to the database; any that the parent had are not its to use."""
    worker.app.wsgi().extensions["attest"].database.dispose(close=False)


def post_worker_init(worker: Any) -> None:
    """Each worker stands ready to do the server's own work; a lease lets one at a time do it."""
    from blueprints import background

    background.start(worker.app.wsgi())


def worker_exit(server: Any, worker: Any) -> None:
    """What is in hand is finished, and the next one may begin at once."""
    from blueprints import background

    background.stop(worker.app.wsgi())
