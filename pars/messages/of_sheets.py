"""What is said about a spreadsheet of answers and its rows. Only coordinators read these, so both wordings are one."""

from collections.abc import Mapping

from pars.codes import Code, Level
from pars.messages.message import Message, error


def _told(level: Level, words: str) -> Message:
    return Message(level, words, words)


MESSAGES: Mapping[Code, Message] = {
    Code.SHEET_CREDITS_NEEDED: error(
        "Say which column holds the credits, or how many everybody in this sheet claimed"
    ),
    Code.SHEET_COLUMN_AND_VALUE: error("{label}: choose a column, or one answer for all rows, not both"),
    Code.SHEET_NAME_SPLIT: _told(Level.NOTICE, "Split into first name “{first}”, last name “{last}”."),
    Code.SHEET_NAME_GUESSED: _told(
        Level.WARNING,
        "Split into first name “{first}”, last name “{last}”. Is that right? "
        "“Last, First” in the sheet leaves no doubt.",
    ),
    Code.SHEET_NAME_UNCLEAR: error(
        "This name cannot be split into first and last name. Write it as “Last, First”."
    ),
    Code.SHEET_PROFESSION_UNKNOWN: error(
        "attest does not know the profession “{word}”. Write MD, DO, Resident, PA, NP, Pharmacist or Other."
    ),
    Code.SHEET_CONSENT_UNCLEAR: error("The answer about permission is neither yes nor no."),
    Code.SHEET_NUMBER_CONVERTED: _told(
        Level.NOTICE, "The spreadsheet holds this license number as a number: zeros at its start may be gone."
    ),
    Code.SHEET_NUMBER_LOST: error(
        "The spreadsheet has turned this number into another form, and digits are gone. "
        "Format the column as text and enter it again."
    ),
    Code.SHEET_ROW_TWICE: _told(Level.NOTICE, "The same as row {row}."),
    Code.SHEET_ROW_DIFFERS: error(
        "Row {row} is about the same learner and says something else. Keep one of them."
    ),
    Code.SHEET_CHANGED_SINCE: error(
        "This learner came in from a spreadsheet before, with other answers. Correct the record under Review."
    ),
    Code.SHEET_LOOKS_KNOWN: _told(
        Level.WARNING, "There is a record that looks like the same person's. Imported, both wait for a look."
    ),
}
