"""The settings of the accredited provider: what every new activity begins with."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from pars.errors import Code, Problem
from pars.identifiers import provider_id
from pars.readers import email
from pars.setup import home_states, is_zone
from pars.setup_fields import Fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """Named as the fields of an activity are; what is not set is empty."""

    provider_name: str = ""
    accme_provider_id: str = ""
    contact_email: str = ""
    timezone: str = ""
    home_states: tuple[str, ...] = ()
    consent_text: str = ""


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
    )
    if provider.timezone and not is_zone(provider.timezone):
        given.refuse("timezone", Code.TIMEZONE_UNKNOWN)
    return (None if problems else provider), problems


def provider_as_json(provider: Provider) -> dict[str, Any]:
    """The settings as `read_provider` takes them."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in ((name, getattr(provider, name)) for name in FIELDS)
    }
