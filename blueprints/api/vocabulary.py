"""The closed lists that a client needs, and every problem code with its wording."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from blueprints.guard import guarded
from pars.errors import MESSAGES
from pars.formats.results.headings import KEYS
from pars.lifecycle import State
from pars.messages.names import NAMES
from pars.record import EMAIL_POLICIES, FORMATS
from pars.vocabulary import BOARDS, COMPETENCIES, DEFAULT_CONSENT, PROFESSIONS, STATES

from . import bp, shapes

# Names of places; the others (EST5EDT, Etc/GMT+5, US/Eastern) are older names or fixed offsets.
AREAS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@bp.get("/vocabulary")
@guarded
def get_vocabulary() -> shapes.Json:
    return {
        "states": [{"value": code, "label": name} for code, name in STATES.items()],
        "professions": [{"value": value, "label": label} for value, label in PROFESSIONS.items()],
        "boards": [
            {"value": acronym, "label": board.name, "credit_types": list(board.credit_types)}
            for acronym, board in BOARDS.items()
        ],
        "formats": list(FORMATS),
        "email_policies": list(EMAIL_POLICIES),
        "timezones": time_zones(),
        "default_consent_text": DEFAULT_CONSENT,
        "competencies": [{"value": name, "about": about} for name, about in COMPETENCIES.items()],
        "record_states": [state.value for state in State],
        "result_columns": [{"value": key, "label": label} for key, label in KEYS.items()],
        "problem_codes": [
            {
                "code": code.value,
                "name": NAMES[code],
                "level": message.level.value,
                "learner": message.learner,
                "coordinator": message.coordinator,
            }
            for code, message in MESSAGES.items()
        ],
    }


@cache
def time_zones() -> list[str]:
    """The IANA names of places, found once: they are files."""
    return sorted(zone for zone in available_timezones() if zone.startswith(AREAS))
