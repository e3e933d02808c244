"""What a coordinator said once that a word of PARS's means: remembered for every file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pars.text import fold
from storage.tables import StatusWordRow


def every(session: Session) -> dict[str, str]:
    """Folded word to its meaning, one of pars.formats.results.status_words.MEANINGS."""
    rows = session.execute(select(StatusWordRow.word, StatusWordRow.meaning))
    return {word: meaning for word, meaning in rows}  # noqa: C416  # a Row is no pair to mypy


def keep(session: Session, meanings: Mapping[str, str], *, actor: str, now: datetime) -> None:
    """Remember these in place of what was said before; a word that means "" is forgotten."""
    for word, meaning in meanings.items():
        if meaning:
            session.merge(StatusWordRow(word=fold(word), meaning=meaning, changed_at=now, actor=actor))
        else:
            session.execute(delete(StatusWordRow).where(StatusWordRow.word == fold(word)))
    session.flush()
