"""Learners with phones: each sends one attestation after the other, and again until somebody says "saved"."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode
from uuid import uuid4

from pars.formats.sheet import column_letters
from tests.conftest import answers

HEADERS = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
SAVED = (200, 201)
LONGEST_WAIT = 0.4  # seconds before a phone tries again


def surname(number: int) -> str:
    """Another one for each number; a digit in a name would be refused."""
    return f"Okafor-{column_letters(number + 1).title()}"


def learner(number: int) -> dict[str, str]:
    """What one person sends, under an id of her own."""
    who = answers(
        last_name=surname(number),
        license_number=f"MD{number:07}",
        npi="",
        birth_month=str(number % 12 + 1),
        birth_day=str(number % 28 + 1),
    )
    return who | {"step": "submit", "submission_id": str(uuid4())}


def post(port: int, path: str, form: dict[str, str], timeout: float = 20, **headers: str) -> tuple[int, str]:
    """Status and body of the answer; status 0 where the connection broke or nobody was there."""
    phone = HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        phone.request("POST", path, urlencode(form), HEADERS | headers)
        answer = phone.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, HTTPException):
        return 0, ""
    finally:
        phone.close()


class Phones:
    """`many` phones that send until `total` attestations are acknowledged. `acked`: submission id to reference.

    Those that are not `patient` try once.
    """

    def __init__(self, port: int, code: str, total: int, many: int = 16, *, patient: bool = True) -> None:
        self.acked: dict[str, str] = {}
        self.repeats = self.tries = self.refusals = 0
        self.trouble: list[str] = []
        self._port, self._path, self._total = port, f"/a/{code}", total
        self._patient = patient
        self._numbers = count()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._send_all, daemon=True) for _ in range(many)]

    @contextmanager
    def sending(self) -> Iterator[Phones]:
        for thread in self._threads:
            thread.start()
        try:
            yield self
        finally:
            self._stop.set()
            self.join()

    def join(self) -> None:
        """Wait until everybody is done."""
        for thread in self._threads:
            thread.join()

    @property
    def busy(self) -> bool:
        return any(thread.is_alive() for thread in self._threads)

    def _send_all(self) -> None:
        chance = random.Random()
        while not self._stop.is_set() and (number := next(self._numbers)) < self._total:
            form = learner(number)
            while not self._stop.is_set() and not self._sent(form) and self._patient:
                time.sleep(chance.uniform(0.02, LONGEST_WAIT))

    def _sent(self, form: dict[str, str]) -> bool:
        self.tries += 1
        status, body = post(self._port, self._path, form)
        if status in SAVED:
            self.repeats += status == 200
            self.acked[form["submission_id"]] = json.loads(body)["reference"]
            return True
        self.refusals += status >= 500
        if status and status < 500:
            self.trouble.append(f"{status} {body[:300]}")
            return True  # sending it again would change nothing; the test fails by it
        return False
