"""One learner on several dates of a series: whose records are one learner's, and what their credits come to."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pars.errors import Code, Problem
from pars.form_rules import plain
from pars.near_person import groups
from pars.record import Activity, LearnerRecord
from pars.same_person import identity_keys
from pars.text import fold


def name_key(record: LearnerRecord) -> tuple[str, str, str]:
    """What a record is known by that has no identity: name, profession and license state."""
    return fold(f"{record.first_name} {record.last_name}"), record.profession, record.license_state


def same_learner(a: LearnerRecord, b: LearnerRecord) -> bool:
    """Whether both seem to be one learner's, on whichever dates.

    Where one of them has no identity, because its profession is not asked for one or because it was erased, it is
    the name, profession and license state that are compared.
    """
    mine, theirs = identity_keys(a), identity_keys(b)
    return name_key(a) == name_key(b) if not (mine and theirs) else not mine.isdisjoint(theirs)


def by_learner(records: Mapping[str, LearnerRecord]) -> list[tuple[str, ...]]:
    """The keys of `records`, those of one learner together; linear in their number.

    A record without an identity goes by its name to the learner of that name, if there is only one.
    """
    first: dict[object, str] = {}
    linked: list[tuple[str, str]] = []
    nameless: list[str] = []
    for key, record in records.items():
        identities = identity_keys(record)
        linked += [(first.setdefault(identity, key), key) for identity in identities]
        if not identities:
            nameless.append(key)
    named: dict[object, str | None] = {}
    for members in groups(linked):
        for name in {name_key(records[key]) for key in members}:
            named[name] = None if name in named else members[0]
    for key in nameless:
        name = name_key(records[key])
        linked.append((named.get(name) or first.setdefault(name, key), key))
    return groups(linked)


def over_series(
    record: LearnerRecord,
    reported: Iterable[LearnerRecord],
    waiting: Iterable[LearnerRecord],
    activity: Activity,
) -> Problem | None:
    """Whether this record takes its learner over the maximum of the series, the other records being given.

    What PARS has counts first, then one date after the other: so of too many it is the latest that are too much.
    Another record for the same date is a double, which another rule sees to.
    """
    most, day = activity.series_credits_max, record.completion_date
    if most is None or day is None or record.credits is None:
        return None
    before = [other for other in reported if other.completion_date != day]
    before += [other for other in waiting if other.completion_date and other.completion_date < day]
    total = in_all(one.credits for one in (record, *before))
    if total <= most:
        return None
    return Problem("credits", Code.SERIES_CREDITS, {"most": plain(most), "total": plain(total)})


def in_all(claimed: Iterable[Decimal | None]) -> Decimal:
    """What is claimed together; where nothing was claimed, nothing."""
    return sum(filter(None, claimed), Decimal())
