"""Runs: sending a file to PARS's web service, and how it goes. What sends is blueprints/background.py."""

from __future__ import annotations

from flask import Response, jsonify, request

from blueprints import service
from blueprints.current import actor, database, now, settings
from blueprints.guard import FOR_FILES, asks_again, reads, reports
from storage import activities, codes, run_lists, runs, staff
from storage.run_lists import OPEN_RUNS, Run, Trouble
from storage.runs import Place

from . import body, bp, fields, shapes
from .problems import Refusal, shape

NEW = {"environment": fields.TEXT, "kind": fields.TEXT}
MOST_TROUBLES = 200  # listed; the counts tell how many there are

STOPPED = {
    "": "",
    "by_hand": "Somebody stopped it.",
    "credentials": "The service does not know the user, the password or the provider ID. Check the settings.",
    "certificate": "The service could not prove that it is what it says. Nothing was sent.",
    "redirect": "The service sent us to another address, which attest does not follow. Check the address.",
    "unexpected": "The service answered in a way that attest does not know. Nothing more was sent.",
    "no_answer": "The service gave no usable answer for about an hour.",
    "other_address": "The address of the service was changed in the settings while this run was under way.",
}
FAILED = {
    "": "",
    "gave_up": "The service never answered to this row. Resume the run to try it again.",
    "record_changed": "The record was corrected or withdrawn before it was sent. The next file holds what is due.",
    "deletion_first": "PARS did not take the deletion of the earlier row, so the new one was not sent.",
    "erased": "What identifies the learner has been erased, so nothing can be sent.",
}


@bp.get("/pars-service")
@reads
def get_pars_service() -> shapes.Json:
    """Whether there is a service, and whose it is."""
    known = service.addresses(settings())
    return {
        "format": settings().pars_service if known else None,
        "environments": [
            {"environment": environment, "service": _service(address)}
            for environment, address in known.items()
        ],
    }


@bp.post("/exports/<export_id>/runs")
@reports
@asks_again(FOR_FILES)
def create_run(export_id: str) -> Response:
    data = body.read(request)
    fields.check(data, NEW)
    environment = fields.one_of(data, "environment", runs.ENVIRONMENTS)
    kind = fields.one_of(data, "kind", runs.KINDS)
    place = Place(
        environment,
        _address(environment),
        settings().pars_service,
        service.addresses(settings()).get("sandbox"),
    )
    with database().write() as session:
        run = runs.start(session, export_id, kind, place, actor=actor(), now=now())
        names = staff.names(session)
    answer = jsonify(_run(run, names))
    answer.status_code = 201
    answer.headers["Location"] = f"/api/v1/runs/{run.id}"
    return answer


@bp.get("/activities/<activity_id>/runs")
@reads
def list_runs(activity_id: str) -> shapes.Json:
    with database().read() as session:
        activities.get(session, activity_id)
        names = staff.names(session)
        return shapes.many(_run(run, names) for run in run_lists.every(session, activity_id))


@bp.get("/runs/<run_id>")
@reads
def get_run(run_id: str) -> shapes.Json:
    with database().read() as session:
        run = run_lists.get(session, run_id)
        troubles = run_lists.troubles(session, run_id, limit=MOST_TROUBLES)
        return _run(run, staff.names(session)) | {"troubles": [_trouble(one) for one in troubles]}


@bp.post("/runs/<run_id>/stop")
@reports
def stop_run(run_id: str) -> shapes.Json:
    with database().write() as session:
        return _run(runs.stop(session, run_id, actor=actor(), now=now()), staff.names(session))


@bp.post("/runs/<run_id>/resume")
@reports
def resume_run(run_id: str) -> shapes.Json:
    with database().write() as session:
        address = _address(run_lists.get(session, run_id).environment)
        return _run(runs.resume(session, run_id, address, actor=actor(), now=now()), staff.names(session))


def _address(environment: str) -> str:
    """The address that is set for the environment; 409 where none is."""
    known = service.addresses(settings())
    if environment in known:
        return known[environment]
    detail = (
        f"The address of {environment} is not among the settings."
        if known
        else "PARS's web service is off. Set ATTEST_PARS_SERVICE to use it."
    )
    raise Refusal(409, detail, [shape("environment", "service_off", detail)])


def _run(run: Run, names: shapes.Names) -> shapes.Json:
    under_way = run.state in OPEN_RUNS
    return {
        "id": run.id,
        "export_id": run.export_id,
        "activity_id": run.activity_id,
        "environment": run.environment,
        "kind": run.kind,
        "service": _service(run.address),
        "state": run.state,
        "reason": run.reason,
        "message": STOPPED[run.reason],
        "rows": sum(run.counts.values()),
        "left": run.left,
        "counts": run.counts,
        "next_at": shapes.time(run.due_at) if under_way else None,
        "started_at": shapes.time(run.started_at),
        "finished_at": shapes.time(run.finished_at),
        "actor": names.get(run.actor, run.actor),
    }


def _service(address: str) -> shapes.Json:
    return {"name": service.name(address), "stand_in": service.is_stand_in(address)}


def _trouble(trouble: Trouble) -> shapes.Json:
    return {
        "record_id": trouble.record_id,
        "reference": codes.format_reference(trouble.reference),
        "action": trouble.action,
        "state": trouble.state,
        "code": trouble.code,
        "message": FAILED[trouble.code],
        "words": trouble.words,
    }
