"""People's names: taken in any script, cleaned of what does not belong to them, and nothing more."""

import unicodedata

from pars.errors import Code, Invalid
from pars.text import first_hidden, shown, tidy
from pars.vocabulary import CREDENTIALS

MOST_CHARACTERS = 100

# Typographic marks that phones put in by themselves, and what stands on a license.
_STRAIGHT = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2018": "'", "\u2019": "'"})

# Marks inside names that Unicode counts neither as letters nor as dashes.
_MARKS = frozenset(" '.,`\u00b4\u00b7\u201b\u2032\u30fb\uff07\u05f3\u05f4")

# Accents of two kinds, dashes and joiners, as Unicode calls them.
_KINDS = frozenset({"Mn", "Mc", "Pd", "Cf"})

_TITLES = frozenset({"DR", "PROF"})


def read(text: str) -> str:
    """A name as it is kept: tidy, with straight apostrophes and hyphens.

    Raises Invalid where it is too long, holds what no name holds, or begins with a dash. A text without any
    letter is no name and is read as nothing.
    """
    name = tidy(text).translate(_STRAIGHT)
    if len(name) > MOST_CHARACTERS:
        raise Invalid(Code.NAME_TOO_LONG, most=str(MOST_CHARACTERS))
    if hidden := first_hidden(name):
        raise Invalid(Code.NAME_HIDDEN_CHARACTER, character=shown(hidden))
    for character in name:
        if not belongs(character):
            raise Invalid(Code.NAME_CHARACTER, character=character)
    if not has_letter(name):
        return ""
    if unicodedata.category(name[0]) == "Pd":  # a spreadsheet would take it for a formula (OWASP ASVS 1.2.10)
        raise Invalid(Code.NAME_BEGINNING, character=name[0])
    return name


def has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def belongs(character: str) -> bool:
    """Whether a name may hold it: a letter or accent of any script, a dash, a joiner, an apostrophe."""
    return character.isalpha() or character in _MARKS or unicodedata.category(character) in _KINDS


def without_credentials(name: str) -> str:
    """The name without degrees and titles: `Internist, MD` is `Internist`, `Dr. Smith` is `Smith`.

    Suffixes (Jr., III) stay, and a name is never emptied: Do, Ma and Ba are families.
    """
    while (shorter := _one_less(name)) != name and has_letter(shorter):
        name = shorter
    return name


def _one_less(name: str) -> str:
    """The name without its first title or its last credential, or as it is."""
    before, comma, after = name.rpartition(",")
    if comma and before.strip(" ,") and _all_credentials(after.split(), after_comma=True):
        return before.rstrip(" ,")
    *words, last = name.split(" ")
    if words and not words[-1].endswith(",") and _all_credentials([last], after_comma=False):
        return " ".join(words)
    first, _, rest = name.partition(" ")
    if rest and first.rstrip(".").upper() in _TITLES:
        return rest.strip(" ,-")
    return name


def _all_credentials(words: list[str], *, after_comma: bool) -> bool:
    return all(_is_credential(word, after_comma=after_comma) for word in words)


def _is_credential(word: str, *, after_comma: bool) -> bool:
    """Whether the word is a degree or title, and not somebody's name written like one."""
    letters = word.replace(".", "")
    credential = CREDENTIALS.get(letters.upper())
    if credential is None:
        return False
    with_periods = word.count(".") > 1
    in_capitals = letters.isupper()
    if credential.also_a_name:
        return with_periods or (after_comma and in_capitals)
    return after_comma or with_periods or letters != letters.capitalize()
