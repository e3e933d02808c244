"""What can go wrong in storage, as the views need to tell it apart. No message holds personal data."""

from __future__ import annotations

from collections.abc import Sequence

from pars.errors import Problem


class StorageError(Exception):
    """Base of all that storage raises on purpose."""


class Missing(StorageError):
    """There is nothing under that id, code or token."""


class Stale(StorageError):
    """Somebody else changed it first; `version` is the version it has now."""

    def __init__(self, version: int) -> None:
        super().__init__(f"version is now {version}")
        self.version = version


class AnswersDiffer(StorageError):
    """The same submission id came again with other answers."""


class NothingToExport(StorageError):
    """No row can go into a file; `reasons` are sentences."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = tuple(reasons)


class NotAllowed(StorageError):
    """The record's state does not allow that step; the text is a sentence for the coordinator."""


class Full(NotAllowed):
    """As many learners have attested as the activity takes."""


class NoRoom(StorageError):
    """The disk is too full for new work; the text is a sentence for whoever looks after the server."""


class Refused(StorageError):
    """A correction that would make the record wrong; `problems` say how."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = tuple(problems)


class LinkSpent(StorageError):
    """A one-time link that was used, has expired or never existed: all answered alike."""


class Taken(StorageError):
    """An account with this email address is there already."""


class TooOften(StorageError):
    """Somebody has done something more often than is allowed: guessed who they are, or asked for letters."""
