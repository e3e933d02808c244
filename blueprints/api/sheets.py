"""A spreadsheet of answers: brought in, its columns said, every row judged, imported, and a marked copy of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request

from blueprints.current import actor, database, now, policy
from blueprints.guard import collects, reads
from pars.sheets import marked
from pars.sheets.columns import FOR_ALL
from pars.sheets.headings import KEYS
from pars.sheets.reading import read_sheet
from pars.sheets.rows import IMPORTED, Judged, Standing
from pars.sheets.saying import STATED, UNKNOWN, Plan
from storage import sheets, staff
from storage.errors import NotAllowed
from storage.sheets import Opened

from . import body, bp, fields, query, shapes, sheet_shapes, table_file

PAGE, LARGEST_PAGE = 100, 200
ROWS_MAX = 1_000_000
# So many rows at once keep the database from others for well under a second; so many a call answer in time.
AT_ONCE, A_CALL = 10, 1_000
MOST_WORDS = 5_000
SAY_FIRST = "Say first which columns hold what."
CHANGES = {"mapping": table_file.MAPPING, "same": table_file.MAPPING, "consent": fields.TEXT}
IMPORT = {"took_part": fields.TRUTH, "asked_in": fields.TEXT}


@bp.get("/activities/<activity_id>/sheets")
@reads
def list_sheets(activity_id: str) -> shapes.Json:
    with database().read() as session:
        names = staff.names(session)
        return shapes.many(sheet_shapes.sheet(stored, names) for stored in sheets.every(session, activity_id))


@bp.post("/activities/<activity_id>/sheets")
@collects
def bring_sheet(activity_id: str) -> Response:
    """Read the file before any transaction; keep its table; show what would become of each row."""
    data, mapping = table_file.sent()
    table = table_file.read(data, read_sheet)
    with database().write() as session:
        stored, new = sheets.keep(session, activity_id, data, table, actor=actor(), now=now())
        if mapping:
            opened = sheets.read(session, stored.id)
            plan = Plan(columns=_known(mapping, KEYS), same=stored.plan.same, consent=stored.plan.consent)
            sheets.plan(session, opened, plan, actor=actor(), now=now())
    answer = _shown(_opened(stored.id))
    answer.status_code = 201 if new else 200
    answer.headers["Location"] = f"/api/v1/sheets/{stored.id}"
    return answer


bring_sheet.body_limit = table_file.BODY_LIMIT  # type: ignore[attr-defined]  # the guard reads it


@bp.get("/sheets/<sheet_id>")
@reads
def get_sheet(sheet_id: str) -> Response:
    return _shown(_opened(sheet_id))


@bp.patch("/sheets/<sheet_id>")
@collects
def change_sheet(sheet_id: str) -> Response:
    """Say which column holds what, what is the same for all rows, and whence permission comes."""
    data = body.read(request)
    fields.check(data, CHANGES)
    opened = _opened(sheet_id)
    was = opened.stored.plan
    plan = Plan(
        columns=_known(data["mapping"], KEYS) if "mapping" in data else was.columns,
        same=_known(data["same"], FOR_ALL) if "same" in data else was.same,
        consent=fields.one_of(data, "consent", (STATED, UNKNOWN)) if "consent" in data else was.consent,
    )
    with database().write() as session:
        opened = sheets.plan(session, opened, plan, actor=actor(), now=now())
    return _shown(opened)


@bp.delete("/sheets/<sheet_id>")
@collects
def discard_sheet(sheet_id: str) -> tuple[str, int]:
    with database().write() as session:
        sheets.discard(session, sheet_id, actor=actor(), now=now())
    return "", 204


@bp.post("/sheets/<sheet_id>/import")
@collects
def import_sheet(sheet_id: str) -> shapes.Json:
    """Import what can be, a part with each call; a call that is repeated, or was cut off, makes nobody twice."""
    data = body.read(request)
    fields.check(data, IMPORT)
    if data.get("took_part") is not True:
        raise fields.refused(
            "took_part", "missing", "State that these people took part and claimed these credits."
        )
    asked_in = _words(data.get("asked_in", ""))
    opened = _opened(sheet_id)
    if opened.needed:
        raise NotAllowed(SAY_FIRST)
    judged = _judged(opened)
    waiting = [one for one in judged if one.standing in IMPORTED]
    done = [one.row for one in judged if one.standing is Standing.HERE]
    new = 0
    try:
        for start in range(0, min(len(waiting), A_CALL), AT_ONCE):
            part = waiting[start : min(start + AT_ONCE, A_CALL)]
            with database().write() as session:
                brought = sheets.bring_in(
                    session, opened, part, asked_in=asked_in, actor=actor(), now=now(), policy=policy()
                )
            new += brought.new
            done += brought.rows
    finally:  # also where the activity has become full on the way
        with database().write() as session:
            sheets.let_go(session, sheet_id, done, actor=actor(), now=now())
    return {"new": new, "left": max(0, len(waiting) - A_CALL)}


@bp.get("/sheets/<sheet_id>/marked")
@reads
def get_marked(sheet_id: str) -> Response:
    opened = _opened(sheet_id)
    if opened.needed:
        raise NotAllowed(SAY_FIRST)
    data = marked.write(opened.table, _judged(opened), opened.stored.plan.columns)
    answer = Response(data, content_type=table_file.XLSX)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="sheet-{opened.stored.sha256[:8]}-marked.xlsx"'
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _opened(sheet_id: str) -> Opened:
    with database().read() as session:
        return sheets.read(session, sheet_id)


def _judged(opened: Opened) -> list[Judged]:
    with database().read() as session:
        return sheets.preview(session, opened, now=now(), policy=policy())


def _shown(opened: Opened) -> Response:
    """The sheet, how it is read, and a page of its rows: all, or those that stand in one way."""
    given = query.parameters(request, ("standing", "cursor", "limit")) if request.method == "GET" else {}
    if "standing" in given:
        fields.one_of(given, "standing", list(Standing))
    limit = query.whole_number(given, "limit", default=PAGE, least=1, most=LARGEST_PAGE)
    after = query.whole_number(given, "cursor", default=0, least=0, most=ROWS_MAX)
    judged = _judged(opened)
    listed = [
        one for one in judged if given.get("standing", one.standing) == one.standing and one.row > after
    ]
    with database().read() as session:
        names = staff.names(session)
    following = str(listed[limit - 1].row) if len(listed) > limit else None
    return jsonify(
        sheet_shapes.sheet(opened.stored, names)
        | sheet_shapes.preview(opened, judged)
        | {"items": sheet_shapes.rows(opened, listed[:limit]), "next": following}
    )


def _known(given: Mapping[str, str], keys: Any) -> dict[str, str]:
    """What was said, each by a name that attest looks for; an empty text takes it away."""
    fields.check(given, dict.fromkeys(keys, fields.TEXT))
    return {key: said for key, said in given.items() if said}


def _words(text: str) -> str:
    """The words that the learners were asked in, or ""."""
    said = text.strip()
    if len(said) > MOST_WORDS:
        raise fields.refused("asked_in", "too_long", f"Use {MOST_WORDS} characters or fewer.")
    if any(not character.isprintable() and character not in "\n\t" for character in said):
        raise fields.refused("asked_in", "control_character", "Leave out control characters.")
    return said
