"""The scripts that carry the learner's page through a bad network. Without them the page is whole.

They are served compressed, under an address that changes with them, so that a phone asks for each once; and the
service worker under the one address that lets it answer for `/a/` and nothing else.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Response, abort, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from blueprints.attest import bp
from blueprints.attest.page_cache import CachedPage
from blueprints.attest.pages import cached
from blueprints.current import public_url, settings
from blueprints.guard import public

FOLDER = Path(__file__).parents[2] / "static" / "attest"
JAVASCRIPT = "text/javascript"
A_YEAR = 365 * 24 * 60 * 60
WORKER, NO_WORKER = "worker.js", "no_worker.js"


@cache
def _scripts() -> dict[str, CachedPage]:
    return {
        path.name: CachedPage.of(path.read_text(encoding="utf-8"), JAVASCRIPT) for path in FOLDER.glob("*.js")
    }


@cache
def _version() -> str:
    """Of all scripts together: they import each other by their names."""
    etags = "".join(f"{name}{script.etag}" for name, script in sorted(_scripts().items()))
    return hashlib.sha256(etags.encode()).hexdigest()[:12]


@bp.record
def equip(state: BlueprintSetupState) -> None:
    """The addresses, for the templates."""
    state.app.jinja_env.globals.update(
        script_url=script_url, worker_url=worker_url, receipts_url=receipts_url
    )


def script_url(name: str) -> str:
    """The address of a script of the learner's pages."""
    return url_for("attest.script", version=_version(), name=name)


def worker_url() -> str:
    """The address of the service worker; "" where it is switched off."""
    return url_for("attest.worker", v=_version()) if settings().offline else ""


def receipts_url() -> str:
    """What the address of every receipt begins with."""
    return public_url("/r/")


@bp.get("/a/scripts/<version>/<name>")
@public
def script(version: str, name: str) -> ResponseReturnValue:
    """A script. One of another version is answered with today's, which then is not kept."""
    found = _scripts().get(name)
    if found is None:
        abort(404)
    response = cached(found)
    if version == _version():
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = A_YEAR
        response.cache_control.immutable = True
    return response


@bp.get("/a/worker.js")
@public
def worker() -> ResponseReturnValue:
    """The service worker or, where it is switched off, one that removes it from every phone that has it."""
    response: Response = cached(_scripts()[WORKER if settings().offline else NO_WORKER])
    response.headers["Service-Worker-Allowed"] = "/a/"
    return response
