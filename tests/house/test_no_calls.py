"""The hook in tests/conftest.py, which keeps every test from reaching another machine, does stop one."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", ["192.0.2.1", "example.org"])
def test_another_machine_is_out_of_reach(address: str) -> None:
    with pytest.raises(PermissionError, match=address):
        socket.create_connection((address, 443), timeout=1)
