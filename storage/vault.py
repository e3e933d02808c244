"""Sealing of what identifies a learner: AES-256-GCM at rest, and a keyed index to find equals by.

A sealed value is `key id (4 bytes) + nonce (12 bytes) + ciphertext`. The additional data names the
column and the row, so that a value moved to another row or column does not open. Keys are derived
from the data key by HKDF, one for sealing and one for the index, so that neither serves as the other.

While the data key is being changed there are two: see rotation.py.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
KEY_ID = 4


class Unreadable(Exception):
    """A sealed value does not open: another key, another row, or damaged bytes."""


class Vault:
    """Seals with the data key; what the old one sealed, where there is one, opens too and is found too."""

    def __init__(self, key: bytes, old: bytes | None = None) -> None:
        keys = [key] if old is None else [key, old]
        self._sealing = {_key_id(one): AESGCM(_derive(one, b"attest seal")) for one in keys}
        self.key_id = _key_id(key)
        self.old_key_id = _key_id(old) if old else None
        self._indexes = [_derive(one, b"attest index") for one in keys]

    def seal(self, text: str, column: str, row: str) -> bytes:
        """Bytes that only open for the same column and row."""
        return self.seal_bytes(text.encode(), column, row)

    def open(self, sealed: bytes, column: str, row: str) -> str:
        """The text that was sealed; raises Unreadable."""
        return self.open_bytes(sealed, column, row).decode()

    def seal_bytes(self, data: bytes, column: str, row: str) -> bytes:
        nonce = os.urandom(NONCE)
        return self.key_id + nonce + self._sealing[self.key_id].encrypt(nonce, data, _place(column, row))

    def open_bytes(self, sealed: bytes, column: str, row: str) -> bytes:
        key_id, nonce, body = sealed[:KEY_ID], sealed[KEY_ID : KEY_ID + NONCE], sealed[KEY_ID + NONCE :]
        try:
            return self._sealing[key_id].decrypt(nonce, body, _place(column, row))
        except (KeyError, InvalidTag, ValueError) as reason:
            raise Unreadable(column) from reason

    def reseal(self, sealed: bytes, column: str, row: str) -> bytes:
        """The same under the data key of now; raises Unreadable."""
        return self.seal_bytes(self.open_bytes(sealed, column, row), column, row)

    def index(self, text: str) -> str:
        """A keyed fingerprint: equal texts have equal ones, and it tells nothing without the key."""
        return _mark(self._indexes[0], text)

    def indexes(self, texts: Iterable[str]) -> set[str]:
        """The fingerprints by which any of these texts may be known: under the old key too, where there is one."""
        return {_mark(key, text) for text in texts for key in self._indexes}


def fingerprint(token: str) -> str:
    """SHA-256 of a random token: what is kept of sign-ins, links and receipts, so that a stolen copy opens nothing."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mark(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()[:32]


def _place(column: str, row: str) -> bytes:
    return f"{column}\0{row}".encode()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(key)


def _key_id(key: bytes) -> bytes:
    return _derive(key, b"attest key id")[:KEY_ID]
