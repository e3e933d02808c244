"""The way out: TLS is verified, nothing leads elsewhere, no answer is believed that is too long or too slow."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from delivery.web import Halt, NoAnswer, Server

Answer = bytes | list[bytes]


class Handler(BaseHTTPRequestHandler):
    """Answers with what the test has put on the server: bytes, or pieces with a pause before each."""

    def do_GET(self) -> None:
        server = self.server
        server.asked.append(self.headers.items())  # type: ignore[attr-defined]
        pieces = server.says if isinstance(server.says, list) else [server.says]  # type: ignore[attr-defined]
        for piece in pieces:
            if len(pieces) > 1:
                time.sleep(0.1)
            self.wfile.write(piece)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


@contextmanager
def serving(says: Answer, context: ssl.SSLContext | None = None) -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.says, server.asked = says, []  # type: ignore[attr-defined]
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def client(server: ThreadingHTTPServer, scheme: str = "http", trust: ssl.SSLContext | None = None) -> Server:
    return Server(f"{scheme}://127.0.0.1:{server.server_address[1]}/base", {}, seconds=0.5, trust=trust)


def response(status: str, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.fixture
def own_certificate(tmp_path: Path) -> Path:
    """A certificate that nobody has vouched for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "own.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_a_certificate_that_nobody_vouches_for_is_refused(own_certificate: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own_certificate)
    with serving(response("200 OK"), context) as server:
        with pytest.raises(Halt, match="certificate"):
            client(server, "https").post("/x", b"secret", "application/json")
        assert server.asked == []  # type: ignore[attr-defined]
        trusting = ssl.create_default_context(cafile=str(own_certificate))
        assert client(server, "https", trusting).get("/x", {}).status == 200


def test_plain_http_is_for_this_computer_only() -> None:
    with pytest.raises(ValueError, match="loopback"):
        Server("http://pars.example.org", {}, seconds=1)


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_no_redirect_is_followed(status: str) -> None:
    with serving(response("200 OK")) as elsewhere:
        to = f"Location: http://127.0.0.1:{elsewhere.server_address[1]}/"
        with serving(response(status, b"", to)) as server, pytest.raises(Halt, match="redirect"):
            client(server).get("/x", {})
        assert elsewhere.asked == []  # type: ignore[attr-defined]


def test_proxies_and_passwords_of_the_environment_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    with serving(response("200 OK")) as server:
        assert client(server).get("/x", {}).status == 200
        assert "authorization" not in {name.lower() for name, _ in server.asked[0]}  # type: ignore[attr-defined]


def test_an_answer_that_is_too_long_is_not_read() -> None:
    with serving(response("200 OK", b"x" * (2 * 1024 * 1024))) as server, pytest.raises(Halt):
        client(server).get("/x", {})


def test_an_answer_that_drips_is_given_up() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"
    began = time.monotonic()
    with serving([head, *[b"x"] * 100]) as server, pytest.raises(NoAnswer) as reason:
        client(server).get("/x", {})
    assert reason.value.may_be_there
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("says", "may_be_there", "wait"),
    [
        (response("429 Too Many", b"", "Retry-After: 7"), False, 7),
        (response("429 Too Many", b"", "Retry-After: soon"), False, 0),
        (response("429 Too Many", b"", f"Retry-After: {10**15}"), False, 6 * 3600),
        (response("503 Unavailable", b"", "Retry-After: 7"), True, 7),
        (response("500 Error"), True, 0),
        (response("200 OK", b"whole")[:-2], True, 0),
        (b"", True, 0),
        (b"nonsense\r\n\r\n", True, 0),
    ],
)
def test_what_is_known_after_a_failure(says: bytes, may_be_there: bool, wait: float) -> None:
    with serving(says) as server, pytest.raises(NoAnswer) as reason:
        client(server).post("/x", b"{}", "application/json")
    assert (reason.value.may_be_there, reason.value.wait) == (may_be_there, wait)


def test_where_nobody_listens_nothing_can_be_there() -> None:
    with serving(b"") as server:
        gone = client(server)
    with pytest.raises(NoAnswer) as reason:
        gone.post("/x", b"{}", "application/json")
    assert not reason.value.may_be_there


@pytest.mark.parametrize("status", ["401 Unauthorized", "403 Forbidden"])
def test_an_account_that_is_not_known_stops_everything(status: str) -> None:
    with serving(response(status)) as server, pytest.raises(Halt, match="credentials"):
        client(server).get("/x", {})


def test_nothing_is_logged_of_an_odd_answer(caplog: pytest.LogCaptureFixture) -> None:
    with serving(b"HTTP/1.1 200 OK\r\nno header at all\r\nContent-Length: 2\r\n\r\n{}") as server:
        client(server).get("/x", {"CreditId": "ccid:example.org:1"})
    assert caplog.records == []
