"""One letter to one server: what is said, and what becomes of it, by what the server does."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from delivery import mail, wording
from delivery.mail import Outcome, Post
from pars.record import LearnerRecord
from storage.letters import Letter, Words
from tests.conftest import an_activity
from tests.delivery.conftest import WORDS
from tests.delivery.smtp import Manners, Server, serving

NOW = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)
LETTER = Letter("0123456789abcdef", WORDS, NOW)


def post(server: Server, scheme: str = "smtp", account: str = "") -> Post:
    return Post.of(f"{scheme}://{account}localhost:{server.port}", "CME Office <office@example.org>")


def outcome(manners: Manners, letter: Letter = LETTER) -> tuple[Outcome, str]:
    with serving(manners) as server:
        return mail.send(post(server), letter, NOW)


def test_a_letter_arrives_as_it_was_written(server: Server) -> None:
    assert mail.send(post(server), LETTER, NOW) == (Outcome.SENT, "")
    [letter] = server.got.letters
    assert letter["To"] == "amara@example.org"
    assert letter["From"] == "CME Office <office@example.org>"
    assert letter["Reply-To"] == "cme@example.org"
    assert letter["Message-ID"] == "<0123456789abcdef@example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"] == "Mon, 23 Nov 2026 22:30:00 +0000"
    assert letter.get_content() == "Good day.\n"
    assert letter.get_content_type() == "text/plain"
    assert server.got.envelopes == [("mail FROM:<office@example.org>", "rcpt TO:<amara@example.org>")]


@pytest.mark.parametrize(
    ("manners", "expected"),
    [
        (Manners(rcpt="550 no such user amara@example.org"), (Outcome.REFUSED, "told 550")),
        (Manners(rcpt="451 come back later"), (Outcome.LATER, "told 451")),
        (Manners(mail="421 too busy"), (Outcome.LATER, "told 421")),
        (Manners(data="554 no"), (Outcome.REFUSED, "told 554")),
        (Manners(text="452 disk full"), (Outcome.LATER, "told 452")),
        (Manners(text="554 looks like spam"), (Outcome.REFUSED, "told 554")),
        (Manners(break_off="ehlo"), (Outcome.LATER, "no connection")),
        (Manners(break_off="rcpt"), (Outcome.LATER, "no connection")),
        (Manners(break_off="text"), (Outcome.UNKNOWN, "no answer")),
        (Manners(break_off="quit"), (Outcome.SENT, "")),
    ],
)
def test_what_becomes_of_it(manners: Manners, expected: tuple[Outcome, str]) -> None:
    assert outcome(manners) == expected


def test_nobody_there() -> None:
    with serving() as server:
        there = post(server)
    assert mail.send(there, LETTER, NOW) == (Outcome.LATER, "no connection")


@pytest.mark.parametrize("field", ["to", "subject", "reply_to"])
def test_no_header_can_be_smuggled_in(server: Server, field: str) -> None:
    bad = replace(WORDS, **{field: "a@example.org\r\nBcc: all@example.org"})
    assert mail.send(post(server), replace(LETTER, words=bad), NOW) == (Outcome.REFUSED, "address")
    assert server.got.said == []


def test_a_line_with_a_dot_stays_in_the_text(server: Server) -> None:
    text = "One\n.\nMAIL FROM:<x@example.org>\n..two\n"
    mail.send(post(server), replace(LETTER, words=replace(WORDS, text=text)), NOW)
    assert [letter.get_content() for letter in server.got.letters] == [text]


def test_addresses_beyond_ascii() -> None:
    abroad = replace(LETTER, words=replace(WORDS, to="amara@bücher.example"))
    with serving() as server:
        assert mail.send(post(server), abroad, NOW)[0] is Outcome.SENT
        assert server.got.letters[0]["To"] == "amara@xn--bcher-kva.example"
    local = replace(LETTER, words=replace(WORDS, to="ámara@example.org"))
    assert outcome(Manners(), local) == (Outcome.REFUSED, "address")
    assert outcome(Manners(extensions=("8BITMIME", "SMTPUTF8")), local) == (Outcome.SENT, "")


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that signs itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "identity.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return path


@pytest.fixture
def secure(identity: Path) -> Iterator[Server]:
    """A server that offers STARTTLS and wants to know who it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(identity)
    with serving(Manners(tls=context, extensions=("AUTH PLAIN",))) as server:
        yield server


def test_sign_in_goes_over_tls_only(secure: Server, identity: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(identity))
    account = "attest:p%40ss%3Aword@"
    assert mail.send(post(secure, "smtp+starttls", account), LETTER, NOW) == (Outcome.SENT, "")
    assert secure.got.signed_in == [("attest", "p@ss:word")]
    first = [line.split()[0].lower() for line in secure.got.said]
    assert first.index("starttls") < first.index("auth")
    wrong = post(secure, "smtp+starttls", "attest:wrong@")
    assert mail.send(wrong, LETTER, NOW) == (Outcome.LATER, "sign-in refused")


def test_a_certificate_nobody_vouches_for_is_refused(secure: Server) -> None:
    account = "attest:p%40ss%3Aword@"
    assert mail.send(post(secure, "smtp+starttls", account), LETTER, NOW) == (Outcome.LATER, "certificate")
    assert secure.got.signed_in == []


def test_no_tls_no_letter(server: Server) -> None:
    """A server that does not offer TLS, or somebody in between who hides it, gets nothing."""
    assert mail.send(post(server, "smtp+starttls"), LETTER, NOW) == (Outcome.LATER, "server cannot")
    assert server.got.texts == []


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Post.of("smtps://a:secret@mail.example.org", "a@example.org"))


def test_the_letter_holds_the_name_and_nothing_else_of_the_learner() -> None:
    record = LearnerRecord(
        profession="md",
        first_name="Amara\r\nBcc: all@example.org",
        last_name="Okafor\u2028X",
        license_state="ME",
        license_number="MD0012345",
        npi="1234567893",
        birth_month=9,
        birth_day=27,
        credits=Decimal("5.75"),
        completion_date=date(2026, 11, 23),
        email="amara@example.org",
        board="ABS",
        board_id="B77",
    )
    url = "https://credit.example.org/c/TOKEN"
    words: Words = wording.letter(an_activity(), record, url, datetime(2026, 12, 8, 3, tzinfo=UTC))
    assert words.to == "amara@example.org"
    assert words.text.startswith("Dear Amara Bcc: all@example.org Okafor X,\n")
    assert url in words.text
    assert "until December 7, 2026" in words.text
    told = words.subject + words.text.replace(url, "")
    for secret in ("MD0012345", "1234567893", "September", "9/27", "5.75", "ABS", "B77", "Maine", "amara@"):
        assert secret not in told
