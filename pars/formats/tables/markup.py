"""XML that is not ours, read with limits: no DTD, no deep nesting, no element with hundreds of attributes.

An answer in XML may be a plain list or be shaped as the MedBiquitous Activity Report (AR.10.1): in both,
elements of one name stand beside one another, one for each learner, and what they hold has names.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from pars.codes import Code
from pars.formats.tables.table import COLUMNS_MAX, Line, Table, TableRefused, whole, within_limits

DEPTH_MAX = 64
ATTRIBUTES_MAX = 64
ELEMENTS_MAX = 200_000  # 10,000 learners of 20 elements each


@dataclass(slots=True)
class Element:
    """An element by its local name, with its attributes, its text and what stands in it."""

    name: str
    attributes: dict[str, str]
    text: list[str] = field(default_factory=list)
    inside: list["Element"] = field(default_factory=list)


class Watch:
    """Counts while expat reads, and stops it where no honest file goes."""

    def __init__(self, most: int = ELEMENTS_MAX) -> None:
        self.depth = self.elements = 0
        self.most = most

    def opened(self, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.elements += 1
        if self.elements > self.most:
            raise TableRefused(Code.RESULTS_TOO_LARGE)
        if self.depth > DEPTH_MAX or len(attributes) > ATTRIBUTES_MAX:
            raise TableRefused(Code.RESULTS_UNREADABLE)

    def closed(self) -> None:
        self.depth -= 1


def parser() -> expat.XMLParserType:
    """An expat parser that knows no DTD: without one there is no entity, inner or outer."""
    made = expat.ParserCreate()
    made.buffer_text = True
    made.StartDoctypeDeclHandler = _refuse_dtd
    return made


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]


def read_xml(text: str) -> Table:
    """The table in an XML text: one line for each of the elements that repeat; raises TableRefused."""
    names: dict[tuple[str, ...], int] = {}
    lines = []
    for number, element in enumerate(_repeated(_tree(text)), 1):
        values: dict[int, str] = {}
        for path, value in _values(element, ()):
            column = names.setdefault(path, len(names))
            values[column] = f"{values[column]}; {value}" if column in values else value
        if len(names) > COLUMNS_MAX:
            raise TableRefused(Code.RESULTS_TOO_LARGE)
        lines.append(Line(number, tuple(values.get(column, "") for column in range(len(names)))))
    return whole(_headings(list(names)), list(within_limits(lines)))


def _tree(text: str) -> Element:
    watch, top = Watch(), Element("", {})
    open_elements = [top]
    reading = parser()

    def opened(name: str, attributes: dict[str, str]) -> None:
        watch.opened(attributes)
        element = Element(local(name), attributes)
        open_elements[-1].inside.append(element)
        open_elements.append(element)

    def closed(name: str) -> None:
        watch.closed()
        open_elements.pop()

    reading.StartElementHandler = opened
    reading.EndElementHandler = closed
    reading.CharacterDataHandler = lambda piece: open_elements[-1].text.append(piece)
    try:
        reading.Parse(text, True)
    except (expat.ExpatError, UnicodeError) as reason:
        raise TableRefused(Code.RESULTS_UNREADABLE) from reason
    return top.inside[0]


def _repeated(element: Element) -> list[Element]:
    """The elements that are rows: the first that repeat on the way in, or the last on a way without branches."""
    while True:
        branches = [inner for inner in element.inside if inner.inside or len(inner.attributes) > 1]
        names = Counter(inner.name for inner in branches)
        often = next((name for name, times in names.items() if times > 1), None)
        if often:
            return [inner for inner in branches if inner.name == often]
        if len(branches) != 1:
            return [element]
        (element,) = branches


def _values(element: Element, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each value in an element, with the names that lead to it."""
    for name, value in element.attributes.items():
        if not name.startswith("xmlns"):
            yield (*path, local(name)), value
    text = "".join(element.text).strip()
    if text and path:
        yield path, text
    for inner in element.inside:
        yield from _values(inner, (*path, inner.name))


def _headings(paths: list[tuple[str, ...]]) -> list[str]:
    """The last name of each path, with as many of those before it as tell it from the others."""
    headings = []
    for path in paths:
        taken = next(
            (n for n in range(1, len(path)) if sum(other[-n:] == path[-n:] for other in paths) == 1),
            len(path),
        )
        headings.append(" ".join(path[-taken:]))
    return headings


def _refuse_dtd(*_: object) -> None:
    raise TableRefused(Code.RESULTS_UNREADABLE)
