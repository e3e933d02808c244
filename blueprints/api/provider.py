"""The provider's settings: what every new activity begins with, and the logo."""

from __future__ import annotations

from flask import Response, jsonify, request

from blueprints.current import actor, database, now, settings
from blueprints.guard import FOR_RIGHTS, administrators, asks_again, reads
from pars.errors import Invalid
from pars.provider import Provider, provider_as_json, read_provider
from storage import provider
from storage.provider import StoredProvider

from . import body, bp, problems, query, shapes
from .problems import Refusal

KINDS = ("image/png", "image/jpeg")
SET_BY_THE_SERVER = ("keep_identifiers_days", "keep_records_years")
"""Where the desk says nothing, the setting of the same name holds."""


@bp.get("/provider")
@reads
def get_provider() -> Response:
    with database().read() as session:
        return _answer(provider.get(session))


@bp.patch("/provider")
@administrators
@asks_again(FOR_RIGHTS)
def change_provider() -> Response:
    """Fields that are not given stay; the whole is judged as if it had come in one piece."""
    changes = body.read(request)
    version = query.version(request)
    with database().write() as session:
        before = provider.get(session).provider
        wanted = _read(provider_as_json(before) | changes)
        return _answer(provider.update(session, wanted, version=version, actor=actor(), now=now()))


@bp.put("/provider/logo")
@administrators
def put_logo() -> Response:
    """The picture is the body itself. What it says it is counts for nothing: its bytes tell."""
    if request.mimetype not in KINDS:
        raise Refusal(415, f"Send the logo as {' or '.join(KINDS)}.")
    data = request.get_data(cache=False)
    try:
        with database().write() as session:
            return _answer(provider.set_logo(session, data, actor=actor(), now=now()))
    except Invalid as refused:
        raise problems.unprocessable([refused.about("logo")]) from None


@bp.delete("/provider/logo")
@administrators
def remove_logo() -> tuple[str, int]:
    with database().write() as session:
        provider.remove_logo(session, actor=actor(), now=now())
    return "", 204


def _read(data: shapes.Json) -> Provider:
    wanted, found = read_provider(data)
    if wanted is None:
        raise problems.unprocessable(found)
    return wanted


def _answer(stored: StoredProvider) -> Response:
    logo = f"/logo?v={stored.logo}" if stored.logo else None
    server = {name: getattr(settings(), name) for name in SET_BY_THE_SERVER}
    kept = {"version": stored.version, "logo": logo, "server": server}
    answer = jsonify(provider_as_json(stored.provider) | kept)
    answer.headers["ETag"] = f'"{stored.version}"'
    return answer
