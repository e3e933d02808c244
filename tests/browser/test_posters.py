"""Poster and table tent as the printer gets them: one sheet of the right size, nothing cut off, a code that reads."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from blueprints.desk.handouts import POSTER_SIDE, TENT_SIDE
from blueprints.qr import draw
from storage import provider
from storage.activities import StoredActivity
from storage.database import Database
from tests.browser.looking import Open, Show
from tests.conftest import Clock
from tests.pictures import png

Make = Callable[..., StoredActivity]

SHORT = {"title": "Trauma Grand Rounds"}
LONG = {
    "title": ("Annual Northern New England Symposium on Perioperative Medicine and Critical Care: " * 3)[
        :200
    ],
    "provider_name": "The University Hospital and Medical School Consortium of Greater Northern New England "
    "for Continuing Medical Education and Professional Development, Incorporated",
}
# Width and height in CSS pixels, 96 to the inch, and in points, 72 to the inch.
PAPERS = {"letter": ((816, 1056), (612, 792)), "a4": ((794, 1123), (595, 842))}
SIDES = {"poster": POSTER_SIDE, "tent": TENT_SIDE}
CUT_OFF = """() => [...document.querySelectorAll('.sheet, .half, .words')]
    .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).map(e => e.className)"""
# Words that lie upon each other or upon the code; the quiet zone is white, and still not theirs.
OVERLAPS = """() => {
    const boxes = [...document.querySelectorAll('.sheet p, .sheet h1, .sheet li, .sheet .qr')];
    const inside = (one, other) => one.contains(other) || other.contains(one);
    const touch = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
    return boxes.flatMap((one, at) => boxes.slice(at + 1)
        .filter(other => !inside(one, other) && touch(one.getBoundingClientRect(), other.getBoundingClientRect()))
        .map(other => `${one.textContent} | ${other.textContent}`));
}"""

pytestmark = pytest.mark.browser


@pytest.fixture
def sheet(open_page: Open, make_activity: Make, address: str, signed_in: dict[str, object]) -> Open:
    """Opens a handout the way it is printed."""

    def at(handout: str, paper: str, **fields: object) -> Page:
        width, height = PAPERS[paper][0]
        viewport = {"width": width, "height": height}
        page = open_page(f"{address}/robots.txt", storage_state=signed_in, viewport=viewport)
        page.emulate_media(media="print")
        page.goto(f"{address}/desk/activities/{make_activity(**fields).id}/{handout}?paper={paper}")
        return page

    return at


def picture(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot())).convert("L")


def read(image: Image.Image) -> list[str]:
    """What a reader that is not ours finds."""
    return [found.text for found in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("fields", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("handout", SIDES)
def test_it_is_one_sheet_with_all_on_it(
    handout: str, paper: str, fields: dict[str, str], sheet: Open
) -> None:
    page = sheet(handout, paper, **fields)
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPS) == []
    expect(page.locator(".tools")).to_be_hidden()
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    size = [round(float(side)) for side in re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0]]
    assert tuple(size) == PAPERS[paper][1]
    codes = read(picture(page))
    assert len(codes) == (2 if handout == "tent" else 1)
    assert {code[:-6] for code in codes} == {"http://localhost/a/"}


@pytest.mark.parametrize(
    ("handout", "paper", "title", "room"),
    [
        ("poster", "letter", "Trauma Grand Rounds and Critical Care for Northern Hospitals", 80),
        ("poster", "letter", LONG["title"], 80),
        ("poster", "a4", LONG["title"], 80),
        ("tent", "letter", "Trauma Grand Rounds and Critical Care for Northern Hospitals", 60),
        ("tent", "letter", LONG["title"], 60),
        ("slide", "letter", LONG["title"], 120),
    ],
)
def test_a_logo_fits_beside_all_else(
    handout: str, paper: str, title: str, room: int, sheet: Open, database: Database, clock: Clock
) -> None:
    """With a provider's name as long as a logo is shown beside."""
    with database.write() as session:
        provider.set_logo(session, png(120, 48), actor="console", now=clock())
    name = (
        "The Teaching Hospital and School of Medicine of Northern New England and Beyond, and its Friends "
        * 2
    )
    page = sheet(handout, paper, title=title, provider_name=name[:room].strip())
    assert page.locator(".logo").last.evaluate("image => image.naturalWidth") == 120
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPS) == []
    if handout != "slide":
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
    assert len(read(picture(page))) == (2 if handout == "tent" else 1)


@pytest.mark.parametrize("handout", [*SIDES, "slide"])
def test_a_name_too_long_stands_alone(handout: str, sheet: Open, database: Database, clock: Clock) -> None:
    with database.write() as session:
        provider.set_logo(session, png(120, 48), actor="console", now=clock())
    page = sheet(handout, "letter", **LONG)
    expect(page.locator(".logo")).to_have_count(0)
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("handout", SIDES)
def test_the_code_is_as_wide_as_it_says(handout: str, sheet: Open) -> None:
    """Measured in the picture: from the first dark module to the last."""
    page = sheet(handout, "letter")
    box = page.locator(".qr").last.bounding_box()
    assert box is not None
    assert box["width"] == pytest.approx(SIDES[handout] / 25.4 * 96, abs=1)
    left, top, side = box["x"], box["y"], box["width"]
    dark = picture(page).crop((left, top, left + side, top + side)).point(lambda shade: 255 * (shade < 128))
    seen = dark.getbbox()
    assert seen is not None
    modules = draw("http://localhost/a/K7M4PQ").size
    assert seen[2] - seen[0] == pytest.approx(side * (modules - 8) / modules, abs=2)


def test_the_checks_see_what_is_wrong(sheet: Open) -> None:
    """The negative control: a code without its corner, words too large, and a sheet that takes two."""
    page = sheet("poster", "letter", **LONG)
    image = picture(page)
    box = page.locator(".qr").bounding_box()
    assert box is not None
    corner = [box["x"], box["y"], box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    ImageDraw.Draw(image).rectangle(corner, fill=255)
    assert read(image) == []
    page.evaluate("document.querySelector('h1').style.fontSize = '60px'")
    assert page.evaluate(CUT_OFF) != [] or page.evaluate(OVERLAPS) != []
    page.evaluate("document.querySelector('.sheet').style.height = '12in'")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 2


def test_collect_leads_to_what_fits_the_room(show: Show, activity: StoredActivity) -> None:
    page = show("collect")
    base = f"/desk/activities/{activity.id}"
    expect(page.get_by_role("link", name="Open the slide")).to_have_attribute("href", f"{base}/slide")
    expect(page.get_by_label("Paper")).to_have_count(0)
    page.get_by_label("Passing by").check()
    poster = page.get_by_role("link", name="Open the poster")
    expect(poster).to_have_attribute("href", f"{base}/poster?paper=letter")
    page.get_by_label("At a table").check()
    page.get_by_label("Paper").select_option("A4")
    tent = page.get_by_role("link", name="Open the table tent")
    expect(tent).to_have_attribute("href", f"{base}/tent?paper=a4")
