"""The real server, gunicorn with our settings: it stores, and its output tells nothing about anybody."""

from __future__ import annotations

import base64
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from tests.conftest import answers
from tests.house.files import ROOT

STARTS_WITHIN = 30  # seconds


class Server:
    """gunicorn on a free port and a database of its own; `output` is all it has written."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "output"
        self.told = ""  # what the demo printed
        self.environ = os.environ | {
            "PORT": str(self.port),
            "ATTEST_DATABASE_URL": f"sqlite:///{folder / 'attest.db'}",
            "ATTEST_SECRET_KEY": "a secret that only the tests know....",
            "ATTEST_DATA_KEY": base64.b64encode(bytes(32)).decode(),
        }

    def flask(self, *command: str) -> str:
        run = [sys.executable, "-m", "flask", "--app", "app", *command]
        return subprocess.run(
            run, cwd=ROOT, env=self.environ, check=True, capture_output=True, text=True
        ).stdout

    def start(self) -> subprocess.Popen[bytes]:
        with self.log.open("wb") as output:
            run = [sys.executable, "-m", "gunicorn", "app:create_app()"]
            process = subprocess.Popen(run, cwd=ROOT, env=self.environ, stdout=output, stderr=output)
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            try:
                if self.get("/readyz")[0] == 200:
                    return process
            except URLError:
                time.sleep(0.1)
        process.kill()
        raise AssertionError(self.output)

    def get(self, path: str, data: dict[str, str] | None = None, **headers: str) -> tuple[int, str]:
        body = urlencode(data).encode() if data else None
        try:
            with urlopen(Request(self.address + path, body, headers), timeout=20) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("server"))
    server.told = server.flask("demo")
    process = server.start()
    yield server
    process.terminate()
    process.wait(timeout=30)


def test_what_a_learner_sends_is_stored_and_leaves_no_trace_in_the_output(server: Server) -> None:
    page = re.search(r"/a/(\w+)", server.told)
    assert page
    typed = answers(step="submit", last_name="Canarybird", credits="3")
    status, body = server.get(page[0], typed, Accept="application/json")
    assert status == 201, body
    receipt = json.loads(body)["receipt_url"]
    token = receipt.rsplit("/", 1)[1]
    assert "Canarybird" in server.get(f"/r/{token}")[1]
    assert server.get(f"/r/{token}x")[0] == 404
    assert server.get(page[0], typed | {"npi": "12"})[0] == 400
    lines = [json.loads(line) for line in server.output.splitlines()]
    assert {line["route"] for line in lines} >= {"/a/<code>", "/r/<token>", "/readyz"}
    for secret in (token, page[1], *(value for value in typed.values() if len(value) > 3)):
        assert secret not in server.output


def test_an_endless_address_is_refused(server: Server) -> None:
    assert server.get("/a/" + "x" * 10_000)[0] in {400, 414}


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"GET /r/a-secret-token canary@example.org\r\n\r\n", "InvalidHTTPVersion"),
        (b"canary@example.org /r/a-secret-token HTTP/1.1\r\n\r\n", "InvalidRequestMethod"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\na-secret-token canary@example.org\r\n\r\n", "InvalidHeader"),
        (b"GET /" + b"a-secret-token" * 999 + b" HTTP/1.1\r\n\r\n", "LimitRequestLine"),
    ],
)
def test_what_is_no_request_leaves_one_line_without_its_values(
    server: Server, sent: bytes, reason: str
) -> None:
    before = len(server.output)
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as visitor:
        visitor.sendall(sent)
        assert visitor.recv(12).startswith(b"HTTP/1.1 4")
    lines = [json.loads(line) for line in server.output[before:].splitlines()]
    assert [(line["event"], line["level"], line["reason"]) for line in lines] == [
        ("bad request", "warning", reason)
    ]
    for value in ("canary", "a-secret-token", "127.0.0.1"):
        assert value not in server.output[before:]
