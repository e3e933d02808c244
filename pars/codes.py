"""Every problem that attest can name, and how grave a problem can be.

A code is stable: it is stored with records, sent by the API and accepted by coordinators. The words and the
level that belong to a code stand in `messages.py`.
"""

from enum import StrEnum


class Level(StrEnum):
    """How grave a problem is; the level belongs to the code, not to the occasion."""

    ERROR = "error"
    """PARS is known to refuse it, or plain logic forbids it: the record cannot be reported."""
    WARNING = "warning"
    """It will probably not match, or may be a double: held back until a coordinator has looked."""
    NOTICE = "notice"
    """Worth knowing, and never in the way."""


class Code(StrEnum):
    """What can be wrong, or worth knowing."""

    # Who the learner is
    PROFESSION_MISSING = "profession_missing"
    FIRST_NAME_MISSING = "first_name_missing"
    LAST_NAME_MISSING = "last_name_missing"
    NAME_TOO_LONG = "name_too_long"
    NAME_CHARACTER = "name_character"
    NAME_BEGINNING = "name_beginning"
    NAME_HIDDEN_CHARACTER = "name_hidden_character"
    NAME_FULLWIDTH = "name_fullwidth"
    NAME_OKINA = "name_okina"
    NICKNAME = "nickname"
    NAMES_SWAPPED = "names_swapped"
    ALL_CAPITALS = "all_capitals"
    ALL_SMALL_LETTERS = "all_small_letters"
    BIRTHDAY_MISSING = "birthday_missing"
    BIRTHDAY_INVALID = "birthday_invalid"
    EMAIL_MISSING = "email_missing"
    EMAIL_INVALID = "email_invalid"

    # License and NPI
    LICENSE_STATE_MISSING = "license_state_missing"
    LICENSE_STATE_UNKNOWN = "license_state_unknown"
    LICENSE_CHARACTER = "license_character"
    LICENSE_TOO_LONG = "license_too_long"
    LICENSE_FORMULA = "license_formula"
    LICENSE_ODD = "license_odd"
    LICENSE_UNUSUAL = "license_unusual"
    LICENSE_IS_NPI = "license_is_npi"
    NPI_DIGITS = "npi_digits"
    NPI_CHECK_DIGIT = "npi_check_digit"
    NPI_IS_LICENSE = "npi_is_license"
    NO_IDENTIFIER = "no_identifier"
    RESIDENT_UNIDENTIFIED = "resident_unidentified"

    # Credits and the date
    CREDITS_MISSING = "credits_missing"
    CREDITS_NOT_NUMBER = "credits_not_number"
    CREDITS_NOT_POSITIVE = "credits_not_positive"
    CREDITS_TOO_MANY = "credits_too_many"
    CREDITS_STEP = "credits_step"
    COMPLETION_DATE_MISSING = "completion_date_missing"
    COMPLETION_DATE_INVALID = "completion_date_invalid"
    COMPLETION_DATE_BEFORE = "completion_date_before"
    COMPLETION_DATE_AFTER = "completion_date_after"
    COMPLETION_DATE_FUTURE = "completion_date_future"
    COMPLETION_DATE_NOT_LISTED = "completion_date_not_listed"
    REPORTING_DEADLINE = "reporting_deadline"
    LATE_FOR_MOC = "late_for_moc"

    # Board certification
    BOARD_UNKNOWN = "board_unknown"
    BOARD_MISSING = "board_missing"
    BOARD_ID_MISSING = "board_id_missing"
    BOARD_ID_INVALID = "board_id_invalid"
    BOARD_NOT_YET = "board_not_yet"
    BOARD_NO_LONGER = "board_no_longer"
    BOARD_DAY_MOST = "board_day_most"
    BOARD_ONCE = "board_once"

    # What the learner permits and confirms
    CONSENT_MISSING = "consent_missing"
    CONSENT_NOT_GIVEN = "consent_not_given"
    ATTEST_MISSING = "attest_missing"

    # Why a record is not for PARS
    NOT_A_PHYSICIAN = "not_a_physician"
    NO_CONSENT = "no_consent"
    NO_US_LICENSE = "no_us_license"

    # The record among others
    SAME_PERSON_TWICE = "same_person_twice"
    HONEYPOT_FILLED = "honeypot_filled"
    PREVALIDATION_NO_MATCH = "prevalidation_no_match"
    NOT_IN_TEMPLATE = "not_in_template"
    NOT_WRITABLE = "not_writable"
    JSON_WANTS_NUMBER = "json_wants_number"

    # Setting up an activity
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_CHARACTER = "text_character"
    TYPE_WRONG = "type_wrong"
    FIELD_UNKNOWN = "field_unknown"
    ACTIVITY_ID_DIGITS = "activity_id_digits"
    PROVIDER_ID_DIGITS = "provider_id_digits"
    CHOICE_UNKNOWN = "choice_unknown"
    DATE_INVALID = "date_invalid"
    TIME_INVALID = "time_invalid"
    TIME_SKIPPED = "time_skipped"
    ENDS_BEFORE_START = "ends_before_start"
    CLOSES_BEFORE_OPENING = "closes_before_opening"
    DATES_OUTSIDE = "dates_outside"
    DATES_NOT_SERIES = "dates_not_series"
    TIMEZONE_UNKNOWN = "timezone_unknown"
    MAXIMUM_INVALID = "maximum_invalid"
    WHOLE_NUMBER = "whole_number"
    CREDIT_TYPE_UNKNOWN = "credit_type_unknown"
    BOARD_TWICE = "board_twice"
    BOARD_TOO_EARLY = "board_too_early"
    BOARD_ACRONYM = "board_acronym"
    BOARD_NOT_LISTED = "board_not_listed"
    CREDIT_TYPE_ENDED = "credit_type_ended"
    POINTS_TOGETHER = "points_together"
    POINTS_TOO_MANY = "points_too_many"
    STATE_UNKNOWN = "state_unknown"

    # The provider's logo
    LOGO_TOO_LARGE = "logo_too_large"
    LOGO_KIND = "logo_kind"
    LOGO_BROKEN = "logo_broken"

    # The ACCME's template that a coordinator uploads
    TEMPLATE_TOO_LARGE = "template_too_large"
    TEMPLATE_NOT_EXCEL = "template_not_excel"
    TEMPLATE_LOCKED = "template_locked"
    TEMPLATE_MACROS = "template_macros"
    TEMPLATE_UNREADABLE = "template_unreadable"
    TEMPLATE_HEADING_MISSING = "template_heading_missing"
    TEMPLATE_HEADING_TWICE = "template_heading_twice"
    TEMPLATE_MERGED = "template_merged"
    TEMPLATE_LINKS = "template_links"
    TEMPLATE_TOO_FAR = "template_too_far"
    TEMPLATE_COLUMN_MISSING = "template_column_missing"

    # A file of PARS's answers
    RESULTS_TOO_LARGE = "results_too_large"
    RESULTS_NOT_TABLE = "results_not_table"
    RESULTS_LOCKED = "results_locked"
    RESULTS_MACROS = "results_macros"
    RESULTS_ENCODING = "results_encoding"
    RESULTS_UNREADABLE = "results_unreadable"
    RESULTS_NO_HEADINGS = "results_no_headings"
    RESULTS_EMPTY = "results_empty"
    RESULTS_COLUMN_NEEDED = "results_column_needed"
    RESULTS_COLUMN_UNKNOWN = "results_column_unknown"
    RESULTS_COLUMN_TWICE = "results_column_twice"
    RESULTS_NO_STATUSES = "results_no_statuses"
    RESULTS_WORD_UNKNOWN = "results_word_unknown"

    # One of its rows
    ANSWER_STATUS_UNKNOWN = "answer_status_unknown"
    ANSWER_LEARNER_UNKNOWN = "answer_learner_unknown"
    ANSWER_NOT_HELD = "answer_not_held"
    ANSWER_AMBIGUOUS = "answer_ambiguous"
    ANSWER_OTHER_ACTIVITY = "answer_other_activity"
    ANSWER_NAME_DIFFERS = "answer_name_differs"
    ANSWER_LICENSE_DIFFERS = "answer_license_differs"
    ANSWER_LICENSE_SPOILED = "answer_license_spoiled"
    ANSWER_BY_NAME = "answer_by_name"
    ANSWER_FORMULA = "answer_formula"
    ANSWER_CONTRADICTS = "answer_contradicts"
    ANSWER_OVERTURNS = "answer_overturns"
    ANSWER_OUTDATED = "answer_outdated"
    ANSWER_OF_DELETION = "answer_of_deletion"
    ANSWER_FOR_DELETION = "answer_for_deletion"
    ANSWER_ADD_OR_DELETE = "answer_add_or_delete"
    ANSWER_ACTION_UNKNOWN = "answer_action_unknown"

    # A spreadsheet of answers
    SHEET_CREDITS_NEEDED = "sheet_credits_needed"
    SHEET_COLUMN_AND_VALUE = "sheet_column_and_value"
    SHEET_NAME_SPLIT = "sheet_name_split"
    SHEET_NAME_GUESSED = "sheet_name_guessed"
    SHEET_NAME_UNCLEAR = "sheet_name_unclear"
    SHEET_PROFESSION_UNKNOWN = "sheet_profession_unknown"
    SHEET_CONSENT_UNCLEAR = "sheet_consent_unclear"
    SHEET_NUMBER_CONVERTED = "sheet_number_converted"
    SHEET_NUMBER_LOST = "sheet_number_lost"
    SHEET_ROW_TWICE = "sheet_row_twice"
    SHEET_ROW_DIFFERS = "sheet_row_differs"
    SHEET_CHANGED_SINCE = "sheet_changed_since"
    SHEET_LOOKS_KNOWN = "sheet_looks_known"

    # What is left before PARS can close the activity
    CLOSING_STILL_OPEN = "closing_still_open"
    CLOSING_NOT_SENT = "closing_not_sent"
    CLOSING_UNANSWERED = "closing_unanswered"
    CLOSING_REJECTED = "closing_rejected"
    CLOSING_DELETIONS = "closing_deletions"
    CLOSING_DELETES_WAITING = "closing_deletes_waiting"
    CLOSING_DELETES_REFUSED = "closing_deletes_refused"
    CLOSING_OVERDUE = "closing_overdue"
