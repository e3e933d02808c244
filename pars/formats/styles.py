"""The cell formats of a workbook (`xl/styles.xml`), and new ones made of them with another number format."""

from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

DATE = 14
"""The number format "short date", which Excel shows in the reader's own order (ECMA-376 part 1, 18.8.30)."""
TEXT = 49
"""The number format "@": what is typed into the cell stays text, so that 09/10 does not become a date."""


@dataclass
class Styles:
    """`formats` are the attributes of each cell format, `inside` what stands within it: its alignment."""

    part: bytes
    formats: list[dict[str, str]] = field(default_factory=list)
    inside: list[bytes] = field(default_factory=list)
    _codes: dict[str, str] = field(default_factory=dict)
    _made: dict[tuple[int, int], int] = field(default_factory=dict)
    _span: tuple[int, int] = (0, 0)
    _prefix: str = ""

    def __post_init__(self) -> None:
        parser = expat.ParserCreate()
        parents: list[str] = []
        begin = 0

        def opened(name: str, attributes: dict[str, str]) -> None:
            nonlocal begin
            before, _, local = name.rpartition(":")
            if parents[-1:] == ["cellXfs"] and local == "xf":
                self.formats.append(attributes)
                begin = self.part.index(b">", parser.CurrentByteIndex) + 1
            elif local == "numFmt":
                self._codes[attributes["numFmtId"]] = attributes["formatCode"]
            elif local == "cellXfs":
                self._span = (parser.CurrentByteIndex, 0)
                self._prefix = f"{before}:" if before else ""
            parents.append(local)

        def closed(name: str) -> None:
            local = parents.pop()
            at = parser.CurrentByteIndex
            if parents[-1:] == ["cellXfs"] and local == "xf":
                self.inside.append(self.part[begin:at] if at >= begin else b"")
            elif local == "cellXfs":
                self._span = (self._span[0], self.part.index(b">", at) + 1)

        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.Parse(self.part, True)
        if not self.formats:
            raise ValueError("a workbook without cell formats")

    def shows_dates(self, style: int) -> bool:
        """Whether a number in a cell of this style is shown as a date."""
        from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

        number_format = self.formats[style].get("numFmtId", "0")
        return is_date_format(self._codes.get(number_format) or BUILTIN_FORMATS.get(int(number_format), ""))

    def with_number_format(self, style: int, number_format: int) -> int:
        """The style that looks as `style` does, but for its number format; made when there is none yet."""
        known = self.formats[style]
        if known.get("numFmtId") == str(number_format):
            return style
        if (style, number_format) not in self._made:
            changed = {**known, "numFmtId": str(number_format), "applyNumberFormat": "1"}
            self._made[style, number_format] = len(self.formats)
            self.formats.append(changed)
            self.inside.append(self.inside[style])
        return self._made[style, number_format]

    def written(self) -> bytes:
        """The part, with the styles that were made at the end of its list."""
        begin, end = self._span
        prefix = self._prefix.encode()
        formats = b"".join(
            b"<%sxf%s>%s</%sxf>" % (prefix, _attributes(attributes), inside, prefix)
            for attributes, inside in zip(self.formats, self.inside, strict=True)
        )
        opening = b'<%scellXfs count="%d">' % (prefix, len(self.formats))
        return self.part[:begin] + opening + formats + b"</%scellXfs>" % prefix + self.part[end:]


def _attributes(attributes: dict[str, str]) -> bytes:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items()).encode()
