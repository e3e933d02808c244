"""Problems as values, and the one exception that the identifiers raise."""

import dataclasses
from collections.abc import Mapping

from pars.codes import Code, Level
from pars.messages import MESSAGES
from pars.messages.message import Message

__all__ = ["MESSAGES", "Code", "Invalid", "Level", "Message", "Problem"]


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with one answer, or worth knowing about it.

    `field` is the form's name of the answer it is about. `detail` fills the message; it never holds a license
    number, an NPI, a birthday or an email address, because problems are listed, stored in plain and logged.
    """

    field: str
    code: Code
    detail: Mapping[str, str] = dataclasses.field(default_factory=dict, hash=False)

    @property
    def level(self) -> Level:
        return MESSAGES[self.code].level

    @property
    def message(self) -> str:
        """The words for the learner, or for whoever typed the value."""
        return MESSAGES[self.code].learner.format_map(self.detail)

    @property
    def advice(self) -> str:
        """The words for the coordinator: what is wrong, and what it would take."""
        return MESSAGES[self.code].coordinator.format_map(self.detail)


class Invalid(ValueError):
    """A value that is not what it should be; `code` and `detail` are those of the problem it makes."""

    def __init__(self, code: Code, **detail: str) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail

    def about(self, name: str) -> Problem:
        """The problem that this makes for the field called `name`."""
        return Problem(name, self.code, self.detail)
