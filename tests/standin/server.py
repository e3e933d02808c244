"""The stand-in's HTTP: accounts, the calls of both languages, and everything that can go wrong on the way."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

from tests.standin.ledger import Ledger, Nature, read_json, read_xml

PROVIDER, USER, PASSWORD = "0001234", "lakeside", "only for the stand-in"
ENVIRONMENTS = ("sandbox", "production")
FAULTY_TRIES = 2  # of one call for one thing: so that every run ends


class StandIn:
    """A server on loopback; `ledgers` by environment outlive it. Port 0 takes a free one and keeps it."""

    def __init__(self, nature: Nature | None = None, *, port: int = 0, password: str = PASSWORD) -> None:
        self.nature = nature or Nature()
        self.ledgers = {environment: Ledger() for environment in ENVIRONMENTS}
        self.port = port
        self.password = password
        self.redirects_to = ""
        self.requests: list[tuple[str, str]] = []
        self._server: ThreadingHTTPServer | None = None

    def start(self) -> StandIn:
        handler = type("Bound", (Handler,), {"stand_in": self})
        self._server = Server(("127.0.0.1", self.port), handler)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def address(self, environment: str) -> str:
        return f"http://127.0.0.1:{self.port}/{environment}"

    def __enter__(self) -> StandIn:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up on a late answer is what the tests want."""


class Handler(BaseHTTPRequestHandler):
    """One request. Answers carry `X-Stand-In`, so that nobody takes this for PARS."""

    stand_in: StandIn
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # an answer leaves in one piece, and at once
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing: reports are about people."""

    def _serve(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        _, environment, *rest = parts.path.split("/")
        call = "/".join(rest)
        self.stand_in.requests.append((self.command, call))
        time.sleep(self.stand_in.nature.slow)
        if self.stand_in.redirects_to:
            return self._answer(307, "", {"Location": self.stand_in.redirects_to})
        if environment not in ENVIRONMENTS:
            return self._answer(404, "")
        if not self._knows_account():
            return self._answer(401, "")
        ledger = self.stand_in.ledgers[environment]
        if self.command == "GET":
            credit_id = parse_qs(parts.query).get("CreditId", [""])[0]
            return self._with_faults(
                "status", credit_id, ledger, lambda: self._status(call, credit_id, ledger)
            )
        return self._take(call, body, ledger)

    def _take(self, call: str, body: bytes, ledger: Ledger) -> None:
        xml = call in ("SaveLearnerActivity", "GetLearnerMatch")
        if not xml and call != "learner-activities":
            return self._answer(404, "")
        try:
            report = read_xml(body) if xml else read_json(body)
        except (ValueError, KeyError, TypeError, IndexError):
            return self._answer(400, "not a report")
        nature = self.stand_in.nature
        if call == "GetLearnerMatch":
            word, words = (
                ("Match", "") if ledger.matches(report, nature) else ("No match", "No such physician.")
            )
            return self._answer(200, _told(call, word, words))

        def save() -> tuple[int, str]:
            status, words = ledger.save(report, nature)
            if xml:  # says 200 and means no
                return 200, _told(call, "", words)
            return status, json.dumps({"message": words}) if words else body.decode()

        return self._with_faults("save", ledger.meet(report), ledger, save)

    def _status(self, call: str, credit_id: str, ledger: Ledger) -> tuple[int, str]:
        found = ledger.status(credit_id, self.stand_in.nature)
        if found is None:
            return 404, ""
        word, words = found
        if call == "GetLearnerStatusByCreditId":
            return 200, _told(call, word, words)
        return 200, json.dumps(
            [{"CreditID": credit_id, "Status": word} | ({"Message": words} if words else {})]
        )

    def _with_faults(
        self, call: str, about: str, ledger: Ledger, work: Callable[[], tuple[int, str]]
    ) -> None:
        """Do the work and answer, or do one of them wrongly: the first tries of a call may go any way."""
        nature, nth = self.stand_in.nature, ledger.nth(call, about)
        drawn = [
            fault
            for fault, share in nature.faults.items()
            if nth <= FAULTY_TRIES and nature.draws(share, fault, call, about, nth)
        ]
        fault = drawn[0] if drawn else ""
        if fault == "busy":
            return self._answer(429, "", {"Retry-After": "1"})
        if fault == "down":
            return self._answer(503, "")
        if fault == "dropped":
            self.close_connection = True
            return None
        if fault == "slow work":
            time.sleep(nature.late)
        status, text = work()
        if fault == "late":
            time.sleep(nature.late)
        if fault == "error":
            return self._answer(500, "")
        return self._answer(status, text, half=fault == "half")

    def _knows_account(self) -> bool:
        proof = b64encode(f"{USER}:{self.stand_in.password}".encode()).decode()
        return (
            self.headers.get("Authorization") == f"Basic {proof}"
            and self.headers.get("ProviderId") == PROVIDER
        )

    def _answer(
        self, status: int, text: str, headers: dict[str, str] | None = None, *, half: bool = False
    ) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("X-Stand-In", "this is not PARS")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(max(len(data), 2 if half else 0)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if half else data)
        if half:
            self.close_connection = True


def _told(call: str, word: str, words: str) -> str:
    status = f"<Status>{escape(word)}</Status>" if word else ""
    message = f"<Message>{escape(words)}</Message>" if words else ""
    return f"<{call}Response>{status}{message}</{call}Response>"
