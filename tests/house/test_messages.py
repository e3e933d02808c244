"""Every code has its words, every code is used, and nobody writes a message of his own beside the table."""

from __future__ import annotations

import ast
import re

from pars.errors import MESSAGES, Code
from pars.messages.names import NAMES
from tests.house.files import CODE, named, ours

DASHES = re.compile("[\u2013\u2014]")


def codes_used(source: str) -> set[str]:
    """Names of the members of Code that this code mentions."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Code"
    }


def test_every_code_has_its_message() -> None:
    assert set(MESSAGES) == set(Code)
    assert all(message.learner.strip() and message.coordinator.strip() for message in MESSAGES.values())


def test_every_code_has_a_name_of_its_own() -> None:
    assert set(NAMES) == set(Code)
    assert len(set(NAMES.values())) == len(NAMES)
    for code, name in NAMES.items():
        assert name == name.strip(), code
        assert "_" not in name, code
        assert name[0].isupper(), code
        assert len(name) <= 40, code


def test_every_message_is_used() -> None:
    used: set[str] = set()
    for path in ours(".py", under=CODE):
        if not named(path).startswith(("pars/errors.py", "pars/codes.py", "pars/messages/")):
            used |= codes_used(path.read_text(encoding="utf-8"))
    assert {code.name for code in Code} - used == set()


def test_messages_are_plain_sentences() -> None:
    for code, message in MESSAGES.items():
        for words in (message.learner, message.coordinator):
            assert not DASHES.search(words), code
            assert words == words.strip(), code


def test_the_check_sees_a_use() -> None:
    assert codes_used("yield Problem('npi', Code.NPI_DIGITS)") == {"NPI_DIGITS"}
    assert codes_used("'NPI_DIGITS'") == set()
