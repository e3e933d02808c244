"""Files for PARS: what the next would hold, write it, and get it again."""

from __future__ import annotations

from flask import Response, jsonify, request

from blueprints.current import actor, database, host, now, today
from blueprints.guard import FOR_FILES, asks_again, reads, reports
from pars.errors import Problem
from pars.formats.prevalidate import format_with
from pars.formats.registry import FORMATS, Format, Made
from pars.formats.template import read_template
from storage import activities, codes, exports, pars_templates, prevalidation, readiness, records, staff
from storage.errors import NothingToExport
from storage.exports import PREVALIDATE, Draft

from . import body, bp, fields, problems, shapes

KINDS = ("add", "delete", PREVALIDATE)
NEW = {"format": fields.TEXT, "kind": fields.TEXT}
EXCEL = "xlsx"
MOST_REASONS = 20


@bp.get("/activities/<activity_id>/readiness")
@reads
def get_readiness(activity_id: str) -> shapes.Json:
    with database().read() as session:
        return shapes.readiness(readiness.readiness(session, activity_id), staff.names(session))


@bp.get("/activities/<activity_id>/exports")
@reads
def list_exports(activity_id: str) -> shapes.Json:
    with database().read() as session:
        activities.get(session, activity_id)
        names = staff.names(session)
        return shapes.many(shapes.export(made, names) for made in exports.every(session, activity_id))


@bp.post("/activities/<activity_id>/exports")
@reports
@asks_again(FOR_FILES)
def create_export(activity_id: str) -> Response:
    """Read, write the file without holding any lock, then keep it if nothing changed meanwhile."""
    data = body.read(request)
    fields.check(data, NEW)
    kind = fields.one_of(data, "kind", KINDS)
    # Only the columns of the Excel file for pre-validation are known to be a coordinator's to choose.
    chosen = FORMATS[fields.one_of(data, "format", (EXCEL,) if kind == PREVALIDATE else FORMATS)]
    uploaded = None
    with database().read() as session:
        if kind == PREVALIDATE:
            chosen = format_with(prevalidation.columns(session))
            draft = prevalidation.prepare(session, activity_id)
        else:
            draft = exports.prepare(session, activity_id, kind, host())
            uploaded = pars_templates.current(session) if chosen.name == EXCEL else None
        number = len(exports.every(session, activity_id)) + 1
    made_of = Made(now(), read_template(uploaded.data) if uploaded else None)
    misfits = _misfits(draft, chosen, made_of)
    draft = draft.without(misfits)
    if not draft.entries:
        raise NothingToExport(_reasons(misfits))
    file = chosen.write(draft.rows, made_of)
    with database().write() as session:
        made = exports.store(
            session,
            draft,
            data=file,
            format=chosen.name,
            filename=_filename(draft, number, chosen.extension),
            template_sha256=uploaded.sha256 if uploaded else None,
            actor=actor(),
            now=now(),
        )
        names = staff.names(session)
    answer = jsonify(shapes.export(made, names) | {"left_out": _left_out(misfits)})
    answer.status_code = 201
    answer.headers["Location"] = f"/api/v1/exports/{made.id}"
    return answer


@bp.get("/exports/<export_id>")
@reads
def get_export(export_id: str) -> shapes.Json:
    with database().read() as session:
        return shapes.export(exports.get(session, export_id), staff.names(session))


@bp.get("/exports/<export_id>/file")
@reports
@asks_again(FOR_FILES)
def get_file(export_id: str) -> Response:
    with database().read() as session:
        made = exports.get(session, export_id)
        data = exports.file(session, export_id)
    answer = Response(data, content_type=FORMATS[made.format].content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _filename(draft: Draft, number: int, extension: str) -> str:
    """Digits, a date and a number: no title and no name, so nothing that a header or a shell could trip over."""
    activity = draft.stored.activity
    what = "pars-prevalidation" if draft.kind == PREVALIDATE else "pars"
    return f"{what}-{activity.accme_activity_id}-{today(activity).isoformat()}-{number}.{extension}"


def _misfits(draft: Draft, chosen: Format, made_of: Made) -> dict[str, list[Problem]]:
    """Record id to what a row of it holds that the format cannot, or that the uploaded file does not list."""
    found: dict[str, list[Problem]] = {}
    for entry in draft.entries:
        for problem in chosen.unwritable(entry.row, made_of):
            of_record = found.setdefault(entry.record_id, [])
            if problem not in of_record:  # the rows of one record say much the same
                of_record.append(problem)
    return found


def _reasons(misfits: dict[str, list[Problem]]) -> list[str]:
    """Why no record is left for the file, each reason once."""
    advice = dict.fromkeys(problem.advice for found in misfits.values() for problem in found)
    return list(advice)[:MOST_REASONS]


def _left_out(misfits: dict[str, list[Problem]]) -> list[shapes.Json]:
    with database().read() as session:
        references = {record_id: records.get(session, record_id).reference for record_id in misfits}
    return [
        {
            "record_id": record_id,
            "reference": codes.format_reference(references[record_id]),
            "problems": [problems.of_record(problem) for problem in unlisted],
        }
        for record_id, unlisted in misfits.items()
    ]
