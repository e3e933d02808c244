"""Lets go of what its time is over: once a day in the server's background, and as `flask purge`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

from blueprints.current import House
from storage import disk, provider, purging, upkeep
from storage.purging import Count, Terms

log = logging.getLogger("attest")


def terms_of(house: House) -> Terms:
    """The two clocks as they are set at the desk; where they are not, as the server is."""
    with house.database.read() as session:
        desk = provider.get(session).provider
    config = house.config
    days = desk.keep_identifiers_days or config.keep_identifiers_days
    return Terms(timedelta(days=days), desk.keep_records_years or config.keep_records_years)


def due(house: House) -> Count:
    """What a purge would erase now."""
    with house.database.read() as session:
        return purging.count(session, terms_of(house), house.clock())


def purge(house: House, *, stopping: Callable[[], bool] = lambda: False) -> tuple[Count, bool]:
    """Erase all that is due, then write the database anew; what it was, and whether it came to its end.

    Logs numbers, never whose. One that was stopped is taken up by the next.
    """
    disk.let_reserve_go(house.database, house.config.keep_free_mb)  # on a full disk SQLite may not even open
    found, terms = Count(), terms_of(house)
    while not stopping():
        with house.database.write() as session:
            more = purging.some(session, terms, house.clock())
        if not more:
            break
        found += more
    swept = not stopping() and upkeep.sweep(house.database)
    if swept:
        with house.database.write() as session:
            purging.done(session, house.clock())
    disk.hold_reserve(house.database, house.config.keep_free_mb)
    if found or not swept:
        level = logging.INFO if swept else logging.WARNING
        log.log(level, "purge", extra={"told": asdict(found) | {"swept": swept}})
    return found, swept
