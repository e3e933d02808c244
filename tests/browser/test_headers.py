"""The headers by their effect: what a hostile page, or a hostile text on ours, is kept from doing in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from blueprints import headers
from storage.activities import StoredActivity
from tests.conftest import answers
from tests.serving import served

# What somebody who got a text of theirs onto a page would try. Each says whether it went through.
TRIES = {
    "script": """() => { const script = document.createElement("script");
        script.textContent = "window.ran = true"; document.body.append(script); return Boolean(window.ran); }""",
    "eval": """() => new Promise((tell) => setTimeout(() => {
        try { tell(Function("return true")()); } catch { tell(false); } }))""",
    "handler": """() => { document.body.insertAdjacentHTML("beforeend", "<a id=lure onclick='window.ran = true'>x</a>");
        document.getElementById("lure").click(); return Boolean(window.ran); }""",
    "fetch": """(other) => fetch(other, { mode: "no-cors" }).then(() => true, () => false)""",
    "image": """(other) => new Promise((tell) => { const image = new Image();
        image.onload = () => tell(true); image.onerror = () => tell(false); image.src = other + "picture"; })""",
    "frame": """(other) => new Promise((tell) => { const frame = document.createElement("iframe");
        document.addEventListener("securitypolicyviolation", () => tell(false));
        frame.onload = () => setTimeout(() => tell(true), 50); frame.src = other; document.body.append(frame); })""",
    "form": """(other) => new Promise((tell) => { const form = document.createElement("form");
        form.method = "post"; form.action = other; form.target = "elsewhere"; document.body.append(form);
        document.addEventListener("securitypolicyviolation", () => tell(false));
        setTimeout(() => tell(true), 1500); form.submit(); })""",
    "base": """(other) => { const base = document.createElement("base"); base.href = other;
        document.head.prepend(base); return document.baseURI.startsWith(other); }""",
}
PIXEL = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def other() -> Iterator[str]:
    """Another site, which takes whatever it is sent."""
    site = Flask("other")

    @site.route("/", methods=["GET", "POST"])
    def taken() -> str:
        return "<!doctype html><title>other</title>taken"

    @site.get("/picture")
    def picture() -> tuple[bytes, dict[str, str]]:
        return PIXEL, {"Content-Type": "image/png"}

    with served(site) as address:
        yield address.replace("localhost", "127.0.0.1") + "/"


@pytest.fixture
def go(browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Opens an address in a window that nobody watches: here the complaints are what is wanted."""
    context = browser.new_context()

    def to(url: str) -> Page:
        page = context.new_page()
        page.goto(url)
        return page

    yield to
    context.close()


@pytest.fixture
def urls(app: Flask, address: str, activity: StoredActivity) -> dict[str, str]:
    """The form, a receipt, the sign-in, and what is not there."""
    typed = answers(last_name="Abara", license_number="MD20001", npi="")
    sent = app.test_client().post(f"/a/{activity.code}", data={"step": "submit"} | typed)
    return {
        "form": f"{address}/a/{activity.code}",
        "receipt": address + sent.location,
        "sign-in": f"{address}/desk/sign-in",
        "nowhere": f"{address}/nowhere",
    }


@pytest.fixture
def bare(app: Flask) -> None:
    """A build that sends none of the headers."""
    app.after_request_funcs[None].remove(headers._add)


def through(page: Page, other: str) -> list[str]:
    """What went through on this page."""
    return [what for what, script in TRIES.items() if page.evaluate(script, other)]


def framed_or_held(page: Page, url: str) -> tuple[bool, bool]:
    """Whether the page of the other site can show ours in a frame, and whether ours can reach it when opened."""
    page.evaluate(
        """(url) => new Promise((done) => { const frame = document.createElement("iframe");
            frame.onload = done; frame.src = url; document.body.append(frame); })""",
        url,
    )
    framed = any(frame.url == url and frame.locator("main").count() for frame in page.frames)
    with page.context.expect_page() as opened:
        page.evaluate("(url) => { window.open(url); }", url)
    opened.value.wait_for_load_state()
    return framed, bool(opened.value.evaluate("window.opener !== null"))


@pytest.mark.parametrize(
    "name",
    ["form", "nowhere", *(pytest.param(name, marks=pytest.mark.slow) for name in ("receipt", "sign-in"))],
)
def test_a_hostile_text_or_site_gets_nowhere(
    go: Callable[[str], Page], urls: dict[str, str], other: str, name: str
) -> None:
    assert through(go(urls[name]), other) == []
    assert framed_or_held(go(other), urls[name]) == (False, False)


def test_without_the_headers_all_of_it_goes_through(
    go: Callable[[str], Page], bare: None, urls: dict[str, str], other: str
) -> None:
    assert through(go(urls["form"]), other) == list(TRIES)
    assert framed_or_held(go(other), urls["form"]) == (True, True)
