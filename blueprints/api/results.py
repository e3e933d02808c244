"""PARS's answer: a file of it, what that would change, and the moment in which it does."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask import Response, jsonify, request

from blueprints.current import actor, database, now, policy
from blueprints.guard import reads, reports
from pars.formats.results.headings import KEYS
from pars.formats.results.matching import Verdict
from pars.formats.results.reading import read_results
from pars.formats.results.status_words import MEANINGS, could_be_statuses
from storage import results, staff
from storage.codes import format_reference
from storage.record_rows import StoredRecord
from storage.results import Opened, StoredResult

from . import body, bp, fields, problems, query, shapes, table_file

SHOWN_OF_A_GROUP = 200


@bp.get("/activities/<activity_id>/results")
@reads
def list_results(activity_id: str) -> shapes.Json:
    with database().read() as session:
        names = staff.names(session)
        return shapes.many(_file(stored, names) for stored in results.every(session, activity_id))


@bp.post("/activities/<activity_id>/results")
@reports
def upload_results(activity_id: str) -> Response:
    """Read the file before any transaction; keep it; show what it would change. Nothing else changes yet."""
    given = {"kind": results.REPORT} | query.parameters(request, ("kind",))
    kind = fields.one_of(given, "kind", results.KINDS)
    data, mapping = table_file.sent()
    table = table_file.read(data, read_results)
    with database().write() as session:
        stored, new = results.upload(session, activity_id, data, table, kind=kind, actor=actor(), now=now())
        if mapping:
            opened = Opened(stored, table, [])
            results.map_columns(session, opened, _known(mapping), actor=actor(), now=now())
    answer = _shown(stored.id)
    answer.status_code = 201 if new else 200
    answer.headers["Location"] = f"/api/v1/results/{stored.id}"
    return answer


upload_results.body_limit = table_file.BODY_LIMIT  # type: ignore[attr-defined]  # the guard reads it


@bp.get("/results/<result_id>")
@reads
def get_result(result_id: str) -> Response:
    return _shown(result_id)


@bp.put("/results/<result_id>/mapping")
@reports
def map_columns(result_id: str) -> Response:
    data = body.read(request)
    fields.check(data, {"mapping": table_file.MAPPING})
    opened = _opened(result_id)
    with database().write() as session:
        results.map_columns(session, opened, _known(data.get("mapping", {})), actor=actor(), now=now())
    return _shown(result_id)


@bp.put("/results/<result_id>/words")
@reports
def explain_words(result_id: str) -> Response:
    data = body.read(request)
    fields.check(data, {"words": table_file.MAPPING})
    meanings = data.get("words", {})
    for meaning in meanings.values():
        fields.one_of({"words": meaning}, "words", ("", *MEANINGS))
    opened = _opened(result_id)
    with database().write() as session:
        results.explain_words(session, opened, meanings, actor=actor(), now=now())
    return _shown(result_id)


@bp.post("/results/<result_id>/apply")
@reports
def apply_result(result_id: str) -> Response:
    opened = _opened(result_id)
    with database().write() as session:
        results.apply(session, opened, actor=actor(), now=now(), policy=policy())
    return _shown(result_id)


def _known(mapping: dict[str, str]) -> dict[str, str]:
    """The mapping, of which every key is one that attest looks for; an empty heading takes a column away."""
    fields.check(mapping, dict.fromkeys(KEYS, fields.TEXT))
    return {key: heading for key, heading in mapping.items() if heading}


def _opened(result_id: str) -> Opened:
    with database().read() as session:
        return results.read(session, result_id)


def _shown(result_id: str) -> Response:
    with database().read() as session:
        opened = results.read(session, result_id)
        seen = results.preview(session, opened)
        listed = _first_of_each_group(seen.verdicts)
        about = results.concerned(session, listed)
        names = staff.names(session)
    return jsonify(
        _file(opened.stored, names)
        | {
            "columns": list(opened.table.headings),
            "mapping": opened.stored.mapping,
            "needs_mapping": [problems.of_input(problem) for problem in opened.needed],
            "counts": seen.counts,
            "unanswered": seen.unanswered,
            "rows": [_row(verdict, about.get(verdict.record_id or "")) for verdict in listed],
        }
        | _words(opened)
    )


def _words(opened: Opened) -> shapes.Json:
    """The words of the file for a status that attest does not know; a problem where they are none."""
    words = opened.words
    if not could_be_statuses(words):
        return {"words": [], "words_problem": problems.of_input(results.no_statuses(opened))}
    listed = [{"word": one.word, "rows": one.rows, "meaning": one.meaning or None} for one in words]
    return {"words": listed, "words_problem": None}


def _file(stored: StoredResult, names: shapes.Names) -> shapes.Json:
    return {
        "id": stored.id,
        "activity_id": stored.activity_id,
        "kind": stored.kind,
        "sha256": stored.sha256,
        "uploaded_at": shapes.time(stored.uploaded_at),
        "actor": names.get(stored.actor, stored.actor),
        "applied_at": shapes.time(stored.applied_at),
        "changed": stored.changed,
    }


def _first_of_each_group(verdicts: list[Verdict]) -> list[Verdict]:
    """As many rows of each group as somebody looks through; the counts tell of the others."""
    seen: Counter[str] = Counter()
    listed = []
    for verdict in verdicts:
        seen[verdict.group] += 1
        if seen[verdict.group] <= SHOWN_OF_A_GROUP:
            listed.append(verdict)
    return listed


def _row(verdict: Verdict, about: StoredRecord | None) -> dict[str, Any]:
    """One row of the file: what PARS says of whom, in PARS's words, and what becomes of it."""
    answer = verdict.answer
    return {
        "row": answer.row,
        "group": verdict.group.value,
        "action": verdict.action,
        "status": answer.status or None,
        "word": answer.word,
        "reason": answer.reason or None,
        "name": answer.whole_name,
        "record": about
        and {
            "id": about.id,
            "reference": format_reference(about.reference),
            "name": f"{about.record.first_name} {about.record.last_name}",
            "state": about.state,
        },
        "before": verdict.before and {"status": verdict.before[0], "reason": verdict.before[1] or None},
        "problems": [problems.of_record(problem) for problem in verdict.problems],
    }
