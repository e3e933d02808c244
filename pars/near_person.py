"""Whether two records of one activity may be about the same person, though no identity of theirs is equal.

Near is a hint to a coordinator who looks for doubles. It holds nothing back, and nothing is ever merged by itself.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pars.identifiers import license, npi
from pars.near_names import Name, Nearness, is_slip, name_of, nearness
from pars.record import NO_US_LICENSE, LearnerRecord
from pars.same_person import identity_keys

WINDOW = 50
"""In a larger block only neighbors by name are compared, so that a hall of one family takes no longer than any."""

NPI_DIGITS = 10


class Likeness(StrEnum):
    """SAME: an identity is equal, and both are held back until somebody has looked. NEAR: worth a look."""

    SAME = "same"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class _Traits:
    """What of a record is compared, in the form in which it is; empty where it is not known."""

    day: date | None
    identities: frozenset[str]
    name: Name
    birthday: tuple[int, ...]
    state: str
    license: str
    npi: str
    email: str


def likeness(a: LearnerRecord, b: LearnerRecord) -> Likeness | None:
    """How much two records of an activity look like one person's; None where they do not.

    Another completion date is another completion, whoever it is.
    """
    return _compare(_traits(a), _traits(b))


def pairs(records: Mapping[str, LearnerRecord]) -> dict[tuple[str, str], Likeness]:
    """All pairs of keys that look alike, by comparing only those that have something in common.

    Each pair is in the order of `records`. In a block of more than WINDOW some that are only near may be missed.
    """
    traits = [_traits(record) for record in records.values()]
    keys = list(records)
    blocks: dict[tuple[object, ...], list[int]] = {}
    for at, one in enumerate(traits):
        for block in _blocks(one):
            blocks.setdefault(block, []).append(at)
    found: dict[tuple[str, str], Likeness] = {}
    compared: set[tuple[int, int]] = set()
    for members in (members for members in blocks.values() if len(members) > 1):
        for pair in _within(members, traits):
            if pair in compared:
                continue
            compared.add(pair)
            first, second = pair
            if level := _compare(traits[first], traits[second]):
                found[keys[first], keys[second]] = level
    return found


def groups(alike: Collection[tuple[str, str]]) -> list[tuple[str, ...]]:
    """The keys of pairs, those together that are linked by any chain of pairs; in the order of the pairs."""
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while (above := leader.setdefault(key, key)) != key:
            leader[key] = leader[above]
            key = above
        return key

    for one, other in alike:
        leader[find(other)] = find(one)
    gathered: dict[str, list[str]] = {}
    for key in leader:
        gathered.setdefault(find(key), []).append(key)
    return [tuple(members) for members in gathered.values()]


def _traits(record: LearnerRecord) -> _Traits:
    number = npi.compact(record.npi)
    return _Traits(
        day=record.completion_date,
        identities=identity_keys(record),
        name=name_of(record.first_name, record.last_name),
        birthday=(record.birth_month, record.birth_day) if record.birth_month and record.birth_day else (),
        state="" if record.license_state == NO_US_LICENSE else record.license_state,
        license=license.compact(record.license_number) if license.is_usable(record.license_number) else "",
        npi=number if len(number) == NPI_DIGITS else "",
        email=record.email.casefold(),
    )


def _compare(a: _Traits, b: _Traits) -> Likeness | None:
    if a.day != b.day:
        return None
    if not a.identities.isdisjoint(b.identities):
        return Likeness.SAME
    named = nearness(a.name, b.name)
    if named is Nearness.APART:
        return None
    says = _identifiers(a, b)
    agreed = _equal(a.birthday, b.birthday) + _equal(a.state, b.state) + _equal(a.email, b.email) + (says > 0)
    # A birthday with month and day the wrong way round speaks neither for nor against.
    other_birthday = bool(a.birthday and b.birthday) and sorted(a.birthday) != sorted(b.birthday)
    other_suffix = bool(a.name.suffix and b.name.suffix) and a.name.suffix != b.name.suffix
    against = other_birthday + other_suffix + (says < 0)
    # Of a common name in one state there are several; of a name that is only near, more must speak for it.
    enough = agreed >= max(1, against) if named is Nearness.EQUAL else agreed > against
    return Likeness.NEAR if enough else None


def _equal(a: object, b: object) -> bool:
    return bool(a) and a == b


def _identifiers(a: _Traits, b: _Traits) -> int:
    """1 where a number is equal or one slip away, -1 where both have numbers of one kind that differ, else 0."""
    said = 0
    if a.npi and b.npi:
        if is_slip(a.npi, b.npi) or a.npi == b.npi:
            return 1
        said = -1
    if a.license and b.license:
        if a.license == b.license:  # in another state: chosen by mistake, or left out
            return 1
        if _equal(a.state, b.state):
            return 1 if is_slip(a.license, b.license) else -1
    return said


def _blocks(one: _Traits) -> Iterator[tuple[object, ...]]:
    """What two records that look alike have at least one of in common: an identity, or half a name and a trait."""
    for identity in one.identities:
        yield one.day, identity
    first, last = one.name.first, one.name.last
    if not (first and last):
        return
    # A slip in a last name, or a half of it left out, spares its first letter or its last.
    anchors = (
        ("last", last),
        ("first", first, last[0]),
        ("first end", first, last[-1]),
        tuple(sorted((first, last))),
    )
    thirds = (one.npi[:4], one.npi[4:7], one.npi[7:])  # of which one slip spares one
    known = (
        one.birthday,
        one.state,
        one.email,
        one.license,
        *((at, third) for at, third in enumerate(thirds) if third),
    )
    for trait in filter(None, known):
        for anchor in anchors:
            yield one.day, *anchor, trait


def _within(members: list[int], traits: list[_Traits]) -> Iterable[tuple[int, int]]:
    if len(members) > WINDOW:
        members = sorted(members, key=lambda at: (traits[at].name.first, traits[at].name.last))
    for at, one in enumerate(members):
        for other in members[at + 1 : at + 1 + WINDOW]:
            yield (one, other) if one < other else (other, one)
