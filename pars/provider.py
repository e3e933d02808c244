"""The settings of the accredited provider: what every new activity begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pars.errors import Code, Problem
from pars.identifiers import provider_id
from pars.readers import email
from pars.report_rules import MOC_WITHIN
from pars.setup import home_states, is_zone
from pars.setup_fields import Fields

# From, to. What identifies a learner is needed while PARS may still ask; a record, for as long as the ACCME may.
REPORTING_DAYS = (1, 366)
IDENTIFIER_DAYS = (30, 365)
RECORD_YEARS = (6, 99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Named as the fields of an activity are; what is not set is empty.

    `reporting_days` is how long after completion a record should be with PARS at the latest. `keep_identifiers_days`
    and `keep_records_years` are how long things are kept; None is as the server is set.
    """

    provider_name: str = ""
    accme_provider_id: str = ""
    contact_email: str = ""
    timezone: str = ""
    home_states: tuple[str, ...] = ()
    consent_text: str = ""
    reporting_days: int = MOC_WITHIN.days
    keep_identifiers_days: int | None = None
    keep_records_years: int | None = None


FIELDS = tuple(field.name for field in fields(Provider))


def read_provider(data: Mapping[str, Any]) -> tuple[Provider | None, list[Problem]]:
    """The settings that JSON-shaped data describes, or None where something is wrong with them."""
    problems: list[Problem] = []
    given = Fields(data, problems)
    given.refuse_unknown(FIELDS)
    provider = Provider(
        provider_name=given.line("provider_name", needed=False),
        accme_provider_id=given.checked("accme_provider_id", provider_id.validate, needed=False),
        contact_email=given.checked("contact_email", email, needed=False),
        timezone=given.line("timezone", needed=False),
        home_states=home_states(given),
        consent_text=given.paragraphs("consent_text", most=5000),
        reporting_days=_within(given, "reporting_days", REPORTING_DAYS) or MOC_WITHIN.days,
        keep_identifiers_days=_within(given, "keep_identifiers_days", IDENTIFIER_DAYS),
        keep_records_years=_within(given, "keep_records_years", RECORD_YEARS),
    )
    if provider.timezone and not is_zone(provider.timezone):
        given.refuse("timezone", Code.TIMEZONE_UNKNOWN)
    return (None if problems else provider), problems


def _within(given: Fields, name: str, limits: tuple[int, int]) -> int | None:
    least, most = limits
    return given.whole(name, least=least, most=most)


def provider_as_json(provider: Provider) -> dict[str, Any]:
    """The settings as `read_provider` takes them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in ((name, getattr(provider, name)) for name in FIELDS)
    }
