"""What is said about an uploaded ACCME template, and about what a file for PARS cannot hold."""

from collections.abc import Mapping

from pars.codes import Code
from pars.messages.message import Message, error, warning

MESSAGES: Mapping[Code, Message] = {
    Code.TEMPLATE_TOO_LARGE: error("This file is too large. The template from PARS is well under 5 MB"),
    Code.TEMPLATE_NOT_EXCEL: error("This is not an Excel workbook (.xlsx). Choose the file from PARS"),
    Code.TEMPLATE_LOCKED: error("This file has a password or is an old .xls. Save it as .xlsx without one"),
    Code.TEMPLATE_MACROS: error("This workbook contains macros. Choose the .xlsx file from PARS"),
    Code.TEMPLATE_UNREADABLE: error("This workbook cannot be read safely. Download it from PARS again"),
    Code.TEMPLATE_HEADING_MISSING: error("Row 2 of the first sheet has no heading: {heading}"),
    Code.TEMPLATE_HEADING_TWICE: error(
        "Row 2 has the heading {heading} more than once. Keep the one that PARS reads"
    ),
    Code.TEMPLATE_MERGED: error(
        "Cells are merged where learners are written, from row 3 on ({range}). Download the file from PARS again"
    ),
    Code.TEMPLATE_LINKS: error(
        "This workbook takes data from other files or addresses. Download it from PARS again"
    ),
    Code.TEMPLATE_TOO_FAR: error(
        "A sheet has cells beyond row 100,000 or column 200. Download the file from PARS again"
    ),
    Code.NOT_WRITABLE: error(
        "Your provider will look at this record.",
        "{heading} holds a character that a {format} file cannot hold. Correct it, or use another format.",
    ),
    Code.JSON_WANTS_NUMBER: error(
        "Your provider will look at this record.",
        "JSON for PARS has no place for a birthday, so nobody is found in it without a license number or NPI. "
        "Ask the learner, or use another format.",
    ),
    Code.TEMPLATE_COLUMN_MISSING: warning(
        "Your provider will look at this record.",
        "The PARS template has no column {heading}. Upload the one for CME and MOC, or use another format.",
    ),
}
