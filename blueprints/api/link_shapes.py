"""What the API gives away of links to learners and of what comes back by them."""

from __future__ import annotations

from collections.abc import Iterable

from storage.letters import Words
from storage.links import Link, NewLink, Suggestion
from storage.proposals import Proposal

from .shapes import Json, change, time


def suggestion(found: Suggestion, why_not: str | None) -> Json:
    """What a link would ask, and whether attest can send it."""
    return {
        "fields": list(found.fields),
        "choices": list(found.choices),
        "reason": found.reason,
        "can_send": why_not is None,
        "why_not": why_not,
    }


def new_link(made: NewLink, url: str, words: Words, *, sent: bool) -> Json:
    """A link just made, and the letter that brings it: sent by attest, or for the coordinator's mail program."""
    return {
        "url": url,
        "expires_at": time(made.expires_at),
        "fields": list(made.fields),
        "reason": made.reason,
        "letter": {
            "to": words.to,
            "subject": words.subject,
            "text": words.text,
            "state": "waiting" if sent else None,
        },
    }


def of_record(made: Iterable[Link], proposal: Proposal | None) -> Json:
    """The links of a record, newest first, and the proposal that waits for a decision."""
    return {"links": [_link(link) for link in made], "proposal": _proposal(proposal)}


def _link(link: Link) -> Json:
    letter = link.letter
    return {
        "created_at": time(link.created_at),
        "expires_at": time(link.expires_at),
        "used_at": time(link.used_at),
        "fields": list(link.fields),
        "letter": letter
        and {"state": letter.state, "sent_at": time(letter.sent_at), "error": letter.error or None},
    }


def _proposal(found: Proposal | None) -> Json | None:
    if found is None:
        return None
    return {
        "id": found.id,
        "received_at": time(found.received_at),
        "changes": [change(one) for one in found.changes],
        "confirmed": list(found.confirmed),
    }
