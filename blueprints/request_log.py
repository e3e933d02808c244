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

NUMBER = "X-Request-ID"


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


def new_number() -> str:
    """What the log and the answer call a request by, so that somebody can ask about it."""
    return secrets.token_hex(6)


def tell(number: str, method: str, route: str | None, actor: str, started: float, status: int) -> None:
    """The line of a request; `started` is by time.perf_counter."""
    log.info("request", extra={"told": _line(number, method, route, actor, started) | {"status": status}})


def _start() -> None:
    g.started = time.perf_counter()
    g.request_id = new_number()


def _end(response: Response) -> Response:
    response.headers[NUMBER] = g.request_id
    if request.endpoint != "static":
        tell(*_told(), response.status_code)
    return response


def _exception(exc_info: object) -> None:
    log.error("unhandled error", exc_info=exc_info, extra={"told": _line(*_told())})  # type: ignore[arg-type]


def _told() -> tuple[str, str, str | None, str, float]:
    """Of the request at hand: its number, method, route and actor, and when it began."""
    route = request.url_rule.rule if request.url_rule else None
    started = g.get("started", time.perf_counter())
    return g.get("request_id", ""), request.method, route, current.actor(), started


def _line(number: str, method: str, route: str | None, actor: str, started: float) -> dict[str, object]:
    return {
        "request": number,
        "method": method,
        "route": route,
        "actor": actor,
        "ms": round((time.perf_counter() - started) * 1000, 1),
    }


def _places(record: logging.LogRecord) -> list[str]:
    places = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places
