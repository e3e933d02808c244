"""Sealing of what identifies a learner: AES-256-GCM at rest, and a keyed index to find equals by.

A sealed value is `key id (4 bytes) + nonce (12 bytes) + ciphertext`. The additional data names the
column and the row, so that a value moved to another row or column does not open. Keys are derived
from the data key by HKDF, one for sealing and one for the index, so that neither serves as the other.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
KEY_ID = 4


class Unreadable(Exception):
    """A sealed value does not open: another key, another row, or damaged bytes."""


class Vault:
    """Seals and opens texts with the data key; `previous` still opens what an older key sealed."""

    def __init__(self, key: bytes, previous: bytes | None = None) -> None:
        self._sealing = {_key_id(k): AESGCM(_derive(k, b"attest seal")) for k in (key, previous) if k}
        self._current = _key_id(key)
        self._index = _derive(key, b"attest index")

    def seal(self, text: str, column: str, row: str) -> bytes:
        """Bytes that only open for the same column and row."""
        return self.seal_bytes(text.encode(), column, row)

    def open(self, sealed: bytes, column: str, row: str) -> str:
        """The text that was sealed; raises Unreadable."""
        return self.open_bytes(sealed, column, row).decode()

    def seal_bytes(self, data: bytes, column: str, row: str) -> bytes:
        nonce = os.urandom(NONCE)
        return self._current + nonce + self._sealing[self._current].encrypt(nonce, data, _place(column, row))

    def open_bytes(self, sealed: bytes, column: str, row: str) -> bytes:
        key_id, nonce, body = sealed[:KEY_ID], sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
        try:
            return self._sealing[key_id].decrypt(nonce, body, _place(column, row))
        except (KeyError, InvalidTag, ValueError) as reason:
            raise Unreadable(column) from reason

    def index(self, text: str) -> str:
        """A keyed fingerprint: equal texts have equal ones, and it tells nothing without the key."""
        return hmac.new(self._index, text.encode(), hashlib.sha256).hexdigest()[:32]


def fingerprint(token: str) -> str:
    """SHA-256 of a random token: what is kept of sign-ins, links and receipts, so that a stolen copy opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def _place(column: str, row: str) -> bytes:
    return f"{column}\0{row}".encode()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(key)


def _key_id(key: bytes) -> bytes:
    return _derive(key, b"attest key id")[:KEY_ID]
