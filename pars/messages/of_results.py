"""What is said about PARS's answer: the file, its rows, and what is left before an activity can be closed.

Only coordinators read these, so both wordings are one.
"""

from collections.abc import Mapping

from pars.codes import Code, Level
from pars.messages.message import Message, error


def _told(level: Level, words: str) -> Message:
    return Message(level, words, words)


FILE: Mapping[Code, Message] = {
    Code.RESULTS_TOO_LARGE: error(
        "This file is too large: it may have 5 MB, 20,000 rows, 200 columns and 2,000 characters in a cell. "
        "Send it in parts, or save the workbook as CSV UTF-8"
    ),
    Code.RESULTS_NOT_TABLE: error(
        "This is not a table. Choose an Excel (.xlsx), CSV, tab-delimited text or XML file"
    ),
    Code.RESULTS_LOCKED: error("This file has a password or is an old .xls. Save it as .xlsx without one"),
    Code.RESULTS_MACROS: error("This workbook contains macros. Save it as .xlsx"),
    Code.RESULTS_ENCODING: error("This text is not UTF-8. In Excel choose Save As, CSV UTF-8"),
    Code.RESULTS_UNREADABLE: error(
        "This file cannot be read safely: it is damaged, or holds what it should not"
    ),
    Code.RESULTS_NO_HEADINGS: error("There is no row of headings. Each column needs one, such as Last name"),
    Code.RESULTS_EMPTY: error("There is nothing below the headings"),
    Code.RESULTS_COLUMN_NEEDED: error("Say which column holds this: {label}"),
    Code.RESULTS_COLUMN_UNKNOWN: error("The file has no column {heading}"),
    Code.RESULTS_COLUMN_TWICE: error("The column {heading} is chosen twice"),
    Code.RESULTS_NO_STATUSES: error(
        "{heading} does not look like a column of statuses: its words are too many or too long, or have digits. "
        "Check which column holds the status"
    ),
    Code.RESULTS_WORD_UNKNOWN: error("No row of the file has this word for its status"),
}

ROWS: Mapping[Code, Message] = {
    Code.ANSWER_STATUS_UNKNOWN: _told(
        Level.WARNING,
        "attest does not know this status. Say what it means.",
    ),
    Code.ANSWER_LEARNER_UNKNOWN: _told(Level.WARNING, "No record that PARS was asked about fits this row."),
    Code.ANSWER_NOT_HELD: _told(
        Level.NOTICE, "What was sent for this row is no longer held. It moves no record."
    ),
    Code.ANSWER_AMBIGUOUS: _told(Level.WARNING, "More than one record fits this row."),
    Code.ANSWER_OTHER_ACTIVITY: _told(Level.WARNING, "This row is about another activity."),
    Code.ANSWER_NAME_DIFFERS: _told(
        Level.WARNING, "The number is one learner's and the name another's. Look at both."
    ),
    Code.ANSWER_LICENSE_DIFFERS: _told(
        Level.WARNING, "Name and birthday fit a record, the license number does not."
    ),
    Code.ANSWER_LICENSE_SPOILED: _told(
        Level.NOTICE, "A spreadsheet seems to have changed the license number, so it was not relied upon."
    ),
    Code.ANSWER_BY_NAME: _told(
        Level.NOTICE, "Found by name and activity alone: the row has no number and no birthday with state."
    ),
    Code.ANSWER_FORMULA: _told(Level.NOTICE, "A formula made a value in this row."),
    Code.ANSWER_CONTRADICTS: _told(Level.WARNING, "Rows of this file disagree about this record."),
    Code.ANSWER_OVERTURNS: _told(Level.WARNING, "PARS said otherwise before."),
    Code.ANSWER_OUTDATED: _told(
        Level.NOTICE, "The record was corrected or withdrawn after it was sent, so this answer moves nothing."
    ),
    Code.ANSWER_OF_DELETION: _told(Level.WARNING, "No Delete that PARS was sent fits this row."),
    Code.ANSWER_FOR_DELETION: _told(
        Level.NOTICE,
        "The row names neither Add nor Delete. PARS said otherwise of the Add, so it counts for the Delete.",
    ),
    Code.ANSWER_ADD_OR_DELETE: _told(
        Level.WARNING,
        "This may be the answer to the Add or to the Delete. Look in PARS whether the credit is there.",
    ),
    Code.ANSWER_ACTION_UNKNOWN: _told(Level.WARNING, "The row's action is neither Add nor Delete."),
}

CLOSING: Mapping[Code, Message] = {
    Code.CLOSING_STILL_OPEN: _told(
        Level.NOTICE, "Learners can still send answers. Close the activity first."
    ),
    Code.CLOSING_NOT_SENT: _told(Level.WARNING, "Records that PARS has not been sent: {count}."),
    Code.CLOSING_UNANSWERED: _told(Level.WARNING, "Records that PARS has not answered yet: {count}."),
    Code.CLOSING_REJECTED: _told(
        Level.WARNING, "Records that PARS rejected: {count}. Correct and send them again."
    ),
    Code.CLOSING_DELETIONS: _told(Level.WARNING, "Rows that PARS must be told to delete: {count}."),
    Code.CLOSING_DELETES_WAITING: _told(Level.WARNING, "Deletes waiting for PARS: {count}."),
    Code.CLOSING_DELETES_REFUSED: _told(
        Level.WARNING, "Deletes PARS refused: {count}. Delete them in PARS by hand, then mark them."
    ),
    Code.CLOSING_OVERDUE: _told(Level.WARNING, "Records whose 30 days are over: {count}."),
}

MESSAGES: Mapping[Code, Message] = {**FILE, **ROWS, **CLOSING}
