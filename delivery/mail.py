"""One letter to one mail server, by SMTP; and what became of it, as exactly as SMTP lets anybody know.

The sender asks nothing of a server before it is sure whom it speaks to: TLS is verified, and a password never
goes over a plain connection (config.py sees to that).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from storage.letters import Letter

SECONDS = 30
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Outcome(StrEnum):
    """What became of a letter."""

    SENT = "sent"
    LATER = "later"  # certainly not sent; another try may do
    REFUSED = "refused"  # certainly not sent; the server does not want it
    UNKNOWN = "unknown"  # the text was handed over, and the connection broke before an answer


@dataclass(frozen=True, slots=True)
class Post:
    """The mail server, and in whose name letters go: an address, with a display name or without."""

    scheme: str
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str, sender: str) -> Post:
        """From a setting such as smtp+starttls://user:password@mail.example.org:587."""
        parts = urlsplit(url)
        return cls(
            scheme=parts.scheme,
            host=parts.hostname or "",
            port=parts.port or PORTS[parts.scheme],
            sender=sender,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )


def send(post: Post, letter: Letter, now: datetime) -> tuple[Outcome, str]:
    """Send a letter; what became of it, and in a word of ours why."""
    try:
        message = compose(post, letter, now)
    except (ValueError, IndexError):  # what `email` raises for an address or a line that no header can hold
        return Outcome.REFUSED, "address"
    try:
        with _conversation(post) as server:
            return _hand_over(server, post, message)
    except (smtplib.SMTPException, OSError) as reason:
        return Outcome.LATER, _why(reason)


def trouble(post: Post) -> str | None:
    """In a word of ours why the server would take no letter now, None where it would. Sends none."""
    try:
        with _conversation(post):
            return None
    except (smtplib.SMTPException, OSError) as reason:
        return _why(reason)


def compose(post: Post, letter: Letter, now: datetime) -> EmailMessage:
    """The letter as a message. Its Message-ID is made of the letter's id: however often it came, it is one."""
    words = letter.words
    to = _wire(words.to)
    message = EmailMessage(policy=SMTP if to.isascii() else SMTPUTF8)
    message["From"] = post.sender
    message["To"] = to
    message["Reply-To"] = words.reply_to
    message["Subject"] = words.subject
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{letter.id}@{_address(post).rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday notice answers it
    message.set_content(words.text, cte="quoted-printable")  # any server takes it
    return message


@contextmanager
def _conversation(post: Post) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if post.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(post.host, post.port, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(post.host, post.port, timeout=SECONDS)
    try:
        if post.scheme == "smtp+starttls":
            server.starttls(context=context)
        if post.user:
            server.login(post.user, post.password)
        server.ehlo_or_helo_if_needed()
        yield server
    finally:
        # Whatever is said from here on changes nothing about the letter.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _hand_over(server: smtplib.SMTP, post: Post, message: EmailMessage) -> tuple[Outcome, str]:
    to = str(message["To"])
    options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
    if options and not server.has_extn("smtputf8"):
        return Outcome.REFUSED, "address"
    for code, _ in (server.mail(_address(post), options), server.rcpt(to)):
        if code >= 400:
            return _told(code)
    try:
        code, _ = server.data(message.as_bytes())
    except smtplib.SMTPDataError as refused:  # it did not want the text at all
        return _told(refused.smtp_code)
    except (smtplib.SMTPException, OSError):
        return Outcome.UNKNOWN, "no answer"
    return (Outcome.SENT, "") if code == 250 else _told(code)


def _why(reason: Exception) -> str:
    match reason:
        case smtplib.SMTPAuthenticationError():
            return "sign-in refused"
        case smtplib.SMTPNotSupportedError():
            return "server cannot"
        case ssl.SSLError():
            return "certificate"
        case _:
            return "no connection"


def _told(code: int) -> tuple[Outcome, str]:
    """4xx asks for another try, 5xx for none (RFC 5321, 4.2.1)."""
    return (Outcome.LATER, f"told {code}") if code < 500 else (Outcome.REFUSED, f"told {code}")


def _wire(address: str) -> str:
    """The address with its domain as DNS has it, so that most need no server that speaks UTF-8."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def _address(post: Post) -> str:
    return parseaddr(post.sender)[1]
