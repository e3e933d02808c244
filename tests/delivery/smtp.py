"""A mail server on loopback that does as it is told: takes letters, refuses them, breaks off, offers TLS."""

from __future__ import annotations

import socketserver
import ssl
import threading
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

ACCOUNT = ("attest", "p@ss:word")


@dataclass
class Manners:
    """How the server behaves. Each answer is the reply to that command; at `break_off` the server hangs up
    instead, and at `silent_at` it says nothing more."""

    mail: str = "250 OK"
    rcpt: str = "250 OK"
    data: str = "354 go on"
    text: str = "250 taken"
    break_off: str = ""
    silent_at: str = ""
    extensions: tuple[str, ...] = ()
    tls: ssl.SSLContext | None = None


@dataclass
class Got:
    """What arrived: whole texts, who gave them to whom, and every line that was said."""

    texts: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    signed_in: list[tuple[str, str]] = field(default_factory=list)

    @property
    def letters(self) -> list[EmailMessage]:
        texts = (text.replace(b"\r\n", b"\n") for text in self.texts)
        return [message_from_bytes(text, EmailMessage, policy=policy.default) for text in texts]


class _Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.sender = self.to = ""
        self.answer("220 stand-in")
        while line := self.rfile.readline():
            said = line.decode().strip()
            self.server.got.said.append(said)
            verb = said.split(" ")[0].lower()
            if verb == self.server.manners.silent_at:
                continue
            if verb == self.server.manners.break_off or not self.obey(verb, said):
                return

    def obey(self, verb: str, said: str) -> bool:
        manners = self.server.manners
        if verb == "ehlo":
            offers = ["stand-in", *manners.extensions, *(["STARTTLS"] if manners.tls else [])]
            for offer in offers[:-1]:
                self.answer(f"250-{offer}")
            self.answer(f"250 {offers[-1]}")
        elif verb == "starttls":
            self.answer("220 go on")
            assert manners.tls is not None
            self.request = manners.tls.wrap_socket(self.request, server_side=True)
            self.setup()
        elif verb == "auth":
            _, user, password = b64decode(said.split()[2]).decode().split("\0")
            self.server.got.signed_in.append((user, password))
            self.answer("235 welcome" if (user, password) == ACCOUNT else "535 who are you")
        elif verb == "mail":
            self.sender = said
            self.answer(manners.mail)
        elif verb == "rcpt":
            self.to = said
            self.answer(manners.rcpt)
        elif verb == "data":
            return self.take()
        else:
            self.answer("221 bye" if verb == "quit" else "250 OK")
        return True

    def take(self) -> bool:
        manners, got = self.server.manners, self.server.got
        self.answer(manners.data)
        if not manners.data.startswith("354"):
            return True
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return False
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        if manners.break_off == "text":
            return False
        if manners.text.startswith("250"):
            got.texts.append(b"".join(lines))
            got.envelopes.append((self.sender, self.to))
        self.answer(manners.text)
        return True

    def answer(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, manners: Manners) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.manners = manners
        self.got = Got()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is no failure of ours."""


@contextmanager
def serving(manners: Manners | None = None) -> Iterator[Server]:
    """The server, while the block runs."""
    with Server(manners or Manners()) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
