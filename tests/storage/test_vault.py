"""Sealed values open for their own row and column and key, and for nothing else."""

from __future__ import annotations

import pytest

from storage.vault import Unreadable, Vault

KEY, OTHER = bytes(range(32)), bytes(32)


def test_what_was_sealed_opens() -> None:
    vault = Vault(KEY)
    sealed = vault.seal("0012345 Łukasz", "records.identity", "a")
    assert vault.open(sealed, "records.identity", "a") == "0012345 Łukasz"
    assert b"0012345" not in sealed


@pytest.mark.parametrize(("column", "row"), [("records.identity", "b"), ("history.sealed", "a")])
def test_a_moved_value_does_not_open(column: str, row: str) -> None:
    vault = Vault(KEY)
    with pytest.raises(Unreadable):
        vault.open(vault.seal("x", "records.identity", "a"), column, row)


def test_equal_values_are_sealed_differently() -> None:
    vault = Vault(KEY)
    assert vault.seal("x", "c", "r") != vault.seal("x", "c", "r")


def test_a_damaged_value_does_not_open() -> None:
    vault = Vault(KEY)
    sealed = bytearray(vault.seal("x", "c", "r"))
    sealed[-1] ^= 1
    for damaged in (bytes(sealed), b"", b"short"):
        with pytest.raises(Unreadable):
            vault.open(damaged, "c", "r")


def test_the_old_key_still_opens_and_a_foreign_one_does_not() -> None:
    sealed = Vault(OTHER).seal("x", "c", "r")
    assert Vault(KEY, old=OTHER).open(sealed, "c", "r") == "x"
    with pytest.raises(Unreadable):
        Vault(KEY).open(sealed, "c", "r")


def test_the_index_is_equal_for_equals_and_needs_the_key() -> None:
    assert Vault(KEY).index("npi:1") == Vault(KEY).index("npi:1")
    assert Vault(KEY).index("npi:1") != Vault(KEY).index("npi:2")
    assert Vault(KEY).index("npi:1") != Vault(OTHER).index("npi:1")


def test_what_is_looked_for_may_be_known_under_the_old_key() -> None:
    both = Vault(KEY, old=OTHER)
    assert both.index("npi:1") == Vault(KEY).index("npi:1")
    assert both.indexes(["npi:1"]) == {Vault(KEY).index("npi:1"), Vault(OTHER).index("npi:1")}
    assert Vault(KEY).indexes(["npi:1"]) == {Vault(KEY).index("npi:1")}
