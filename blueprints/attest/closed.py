"""The page in the form's place: not open yet, closed, or full."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from blueprints.attest.pages import page, problem_json, wants_json
from storage.activities import StoredActivity

HEADINGS = {
    "not_yet": "This activity is not open yet",
    "closed": "This activity is closed",
    "full": "This activity is full",
}


def closed(stored: StoredActivity, phase: str) -> ResponseReturnValue:
    """Why nothing can be sent now, in the words of `phase`, a key of HEADINGS."""
    heading = HEADINGS[phase]
    if wants_json():
        return problem_json(409, heading)
    return page(
        "attest/closed.html",
        activity=stored.activity,
        action=url_for("attest.form", code=stored.code),
        heading=heading,
        words=_words(stored, phase),
        phase=phase,
    )


def _words(stored: StoredActivity, phase: str) -> str:
    unsaved = ", so nothing was saved" if request.method == "POST" else ""
    if phase == "full":
        most = stored.activity.learners_max
        room = (
            "a place for one learner, and it is" if most == 1 else f"places for {most} learners, and all are"
        )
        return f"It has {room} taken{unsaved}."
    if phase == "closed":
        return f"Its form takes no more answers{unsaved}."
    return "Its form opens when the activity begins. Come back then."
