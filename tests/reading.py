"""Reads pages as a browser would: what is on them, and what pressing a button would send."""

from __future__ import annotations

from lxml import html
from werkzeug.test import TestResponse

ROWS = "//dl[@class='summary']/div"


class Page:
    """An HTML answer. `values` is what its form would send, hidden fields and all; a name of no value is left out."""

    def __init__(self, response: TestResponse) -> None:
        self.status = response.status_code
        self.tree = html.fromstring(response.get_data(as_text=True))
        self.text = " ".join(self.tree.text_content().split())
        self.title = self.tree.findtext(".//title") or ""

    @property
    def heading(self) -> str:
        (heading,) = self.tree.iter("h1")
        return heading.text_content()

    @property
    def values(self) -> dict[str, str]:
        (form,) = self.tree.iter("form")
        return {name: value for name, value in form.form_values() if value}

    @property
    def errors(self) -> dict[str, str]:
        """The lines of the error summary: the id each leads to, and its words."""
        return {
            link.get("href", "").lstrip("#"): link.text_content()
            for link in self.tree.xpath("//*[@role='alert']//a")
        }

    @property
    def answers(self) -> dict[str, str]:
        """The rows of a summary list: label to value."""
        return {row.findtext("dt"): row.findtext("dd") for row in self.tree.xpath(ROWS)}

    @property
    def notes(self) -> dict[str, list[str]]:
        """The notes beneath each row that has any."""
        found = {
            row.findtext("dt"): [note.text.strip() for note in row.xpath("dd[@class='note']")]
            for row in self.tree.xpath(ROWS)
        }
        return {label: notes for label, notes in found.items() if notes}

    def names(self) -> set[str]:
        """The names of all controls."""
        return {
            control.get("name")
            for control in self.tree.xpath("//input|//select|//button")
            if control.get("name")
        }
