"""`python -m tests.bench.phones PORT PATH NUMBER SECONDS SALT`: phones that open a form and send it, in a process of
their own, so that what they take is not taken from the server's time in Python. Prints what they saw, as JSON.

A phone opens a connection for the form and, once it has it, another one to send its answers; nothing is sent again.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from dataclasses import asdict, dataclass, field
from time import perf_counter
from urllib.parse import urlencode
from uuid import uuid4

from pars.formats.sheet import column_letters
from tests.conftest import answers

PATIENCE = 60.0  # seconds


@dataclass
class Seen:
    """Seconds that each form and each answer took, from the knock to the last byte; `wall` is all of it."""

    opened: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wall: float = 0.0


async def ask(port: int, request: bytes) -> bytes:
    """The status line of the answer; the rest is read and dropped."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        await writer.drain()
        answer = await reader.read(-1)
    finally:
        writer.close()
    return answer.split(b"\r\n", 1)[0]


def request(method: str, path: str, body: bytes = b"") -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        "Accept: text/html",
        "Accept-Encoding: gzip",
        "Connection: close",
    ]
    if body:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def typed(at: int, salt: str) -> bytes:
    """Somebody's answers; `salt`, letters, tells this hall from the one before."""
    form = answers(
        last_name=f"Okafor-{salt}{column_letters(at + 1).title()}",
        license_number=f"{salt}{at:06}",
        npi="",
        email=f"{salt}{at}@example.org",
        step="submit",
        submission_id=str(uuid4()),
    )
    return urlencode(form).encode()


async def phone(port: int, path: str, at: int, salt: str, wait: float, seen: Seen) -> None:
    await asyncio.sleep(wait)
    steps = (
        (request("GET", path), b"200", seen.opened),
        (request("POST", path, typed(at, salt)), b"303", seen.sent),
    )
    for sent, wanted, times in steps:
        begin = perf_counter()
        try:
            status = await asyncio.wait_for(ask(port, sent), PATIENCE)
        except (OSError, TimeoutError) as reason:
            seen.errors.append(type(reason).__name__)
            return
        times.append(perf_counter() - begin)
        if status.split(b" ")[1:2] != [wanted]:
            seen.errors.append(status.decode(errors="replace"))
            return


async def hall(port: int, path: str, number: int, seconds: float, salt: str) -> Seen:
    """So many phones, each beginning at some moment of so many seconds."""
    seen = Seen()
    moments = random.Random(7)
    begin = perf_counter()
    await asyncio.gather(
        *(phone(port, path, at, salt, moments.uniform(0, seconds), seen) for at in range(number))
    )
    seen.wall = perf_counter() - begin
    return seen


if __name__ == "__main__":
    port, path, number, seconds, salt = sys.argv[1:]
    sys.stdout.write(
        json.dumps(asdict(asyncio.run(hall(int(port), path, int(number), float(seconds), salt))))
    )
