"""What attest looks for in PARS's answer, by which headings it finds it, and what PARS calls its answers.

All of it is data with a source: the columns of the batch report and the texts of its errors are not public.
"""

from collections.abc import Mapping

from pars.text import fold
from pars.vocabulary import rows

KEYS: Mapping[str, str] = {row["key"]: row["label"] for row in rows("result_headings")}
"""What a column may hold -> its name for the coordinator."""

KNOWN: Mapping[str, str] = {fold(row["heading"]): row["key"] for row in rows("result_headings")}
"""A heading, folded -> what its column holds; of two headings for the same, the first that the file has."""

STATUS_WORDS: Mapping[str, str] = {fold(row["word"]): row["status"] for row in rows("result_words")}
"""PARS's word, folded -> accepted or rejected; any other word is shown to the coordinator, never guessed."""
