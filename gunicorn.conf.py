"""How gunicorn serves attest; read by gunicorn because of this file's name.

HOST, PORT and ATTEST_WORKERS come from the environment. The app writes its own log, one JSON line a
request without addresses or answers, so gunicorn's access log stays off: it would hold receipt links.
"""

import os
from typing import Any

host = os.environ.get("HOST") or "127.0.0.1"
port = os.environ.get("PORT") or "8000"
bind = f"{host}:{port}"
workers = int(os.environ.get("ATTEST_WORKERS") or 2)
worker_class = "gthread"
threads = 8  # a hall on bad Wi-Fi keeps many slow connections open at once
preload_app = True  # a wrong setting stops the start, instead of each worker again and again
backlog = 2048  # 1,000 phones may knock within the same second
timeout = 60
graceful_timeout = 30
keepalive = 5

accesslog = None
errorlog = "-"
loglevel = "warning"

limit_request_line = 4094
limit_request_fields = 50
limit_request_field_size = 8190
forwarded_allow_ips = ""  # X-Forwarded-* is the app's business: ATTEST_TRUSTED_PROXIES
# Heartbeats go to memory, not to a disk that may be slow.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


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
