"""What gunicorn itself has to say, as lines of JSON like ours: never a request line, a header or a visitor's address.

Of a request that is no HTTP gunicorn would log the sender and what was sent, and a link with a token may be in it.
"""

from __future__ import annotations

import logging
import os
import sys

from blueprints.request_log import JsonLines

BAD_REQUEST = "Invalid request from"  # how gunicorn begins the one message that it fills in by itself


class ServerLines(JsonLines):
    """In the first process, which talks to nobody, a message is written whole; in the workers without its values."""

    def __init__(self) -> None:
        super().__init__()
        self._first = os.getpid()

    def format(self, record: logging.LogRecord) -> str:
        if os.getpid() == self._first:
            return super().format(record)
        told = logging.makeLogRecord(record.__dict__ | {"args": None})
        if not isinstance(record.msg, str):
            told.msg = "server error"
        elif record.msg.startswith(BAD_REQUEST):
            told.msg = "bad request"
            told.told = {"reason": getattr(sys.exc_info()[0], "__name__", None)}
        return super().format(told)
