"""The form of a message: a level, and words for two readers."""

from typing import NamedTuple

from pars.codes import Level


class Message(NamedTuple):
    """The level of a code, and its words for two readers."""

    level: Level
    learner: str
    coordinator: str


def error(learner: str, coordinator: str = "") -> Message:
    """The words of an error; those for the coordinator are the same where she is the one who typed."""
    return Message(Level.ERROR, learner, coordinator or learner)


def warning(learner: str, coordinator: str) -> Message:
    return Message(Level.WARNING, learner, coordinator)


def notice(learner: str, coordinator: str) -> Message:
    return Message(Level.NOTICE, learner, coordinator)
