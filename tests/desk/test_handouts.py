"""Poster and slide: their QR code leads to the public address, whatever address this request came by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape

from blueprints.current import typed_address
from blueprints.qr import QUIET_ZONE, Drawing, draw
from storage.activities import StoredActivity

HANDOUTS = ["poster", "tent", "slide"]
PRINTED = HANDOUTS[:2]
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")
SCALE = 4


def decoded(drawing: Drawing) -> list[str]:
    """What a reader that is not ours makes of the drawing: every text it finds."""
    side = drawing.size * SCALE
    image = bytearray(b"\xff" * side * side)
    for left, top, width in (map(int, run) for run in RUN.findall(drawing.path)):
        for line in range(top * SCALE, (top + 1) * SCALE):
            start = line * side + left * SCALE
            image[start : start + width * SCALE] = bytes(width * SCALE)
    return [found.text for found in zxingcpp.read_barcodes(memoryview(image).cast("B", (side, side)))]


def drawn_on(page: str) -> Drawing:
    size, path = re.search(r'viewBox="0 0 (\d+)', page), re.search(r'<path d="([^"]+)"', page)
    assert size
    assert path
    return Drawing(int(size.group(1)), path.group(1))


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:8000/a/K7M4PQ",
        "https://credit.example.org/a/K7M4PQ",
        "https://" + "long." * 30 + "org/a/K7M4PQ",
    ],
)
def test_a_drawing_says_its_text(text: str) -> None:
    assert decoded(draw(text)) == [text]


def test_a_broken_drawing_says_nothing() -> None:
    """The negative control: the reader above does not make up what it should find."""
    whole = draw("https://credit.example.org/a/K7M4PQ")
    assert decoded(Drawing(whole.size, whole.path[: len(whole.path) // 2])) == []


def test_a_drawing_has_its_quiet_zone() -> None:
    drawing = draw("https://credit.example.org/a/K7M4PQ")
    runs = [tuple(map(int, run)) for run in RUN.findall(drawing.path)]
    assert min(left for left, _, _ in runs) == min(top for _, top, _ in runs) == QUIET_ZONE
    assert max(left + width for left, _, width in runs) == drawing.size - QUIET_ZONE


@pytest.mark.parametrize("handout", HANDOUTS)
def test_the_code_leads_to_the_public_address(
    handout: str, coordinator: FlaskClient, activity: StoredActivity
) -> None:
    page = coordinator.get(f"/desk/activities/{activity.id}/{handout}")
    assert page.status_code == 200
    assert decoded(drawn_on(page.text)) == [f"http://localhost/a/{activity.code}"]


@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_forged_host_changes_no_code(
    handout: str, coordinator: FlaskClient, activity: StoredActivity
) -> None:
    path = f"/desk/activities/{activity.id}/{handout}"
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil.example",
    }
    page = coordinator.get(path, headers=forged)
    assert decoded(drawn_on(page.text)) == [f"http://localhost/a/{activity.code}"]
    assert "evil" not in page.text
    assert coordinator.get(path, headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("handout", HANDOUTS)
def test_what_is_typed_instead_of_scanned_is_there(
    handout: str, coordinator: FlaskClient, activity: StoredActivity
) -> None:
    page = coordinator.get(f"/desk/activities/{activity.id}/{handout}").text
    for words in (activity.code, "localhost", "Trauma Grand Rounds", "Lakeside Teaching Hospital"):
        assert words in page


@pytest.mark.parametrize("handout", HANDOUTS)
def test_an_address_that_no_phone_can_open_is_called_so(
    handout: str, app: Flask, coordinator: FlaskClient, activity: StoredActivity
) -> None:
    path, warning = f"/desk/activities/{activity.id}/{handout}", "Only this computer can open this address."
    page = coordinator.get(path).text
    assert warning in page.split("<nav")[1].split("</nav>")[0]  # the tools: neither printed nor projected
    house = app.extensions["attest"]
    public = replace(house.config, public_url="https://credit.example.org")
    app.extensions["attest"] = replace(house, config=public)
    assert warning not in coordinator.get(path).text


def test_the_poster_says_when_and_how_much(coordinator: FlaskClient, activity: StoredActivity) -> None:
    page = coordinator.get(f"/desk/activities/{activity.id}/poster").text
    assert "Monday, November 23, 2026" in page
    assert "Up to 6 AMA PRA Category 1 credits" in page


@pytest.mark.parametrize("handout", HANDOUTS)
def test_an_unknown_activity_has_none(handout: str, coordinator: FlaskClient) -> None:
    assert coordinator.get(f"/desk/activities/{'0' * 32}/{handout}").status_code == 404


@pytest.mark.parametrize("handout", HANDOUTS)
def test_strangers_sign_in_first(handout: str, client: FlaskClient, activity: StoredActivity) -> None:
    assert client.get(f"/desk/activities/{activity.id}/{handout}").status_code == 302


@pytest.mark.parametrize("title", ['"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "</h1></script>"])
@pytest.mark.parametrize("handout", HANDOUTS)
def test_a_title_is_text(
    handout: str, title: str, coordinator: FlaskClient, make_activity: Callable[..., StoredActivity]
) -> None:
    page = coordinator.get(f"/desk/activities/{make_activity(title=title).id}/{handout}").text
    assert re.findall(r"<h1[^>]*>(.*)</h1>", page) == [str(escape(title))]


@pytest.mark.parametrize(
    ("url", "typed"),
    [("https://credit.example.org", "credit.example.org"), ("http://127.0.0.1:8000", "127.0.0.1:8000")],
)
def test_the_address_to_type_is_short(app: Flask, url: str, typed: str) -> None:
    house = app.extensions["attest"]
    app.extensions["attest"] = replace(house, config=replace(house.config, public_url=url))
    with app.app_context():
        assert (typed_address(), typed_address("/r/")) == (typed, f"{typed}/r")


@pytest.mark.parametrize("handout", PRINTED)
def test_it_is_printed_on_letter_or_a4(
    handout: str, coordinator: FlaskClient, activity: StoredActivity
) -> None:
    path = f"/desk/activities/{activity.id}/{handout}"
    for query, paper in (("", "letter"), ("?paper=letter", "letter"), ("?paper=a4", "a4")):
        page = coordinator.get(path + query).text
        assert re.findall(r"desk/paper_(\w+)\.css", page) == [paper]
    assert coordinator.get(path + "?paper=../app").status_code == 404


@pytest.mark.parametrize("handout", PRINTED)
def test_it_says_from_how_far_it_is_read(
    handout: str, coordinator: FlaskClient, activity: StoredActivity
) -> None:
    """Ten times the width of the code as it is printed, without the quiet zone."""
    page = coordinator.get(f"/desk/activities/{activity.id}/{handout}").text
    (side,) = set(re.findall(r'width="(\d+)mm" height="\1mm"', page))
    modules = drawn_on(page).size
    meters = int(side) * (modules - 2 * QUIET_ZONE) / modules * 10 / 1000
    feet, said = re.findall(r"Readable from about ([\d.]+) ft / ([\d.]+) m", page)[0]
    assert 0 <= meters - float(said) < 0.1
    assert 0 <= meters / 0.3048 - float(feet) < 0.5


def test_the_tent_says_it_twice_and_once_to_those_who_listen(
    coordinator: FlaskClient, activity: StoredActivity
) -> None:
    page = coordinator.get(f"/desk/activities/{activity.id}/tent").text
    upside_down, upright = page.split('class="half far" aria-hidden="true"')[1].split('class="half"')
    for half in (upside_down, upright):
        assert activity.code in half
        assert decoded(drawn_on(half)) == [f"http://localhost/a/{activity.code}"]
