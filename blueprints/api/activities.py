"""Activities: set them up, change them, and the QR code that leads to each."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, jsonify, request

from blueprints import qr
from blueprints.current import actor, database, now, policy, public_url
from blueprints.guard import collects, reads
from pars.errors import Problem
from pars.record import Activity
from pars.setup import amend_activity, read_activity
from storage import activities, provider
from storage.activities import StoredActivity

from . import body, bp, problems, query, shapes


@bp.get("/activities")
@reads
def list_activities() -> shapes.Json:
    with database().read() as session:
        within = provider.window(session)
        return shapes.many(
            _shown(stored, activities.counts(session, stored.id), within)
            for stored in activities.every(session)
        )


@bp.post("/activities")
@collects
def create_activity() -> Response:
    activity = _taken(*read_activity(body.read(request)))
    with database().write() as session:
        stored = activities.create(session, activity, actor=actor(), now=now())
        counts, within = activities.counts(session, stored.id), provider.window(session)
    created = _answer(stored, counts, within, 201)
    created.headers["Location"] = f"/api/v1/activities/{stored.id}"
    return created


@bp.get("/activities/<activity_id>")
@reads
def get_activity(activity_id: str) -> Response:
    with database().read() as session:
        stored = activities.get(session, activity_id)
        return _answer(stored, activities.counts(session, activity_id), provider.window(session))


@bp.patch("/activities/<activity_id>")
@collects
def change_activity(activity_id: str) -> Response:
    """Fields that are not given stay; the whole is judged as if it had come in one piece."""
    changes = body.read(request)
    version = query.version(request)
    with database().write() as session:
        before = activities.get(session, activity_id)
        activity = _taken(*amend_activity(before.activity, changes))
        # Without If-Match the change builds on what was read here, in the same transaction.
        stored = activities.update(
            session, activity_id, activity, version=version, actor=actor(), now=now(), policy=policy()
        )
        return _answer(stored, activities.counts(session, activity_id), provider.window(session))


@bp.get("/activities/<activity_id>/qr.svg")
@reads
def qr_svg(activity_id: str) -> Response:
    return _qr(activity_id, "svg", "image/svg+xml")


@bp.get("/activities/<activity_id>/qr.png")
@reads
def qr_png(activity_id: str) -> Response:
    return _qr(activity_id, "png", "image/png")


def _taken(activity: Activity | None, found: list[Problem]) -> Activity:
    if activity is None:
        raise problems.unprocessable(found)
    return activity


def _qr(activity_id: str, kind: str, content_type: str) -> Response:
    """Built from the public address, never from the request's Host."""
    with database().read() as session:
        stored = activities.get(session, activity_id)
    return Response(qr.picture(learner_url(stored), kind), content_type=content_type)


def learner_url(stored: StoredActivity) -> str:
    """The address behind the QR code."""
    return public_url(f"/a/{stored.code}")


def _shown(stored: StoredActivity, counts: activities.Counts, within: timedelta) -> shapes.Json:
    return shapes.activity(stored, counts, within, learner_url(stored), now())


def _answer(
    stored: StoredActivity, counts: activities.Counts, within: timedelta, status: int = 200
) -> Response:
    answer = jsonify(_shown(stored, counts, within))
    answer.status_code = status
    answer.headers["ETag"] = f'"{stored.version}"'
    return answer
