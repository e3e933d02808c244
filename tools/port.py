"""Say in one sentence that another program has the port, before anything is made or printed.

    python -m tools.port

HOST and PORT are those that attest is to be served on. Exit 1 where the port is taken.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Mapping


def taken(environ: Mapping[str, str]) -> str | None:
    """The sentence, or None where the port is free or where the server itself will say what is wrong with it."""
    host, port = environ.get("HOST") or "127.0.0.1", environ.get("PORT") or "8000"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, int(port)), family=family).close()
    except (ValueError, OverflowError):
        return None
    except OSError as reason:
        if reason.errno == errno.EADDRINUSE:
            return f"Port {port} is taken, perhaps by another attest. Choose another, for example: PORT=8010 make run"
    return None


if __name__ == "__main__":
    sys.exit(taken(os.environ))
