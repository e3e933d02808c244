"""What is done to every piece of text that somebody typed, before anything reads it."""

import re
import unicodedata

# Spaces of every width, tab and line ends; not str.split(), which takes control characters for spaces too.
_SPACES = re.compile("[ \t\r\n\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")

# Characters that show nothing and come along when text is pasted.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))

_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))

# Arabic, Syriac and the Indic scripts, where a joiner is part of the spelling.
_JOINED_SCRIPTS = re.compile("[\u0600-\u0dff]")


def tidy(text: str) -> str:
    """The text without what nobody sees: NFC, outer spaces gone, inner ones single, pasted invisibles gone.

    Letters stay as they are: nothing is folded to ASCII and no case is changed. Other control characters stay
    too, so that they can be refused by name.
    """
    if text.isascii():
        return _SPACES.sub(" ", text).strip(" ")
    text = text.translate(_INVISIBLE)
    if not _JOINED_SCRIPTS.search(text):
        text = text.translate(_JOINERS)
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip(" ")


def is_hidden(character: str) -> bool:
    """Whether it shows nothing: a control, a direction mark, half a surrogate pair, no character at all."""
    return unicodedata.category(character)[0] == "C"


def first_hidden(text: str) -> str | None:
    """The first hidden character that is not a joiner in its own script, or None."""
    if text.isascii() and text.isprintable():
        return None
    return next((c for c in text if is_hidden(c) and ord(c) not in _JOINERS), None)


def shown(character: str) -> str:
    """How a message names a character: itself where it can be seen, else its code point."""
    return f"U+{ord(character):04X}" if is_hidden(character) else character


def fold(text: str) -> str:
    """The letters and digits of a text without accents and case: for comparing only, never stored or sent."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if unicodedata.category(c) in {"Ll", "Lo", "Nd"})
