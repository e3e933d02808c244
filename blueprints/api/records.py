"""Records: take one from another system, and look at what came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from flask import Response, jsonify, request

from blueprints.current import actor, database, now, policy, public_url, today
from blueprints.guard import collects, reads
from pars.errors import Code
from pars.lifecycle import State
from pars.opening import lateness
from pars.rules import at_the_door, judge
from storage import activities, attestations, codes, deletions, lists, provider, records
from storage.lists import Beside
from storage.record_rows import StoredRecord

from . import body, bp, fields, learner, problems, query, shapes
from .problems import Refusal, shape

PAGE = 100
LARGEST_PAGE = 200
MOST_DAYS = 366
FILTERS = {"state", "q", "problem", "due", "completed", "proposed", "deletion", "letter"}


@bp.get("/activities/<activity_id>/records")
@reads
def list_records(activity_id: str) -> shapes.Json:
    given = query.parameters(request, FILTERS | {"sort", "cursor", "limit"})
    if "state" in given:
        fields.one_of(given, "state", [state.value for state in State])
    if "problem" in given:
        fields.one_of(given, "problem", [code.value for code in Code])
    if "proposed" in given:
        fields.one_of(given, "proposed", ["true"])
    if "deletion" in given:
        fields.one_of(given, "deletion", deletions.STATUSES)
    if "letter" in given:
        fields.one_of(given, "letter", ["failed"])
    days = query.whole_number(given, "due", default=0, least=0, most=MOST_DAYS)
    with database().read() as session:
        by = provider.due(session, activities.get(session, activity_id).activity, now())
        page = lists.page(
            session,
            activity_id,
            state=given.get("state"),
            q=given.get("q", ""),
            problem=given.get("problem"),
            completed=query.day(given, "completed"),
            due=by + timedelta(days=days) if "due" in given else None,
            proposed="proposed" in given,
            deletion=given.get("deletion"),
            unreached="letter" in given,
            sort=fields.one_of({"sort": "-received"} | given, "sort", lists.SORTS),
            cursor=given.get("cursor"),
            limit=query.whole_number(given, "limit", default=PAGE, least=1, most=LARGEST_PAGE),
        )
        beside = lists.beside(session, page.items)
    return shapes.many(summaries(page.items, beside, by), total=page.total, following=page.next)


@bp.post("/activities/<activity_id>/records")
@collects
def add_record(activity_id: str) -> Response:
    """One attestation, judged as the learner's page judges it. A repeat is answered even after the activity closed."""
    data = body.read(request)
    fields.check(data, {**learner.FIELDS, "submission_id": fields.TEXT})
    submission_id = fields.uuid(data, "submission_id")
    typed = learner.typed(data)
    with database().read() as session:
        stored = activities.get(session, activity_id)
    day = stored.activity.fixed_date
    if day and (typed.get("completion_date") or day.isoformat()) != day.isoformat():
        # The page does not ask where there is one date; a system that says another one is not corrected in silence.
        message = f"This activity was completed on {day.isoformat()}. Send that date, or none."
        raise fields.refused("completion_date", "another_date", message)
    reading, found = judge(typed, stored.activity, policy(), today(stored.activity))
    errors = at_the_door(found)
    with database().write() as session:
        # A repeat is answered as the first was, whatever the activity asks for by now.
        if errors and not attestations.repeated(session, stored, submission_id, typed):
            raise problems.unprocessable(errors)
        submission = attestations.submit(
            session,
            stored,
            submission_id=submission_id,
            typed=typed,
            reading=reading,
            consent_sha256=stored.consent_sha256,
            origin="api",
            policy=policy(),
            actor=actor(),
            now=now(),
        )
        if not submission.repeated and not stored.takes_answers(now()):
            message = "The activity is not open. Open it, or change its opening hours, and send this again."
            raise Refusal(409, message, [shape("", "activity_not_open", message)])
        since = lateness(stored.activity.closes_at, now())
        if since and not submission.repeated:
            attestations.came_late(session, submission.record_id, since, now=now())
        kept = records.get(session, submission.record_id)
    answer = jsonify(
        id=kept.id,
        reference=codes.format_reference(submission.reference),
        receipt_url=public_url(f"/r/{submission.token}"),
        state=kept.state,
        problems=[shapes.record_problem(problem, kept.looked_at) for problem in kept.problems],
    )
    answer.status_code = 200 if submission.repeated else 201
    answer.headers["Location"] = f"/api/v1/records/{kept.id}"
    return answer


def summaries(listed: Sequence[StoredRecord], beside: Beside, due: date) -> list[shapes.Json]:
    """These records as a list shows them; those completed on `due` should be with PARS by today."""
    return [
        shapes.record_summary(stored, beside.answers, due)
        | {
            "proposed": stored.id in beside.proposed,
            "deletion": shapes.outcome(beside.deletions.get(stored.id)),
        }
        for stored in listed
    ]
