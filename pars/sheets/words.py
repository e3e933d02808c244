"""What other forms and sheets call a profession, and how they say yes and no; what is not listed is not guessed."""

import re

from pars.codes import Code
from pars.errors import Invalid
from pars.text import fold, tidy
from pars.vocabulary import CREDENTIALS, PROFESSIONS, rows

_WORDS = [(row["field"], row["word"], row["value"]) for row in rows("sheet_words")]
_PROFESSIONS = {fold(word): value for field, word, value in _WORDS if field == "profession"}
_PROFESSIONS |= {fold(label): value for value, label in PROFESSIONS.items()}
_ANSWERS = {word.casefold(): value for field, word, value in _WORDS if field == "consent"}

# Of somebody with several degrees: a resident has one of the others, a nurse may have a doctorate.
_FIRST = ("resident", "md", "do", "pa", "np", "pharmacist", "other")
_BETWEEN = re.compile(r"[\s,;/&+()]+|\band\b")

_YES = re.compile(
    r"(?:yes|i agree|i consent|i permit|i give permission)\b(?P<more>.*)", re.IGNORECASE | re.DOTALL
)
_NO = re.compile(r"(?:no[,.:;]|no$|i do not|i don.t|i decline|i disagree).*", re.IGNORECASE | re.DOTALL)
_TAKEN_BACK = re.compile(r"\b(?:not|no|but|except|only|unless|never|without)\b|n['\u2019]t\b", re.IGNORECASE)


def profession(text: str) -> str:
    """The form's value of `M.D., Ph.D.` or `Attending physician`; "" for none. Raises SHEET_PROFESSION_UNKNOWN."""
    said = tidy(text)
    if not said:
        return ""
    if fold(said) in _PROFESSIONS:
        return _PROFESSIONS[fold(said)]
    known = professions(said)
    if known is None:
        raise Invalid(Code.SHEET_PROFESSION_UNKNOWN, word=said[:60])
    return min(known, key=_FIRST.index)


def professions(text: str) -> list[str] | None:
    """The professions that a list of degrees names; None where any of its words is no degree, or none tells."""
    found = []
    for word in filter(None, _BETWEEN.split(text)):
        if value := _PROFESSIONS.get(fold(word)):
            found.append(value)
        elif word.replace(".", "").upper() not in CREDENTIALS:
            return None
    return found or None


def consent(text: str) -> str:
    """yes, no, or "" where nothing was said; raises Invalid(SHEET_CONSENT_UNCLEAR)."""
    said = tidy(text).rstrip(".!")
    if not said or said.casefold() in _ANSWERS:
        return _ANSWERS.get(said.casefold(), "")
    if (agreed := _YES.fullmatch(said)) and not _TAKEN_BACK.search(agreed["more"]):
        return "yes"
    if _NO.fullmatch(said):
        return "no"
    raise Invalid(Code.SHEET_CONSENT_UNCLEAR)
