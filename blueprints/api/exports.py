"""Files for PARS: what the next would hold, write it, and get it again."""

from __future__ import annotations

from flask import Response, jsonify, request

from blueprints.current import actor, database, host, now, today
from blueprints.guard import guarded
from pars.errors import Problem
from pars.formats import xlsx
from pars.formats.template import Template, read_template
from pars.record import Activity
from storage import activities, codes, exports, pars_templates, readiness, records, staff
from storage.errors import NothingToExport
from storage.exports import Draft

from . import body, bp, fields, problems, shapes

FORMATS = ("xlsx",)
KINDS = ("add", "delete")
NEW = {"format": fields.TEXT, "kind": fields.TEXT}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/activities/<activity_id>/readiness")
@guarded
def get_readiness(activity_id: str) -> shapes.Json:
    with database().read() as session:
        return shapes.readiness(readiness.readiness(session, activity_id), staff.names(session))


@bp.get("/activities/<activity_id>/exports")
@guarded
def list_exports(activity_id: str) -> shapes.Json:
    with database().read() as session:
        activities.get(session, activity_id)
        names = staff.names(session)
        return shapes.many(shapes.export(made, names) for made in exports.every(session, activity_id))


@bp.post("/activities/<activity_id>/exports")
@guarded
def create_export(activity_id: str) -> Response:
    """Read, write the file without holding any lock, then keep it if nothing changed meanwhile."""
    data = body.read(request)
    fields.check(data, NEW)
    fields.one_of(data, "format", FORMATS)
    kind = fields.one_of(data, "kind", KINDS)
    with database().read() as session:
        draft = exports.prepare(session, activity_id, kind, host())
        uploaded = pars_templates.current(session)
        number = len(exports.every(session, activity_id)) + 1
    template = read_template(uploaded.data) if uploaded else None
    misfits = _misfits(draft, template)
    draft = draft.without(misfits)
    if not draft.entries:
        raise NothingToExport(["The uploaded PARS file lists other values than these records have."])
    file = xlsx.write(draft.rows, template)
    with database().write() as session:
        made = exports.store(
            session,
            draft,
            data=file,
            format="xlsx",
            filename=_filename(draft.stored.activity, number),
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
@guarded
def get_export(export_id: str) -> shapes.Json:
    with database().read() as session:
        return shapes.export(exports.get(session, export_id), staff.names(session))


@bp.get("/exports/<export_id>/file")
@guarded
def get_file(export_id: str) -> Response:
    with database().read() as session:
        made = exports.get(session, export_id)
        answer = Response(exports.file(session, export_id), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _filename(activity: Activity, number: int) -> str:
    """Digits, a date and a number: no title and no name, so nothing that a header or a shell could trip over."""
    return f"pars-{activity.accme_activity_id}-{today(activity).isoformat()}-{number}.xlsx"


def _misfits(draft: Draft, template: Template | None) -> dict[str, list[Problem]]:
    """Record id to what it holds that the uploaded file does not list."""
    if template is None:
        return {}
    found = {entry.record_id: template.unlisted(entry.row) for entry in draft.entries}
    return {record_id: unlisted for record_id, unlisted in found.items() if unlisted}


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
