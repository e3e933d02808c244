"""What learners think of the form, apart from who they are.

That somebody has answered is noted with the attestation, so that each answers once; what was answered is kept
elsewhere, under a random id and with nothing finer than a day. Neither leads to the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from pars.opinion import Opinion
from storage.errors import Missing
from storage.tables import Attestation, OpinionRow
from storage.vault import fingerprint

MIXED = text("""
WITH taken AS (DELETE FROM opinions WHERE activity_id = :activity_id RETURNING *)
INSERT INTO opinions SELECT * FROM taken ORDER BY random()
""")


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many answered; how many chose each ease; the comments with their days, in no order within a day."""

    given: int
    ease: Mapping[int, int]
    comments: list[tuple[date, str]]

    @property
    def average(self) -> float | None:
        return average(self.ease)


def average(ease: Mapping[int, int]) -> float | None:
    """Of those who chose an ease, given as ease -> how many; to two places, None where nobody did."""
    chosen = sum(ease.values())
    return round(sum(one * number for one, number in ease.items()) / chosen, 2) if chosen else None


def give(session: Session, token: str, opinion: Opinion, *, today: date) -> bool:
    """Keep what the holder of a receipt thinks; False where that was said before. Raises Missing."""
    row = session.scalar(select(Attestation).where(Attestation.token_mark == fingerprint(token)))
    if row is None:
        raise Missing
    first = update(Attestation).where(Attestation.id == row.id, Attestation.opinion_given.is_(False))
    if not session.execute(first.values(opinion_given=True).returning(Attestation.id)).all():
        return False
    kept = OpinionRow(
        id=uuid4().hex,
        activity_id=row.activity_id,
        given_on=today,
        ease=opinion.ease,
        comment=opinion.comment,
    )
    session.add(kept)
    session.flush()
    _mix(session, kept)
    return True


def _mix(session: Session, kept: OpinionRow) -> None:
    """Take away what the database notes by itself, by which an opinion would stand beside its attestation."""
    if session.get_bind().dialect.name == "sqlite":  # numbers rows as they come
        session.execute(text("UPDATE opinions SET rowid = random() WHERE id = :id"), {"id": kept.id})
        return
    # PostgreSQL marks each row with the transaction that wrote it: now this one wrote them all, in no order.
    session.execute(MIXED, {"activity_id": kept.activity_id})


def of(session: Session, activity_id: str) -> Opinions:
    """What was said of the form of an activity."""
    rows = session.scalars(
        select(OpinionRow)
        .where(OpinionRow.activity_id == activity_id)
        .order_by(OpinionRow.given_on, OpinionRow.id)
    ).all()
    return Opinions(
        given=len(rows),
        ease=Counter(row.ease for row in rows if row.ease is not None),
        comments=[(row.given_on, row.comment) for row in rows if row.comment],
    )
