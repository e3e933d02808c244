"""PARS's words to a row of a run, sealed: they may repeat what identifies a learner."""

from __future__ import annotations

from storage.tables import TransmissionRow
from storage.vault import Vault

COLUMN = "transmissions.words"


def keep(row: TransmissionRow, words: str, vault: Vault) -> None:
    """Seal what PARS said of a row."""
    row.words = vault.seal(words, COLUMN, place(row.run_id, row.action, row.credit_id)) if words else None


def of(row: TransmissionRow, vault: Vault) -> str:
    """What PARS said of a row, "" where it said nothing."""
    return vault.open(row.words, COLUMN, place(row.run_id, row.action, row.credit_id)) if row.words else ""


def place(run_id: str, action: str, credit_id: str) -> str:
    """What the words to a row are sealed with, so that they cannot be put to another."""
    return f"{run_id}/{action}/{credit_id}"
