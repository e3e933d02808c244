"""One request to one server that the settings name, and what is known afterwards when it fails.

A pool of connections belongs to one host and one port, follows no redirect, tries nothing again by itself and
reads no proxy or password out of the environment. https is verified; plain http is for a stand-in on loopback.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Retry, Timeout
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    InvalidHeader,
    NewConnectionError,
    SSLError,
)
from urllib3.response import BaseHTTPResponse

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
MOST_BYTES = 1024 * 1024
PIECE = 64 * 1024
HEADERS = {"User-Agent": "attest", "Accept-Encoding": "identity"}  # what is small needs no unpacking


# It would write addresses and what it did not understand into the log.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class NoAnswer(Exception):
    """No usable answer, but a later try may get one.

    `may_be_there`: the request may have arrived and may have done its work. `wait`: the seconds that the server
    asks for, if it does.
    """

    def __init__(self, *, may_be_there: bool, wait: float = 0) -> None:
        super().__init__(f"may_be_there={may_be_there} wait={wait}")
        self.may_be_there = may_be_there
        self.wait = wait


class Halt(Exception):
    """An answer that every further request would get as well; `reason` is a code.

    credentials, certificate, redirect: nothing was taken. unexpected: who knows.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Answer:
    """A status below 500 that is no redirect and no refusal of the account, and the body's bytes."""

    status: int
    body: bytes


class Server:
    """The server at `address`; `seconds` limit a connection, each wait for a byte, and the whole answer."""

    def __init__(
        self, address: str, headers: Mapping[str, str], *, seconds: float, trust: ssl.SSLContext | None = None
    ) -> None:
        parts = urlsplit(address)
        host = parts.hostname or ""
        if parts.scheme != "https" and host not in LOOPBACK:
            raise ValueError("plain http is for loopback only")
        self._path = parts.path.rstrip("/")
        self._seconds = seconds
        self._headers = HEADERS | dict(headers)
        self._pool: HTTPConnectionPool
        if parts.scheme == "https":
            context = trust or ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            self._pool = HTTPSConnectionPool(host, parts.port, ssl_context=context)
        else:
            self._pool = HTTPConnectionPool(host, parts.port)

    def get(self, path: str, query: Mapping[str, str]) -> Answer:
        """Raises NoAnswer, Halt."""
        return self._ask("GET", f"{path}?{urlencode(query)}", None, "")

    def post(self, path: str, body: bytes, content_type: str) -> Answer:
        """Raises NoAnswer, Halt."""
        return self._ask("POST", path, body, content_type)

    def close(self) -> None:
        self._pool.close()

    def _ask(self, method: str, path: str, body: bytes | None, content_type: str) -> Answer:
        headers = self._headers | ({"Content-Type": content_type} if content_type else {})
        deadline = time.monotonic() + 2 * self._seconds
        try:
            answer = self._pool.urlopen(
                method,
                self._path + path,
                body=body,
                headers=headers,
                retries=False,
                redirect=False,
                timeout=Timeout(connect=self._seconds, read=self._seconds),
                preload_content=False,
                decode_content=False,
            )
            with closing(answer):
                _check_status(answer)
                return Answer(answer.status, _read(answer, deadline))
        except (NewConnectionError, ConnectTimeoutError):
            raise NoAnswer(may_be_there=False) from None
        except SSLError as reason:
            if any(isinstance(each, ssl.SSLCertVerificationError) for each in reason.args):
                raise Halt("certificate") from None
            raise NoAnswer(may_be_there=True) from None
        except HTTPError:
            raise NoAnswer(may_be_there=True) from None


def _check_status(answer: BaseHTTPResponse) -> None:
    status = answer.status
    if status in (401, 403):
        raise Halt("credentials")
    if 300 <= status < 400:
        raise Halt("redirect")
    if status == 429:
        raise NoAnswer(may_be_there=False, wait=_asked_to_wait(answer))
    if status == 408 or status >= 500:
        raise NoAnswer(may_be_there=True, wait=_asked_to_wait(answer))


def _asked_to_wait(answer: BaseHTTPResponse) -> float:
    try:
        return Retry().get_retry_after(answer) or 0  # urllib3 takes six hours at most for meant
    except InvalidHeader:
        return 0


def _read(answer: BaseHTTPResponse, deadline: float) -> bytes:
    """All of the body, as long as it is small and comes in time; a short one raises in urllib3."""
    pieces = bytearray()
    while piece := answer.read1(PIECE):  # what has come so far: `read` would wait for the whole piece
        pieces += piece
        if len(pieces) > MOST_BYTES:
            raise Halt("unexpected")
        if time.monotonic() > deadline:
            raise NoAnswer(may_be_there=True)
    return bytes(pieces)
