"""The answers where no view answers: no such page, too much, too often, our own failure. Plain, without a trace."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

PAGES = {
    404: "errors/404.html",
    413: "errors/413.html",
    429: "errors/429.html",
    500: "errors/500.html",
}
OTHERWISE = "errors/400.html"
KEPT_HEADERS = ("Allow", "Retry-After")


def install(app: Flask, in_json: Callable[[HTTPException], Response]) -> None:
    """Give the app its error pages; what a script called is answered by `in_json` instead."""

    def answer(reason: HTTPException) -> ResponseReturnValue:
        if reason.code is None or reason.code < 400:
            return reason  # a redirect that Werkzeug raises
        if _is_script():
            return in_json(reason)
        page = Response(render_template(PAGES.get(reason.code, OTHERWISE)), reason.code)
        page.headers.extend([(name, value) for name, value in reason.get_headers() if name in KEPT_HEADERS])
        return page

    app.register_error_handler(HTTPException, answer)


def _is_script() -> bool:
    if request.path.startswith("/api/"):
        return True
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], "text/html")
    return best == "application/json"
