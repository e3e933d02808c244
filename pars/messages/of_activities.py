"""What is said to the coordinator who sets up an activity, or the provider's settings."""

from collections.abc import Mapping

from pars.codes import Code
from pars.messages.message import Message, error, warning

MESSAGES: Mapping[Code, Message] = {
    Code.TEXT_MISSING: error("Enter the {name}"),
    Code.TEXT_TOO_LONG: error("The {name} must be {most} characters or less"),
    Code.TEXT_CHARACTER: error("The {name} contains a hidden character ({character}). Type it again"),
    Code.TYPE_WRONG: error("The {name} must be {kind}"),
    Code.FIELD_UNKNOWN: error("There is no field called {name}"),
    Code.ACTIVITY_ID_DIGITS: error("ACCME activity ID must be 9 digits"),
    Code.PROVIDER_ID_DIGITS: error("ACCME provider ID must be 7 digits"),
    Code.CHOICE_UNKNOWN: error("The {name} must be one of: {choices}"),
    Code.DATE_INVALID: error("The {name} must be a real date, for example 2026-11-23"),
    Code.TIME_INVALID: error("The {name} must be a date and time, for example 2026-11-23T16:00"),
    Code.TIME_SKIPPED: error("The {name} does not exist: the clocks skip that hour. Choose another time"),
    Code.ENDS_BEFORE_START: error("The last day must not be before the first day"),
    Code.CLOSES_BEFORE_OPENING: error("Closing time must be after opening time"),
    Code.DATES_OUTSIDE: error("The dates of the series must be between its first and its last day"),
    Code.DATES_NOT_SERIES: error("Only a series has a list of dates"),
    Code.SERIES_ONLY: error("The {name} is for a series only"),
    Code.SESSION_NOT_LISTED: error("{day} is not among the dates of the series"),
    Code.SESSION_TWICE: error("{day} is there twice"),
    Code.TIMEZONE_UNKNOWN: error("Choose a time zone from the list, for example America/New_York"),
    Code.MAXIMUM_INVALID: error("The {name} must be more than 0 and in steps of 0.25, for example 1.5"),
    Code.WHOLE_NUMBER: error("The {name} must be a whole number from {least} to {most}"),
    Code.CREDIT_TYPE_UNKNOWN: warning(
        "The known credit types of {board} are: {choices}",
        "The known credit types of {board} are: {choices}. Compare yours with PARS.",
    ),
    Code.BOARD_ACRONYM: error("The board must be its acronym as PARS shows it, for example ABS"),
    Code.BOARD_NOT_LISTED: warning(
        "{board} is not on our list of boards",
        "{board} is not on our list of boards. Compare its acronym with PARS; nothing else is known of it here.",
    ),
    Code.CREDIT_TYPE_ENDED: error("{board} takes no {type} completed after {day}"),
    Code.POINTS_TOGETHER: warning(
        "{board} takes at most as many points as CME credits, all its credit types together",
        "{board} takes at most as many points as CME credits, all its credit types together. "
        "Points go to the type listed first, and to the others what is left.",
    ),
    Code.BOARD_TWICE: error("{board} is listed twice with the same credit type"),
    Code.BOARD_TOO_EARLY: warning(
        "{board} takes activities from {since} on only", "{board} takes activities from {since} on only"
    ),
    Code.POINTS_TOO_MANY: error("{board} points must not be more than the credits of the activity"),
    Code.LOGO_TOO_LARGE: error(
        "The logo has {size} KB. Save it smaller: {most} KB at most, as phones load it"
    ),
    Code.LOGO_KIND: error("The logo must be a PNG or JPEG picture"),
    Code.LOGO_BROKEN: error("This picture is damaged, or more than 2,000 pixels wide or high. Save it again"),
    Code.STATE_UNKNOWN: error("{value} is not a US state or territory"),
}
