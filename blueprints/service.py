"""PARS's web service as the settings have it: which environments there are, and the way to each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from addresses import LOOPBACK
from config import Config

if TYPE_CHECKING:
    from delivery.sending import Service

# Six times what one wait may take: a row asks twice or three times, and PARS may work on after it has hung up.
SETTLES = 6
SECONDS = 30.0


def addresses(config: Config) -> dict[str, str]:
    """Environment to address, of those that are set; none where the service is off."""
    if config.pars_service == "off":
        return {}
    known = {"sandbox": config.pars_sandbox_url, "production": config.pars_url}
    return {environment: address for environment, address in known.items() if address}


def is_stand_in(address: str) -> bool:
    """Whether a stand-in answers there and not PARS: PARS does not run on this computer."""
    return urlsplit(address).hostname in LOOPBACK


def name(address: str) -> str:
    """What to call the service at this address wherever it is shown."""
    return "stand-in PARS" if is_stand_in(address) else "PARS"


def services(config: Config, *, seconds: float = SECONDS) -> dict[str, Service]:
    """Address to service. Each has connections of its own: make them in the process that uses them."""
    # Imported when first needed: whoever only serves pages starts without an HTTP client.
    from delivery import pars_service
    from delivery.pars_service import Account
    from delivery.sending import Service
    from delivery.web import Server

    account = Account(provider=config.pars_provider, user=config.pars_user, password=config.pars_password)
    return {
        address: Service(
            language=pars_service.language(
                config.pars_service, Server(address, pars_service.headers(account), seconds=seconds)
            ),
            settles=timedelta(seconds=SETTLES * seconds),
        )
        for address in addresses(config).values()
    }
