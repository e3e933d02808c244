"""One line of JSON for each request: what was called, the answer, the time it took. Never an address or a value.

The route is logged as it is declared (`/r/<token>`), so that no token, code or search text can be in it.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from blueprints import current

log = logging.getLogger("attest")


class JsonLines(logging.Formatter):
    """Each record on one line; an exception by the names of its class and places, since its text may hold values."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        } | getattr(record, "told", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["places"] = _places(record)
        return json.dumps(line)


def install(app: Flask) -> None:
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
        log.setLevel(logging.INFO)
    # Flask logs an unhandled exception with the address that was called: here it is told by our line instead.
    app.log_exception = _exception  # type: ignore[method-assign]
    app.before_request(_start)
    app.after_request(_end)


def _start() -> None:
    g.started = time.perf_counter()
    g.request_id = secrets.token_hex(6)


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    if request.endpoint != "static":
        log.info("request", extra={"told": _told() | {"status": response.status_code}})
    return response


def _exception(exc_info: object) -> None:
    log.error("unhandled error", exc_info=exc_info, extra={"told": _told()})  # type: ignore[arg-type]


def _told() -> dict[str, object]:
    route = request.url_rule.rule if request.url_rule else None
    return {
        "request": g.get("request_id"),
        "method": request.method,
        "route": route,
        "actor": current.actor(),
        "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    }


def _places(record: logging.LogRecord) -> list[str]:
    places = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places
