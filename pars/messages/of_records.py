"""What is said about a record: to the learner who typed it, and to the coordinator who reviews it."""

from collections.abc import Mapping

from pars.codes import Code
from pars.messages.message import Message, error, notice, warning

PERSON: Mapping[Code, Message] = {
    Code.PROFESSION_MISSING: error(
        "Choose your profession", "The profession is missing. Ask the learner and correct it."
    ),
    Code.FIRST_NAME_MISSING: error(
        "Enter your first name", "The first name is missing. PARS needs it as it stands on the license."
    ),
    Code.LAST_NAME_MISSING: error(
        "Enter your last name", "The last name is missing. PARS needs it as it stands on the license."
    ),
    Code.NAME_TOO_LONG: error(
        "Name must be {most} characters or less", "The name is longer than {most} characters. Shorten it."
    ),
    Code.NAME_CHARACTER: error(
        "Name must not contain {character}",
        "The name contains {character}, which no name has. Correct the name.",
    ),
    Code.NAME_BEGINNING: error(
        "Name must not begin with {character}",
        "The name begins with {character}, which Excel takes for a formula. Correct the name.",
    ),
    Code.NAME_HIDDEN_CHARACTER: error(
        "Name contains a hidden character ({character}). Type it again",
        "The name contains the hidden character {character}, which breaks files. Type the name again.",
    ),
    Code.NAME_FULLWIDTH: notice(
        "This name uses special letter forms; in plain letters it is {plain}. Which does your license show?",
        "The name uses special letter forms; the license may show {plain}. Correct it if it does.",
    ),
    Code.NAME_OKINA: notice(
        "This name is kept with its ʻokina. Does your license show it?",
        "The name holds an ʻokina or a letter like it ({character}). If the board refuses the match, try it "
        "with an apostrophe or without.",
    ),
    Code.NICKNAME: notice(
        "Board records often use your full first name. Is {name} how your license shows it?",
        "{name} is often short for {full}. If PARS finds no match, ask for the name on the license.",
    ),
    Code.NAMES_SWAPPED: notice(
        "Are first name and last name the right way round?",
        "First and last name look swapped. If PARS finds no match, try them the other way round.",
    ),
    Code.ALL_CAPITALS: notice(
        "Your name is all in capitals. It is kept as you typed it.",
        "The name is all in capitals. It is reported as typed; correct it if you want it otherwise.",
    ),
    Code.ALL_SMALL_LETTERS: notice(
        "Your name is all in small letters. It is kept as you typed it.",
        "The name is all in small letters. It is reported as typed; correct it if you want it otherwise.",
    ),
    Code.BIRTHDAY_MISSING: error(
        "Enter your birth month and day",
        "The birth month and day are missing. PARS matches learners by them; ask the learner.",
    ),
    Code.BIRTHDAY_INVALID: error(
        "Birth date must be a real month and day",
        "The birth month and day are not a real date. Ask the learner.",
    ),
    Code.EMAIL_MISSING: error("Enter your email address", "The email address is missing. Ask the learner."),
    Code.EMAIL_INVALID: error(
        "Enter an email address in the correct format, for example name@example.org",
        "The email address is not in the correct format. Correct it, or ask the learner.",
    ),
}

IDENTIFIERS: Mapping[Code, Message] = {
    Code.LICENSE_STATE_MISSING: error(
        "Choose the state that issued your license",
        "The licensing state is missing. PARS needs it for CME credit; ask the learner.",
    ),
    Code.LICENSE_STATE_UNKNOWN: error(
        "Choose a US state or territory from the list",
        "The licensing state is not a US state or territory. Choose one from the list.",
    ),
    Code.LICENSE_CHARACTER: error(
        "License number must not contain {character}",
        "The license number contains {character}, which no US license number has. Correct it.",
    ),
    Code.LICENSE_TOO_LONG: error(
        "License number must be {most} characters or less",
        "The license number is longer than {most} characters. Correct it.",
    ),
    Code.LICENSE_FORMULA: error(
        "License number must not start with {character}",
        "The license number starts with {character}, which a spreadsheet reads as a formula. Correct it.",
    ),
    Code.LICENSE_ODD: notice(
        "This does not look like a license number. If you have an NPI, give that instead.",
        "What stands in the license number does not look like one, so it is not reported. "
        "A license number from the state's public look-up, or an NPI, would do.",
    ),
    Code.LICENSE_UNUSUAL: notice(
        "License numbers of {state} usually look different. Is it typed as your license shows it?",
        "The license number is unlike the usual ones of {state}. It is reported as typed; "
        "if PARS finds no match, compare it with the state's public look-up.",
    ),
    Code.LICENSE_IS_NPI: notice(
        "Your license number looks like an NPI. Is it one?",
        "The license number is a valid NPI. It is reported as typed, which PARS takes in the same column. "
        "Move it to the NPI field if you want the record tidy.",
    ),
    Code.NPI_DIGITS: error(
        "NPI must be 10 digits", "The NPI is not 10 digits. Correct it, or leave it empty."
    ),
    Code.NPI_CHECK_DIGIT: notice(
        "This NPI seems to have a typing mistake. Please compare it with your card.",
        "The check digit of the NPI is wrong, so the NPI is not reported. "
        "Correct it if you know the right one.",
    ),
    Code.NPI_IS_LICENSE: notice(
        "Your NPI looks like a license number of {state}. Is it one?",
        "The NPI fails its check and looks like a license number of {state}. Move it there if it is one.",
    ),
    Code.NO_IDENTIFIER: warning(
        "Without a license number or an NPI, your board may not find you. Add one if you can.",
        "There is no usable license number and no valid NPI. Most learners match without. "
        "Accept it as it is, or add a number from the state's public look-up or the NPI registry.",
    ),
    Code.RESIDENT_UNIDENTIFIED: warning(
        "Residents are reported only with a license number or an NPI. Add one if you have it.",
        "A resident is reported only with a license number or an NPI. Add one, or accept it as it is to "
        "report the resident by name, birthday and state.",
    ),
}

CREDITS: Mapping[Code, Message] = {
    Code.CREDITS_MISSING: error(
        "Enter how many credits you are claiming", "The number of credits is missing. Ask the learner."
    ),
    Code.CREDITS_NOT_NUMBER: error(
        "Credits must be a number, for example 0.75",
        "The credits are not a plain number such as 0.75. Ask the learner.",
    ),
    Code.CREDITS_NOT_POSITIVE: error(
        "Credits must be more than 0", "The credits are 0 or less. Ask the learner how many are claimed."
    ),
    Code.CREDITS_TOO_MANY: error(
        "Credits must be {most} or less",
        "More credits are claimed than the {most} of the activity. Ask the learner, or correct the activity.",
    ),
    Code.CREDITS_OVER_DATE: error(
        "Credits must be {most} or less for {day}",
        "More credits are claimed than the {most} of {day}. Ask the learner, or correct the credits of that date.",
    ),
    Code.SERIES_CREDITS: warning(
        "You may have claimed more than this series gives in all. Your provider will look at it.",
        "With this record the learner comes to {total} credits in the series, more than its {most}. "
        "Correct it or set it aside, or accept it to report it as it is.",
    ),
    Code.CREDITS_STEP: error(
        "Credits must be in steps of 0.25, for example 0.75",
        "The credits are not in steps of 0.25. Ask the learner how many are claimed.",
    ),
    Code.COMPLETION_DATE_MISSING: error(
        "Enter the date when you completed this activity",
        "The completion date is missing. Ask the learner.",
    ),
    Code.COMPLETION_DATE_INVALID: error(
        "Completion date must be a real date, for example 11/23/2026",
        "The completion date is not a real date. Ask the learner.",
    ),
    Code.COMPLETION_DATE_BEFORE: error(
        "Completion date must be {first} or later",
        "The completion date is before the activity, which starts on {first}. "
        "Ask the learner, or correct the activity.",
    ),
    Code.COMPLETION_DATE_AFTER: error(
        "Completion date must be {last} or earlier",
        "The completion date is after the activity, which ends on {last}. "
        "Ask the learner, or correct the activity.",
    ),
    Code.COMPLETION_DATE_FUTURE: error(
        "Completion date must be today or in the past",
        "The completion date has not come yet. Ask the learner, or correct the date of the activity.",
    ),
    Code.COMPLETION_DATE_NOT_LISTED: error(
        "Choose one of the dates of this activity",
        "The completion date is not one of the dates of the series. Choose one of them, or add the date.",
    ),
    Code.REPORTING_DEADLINE: warning(
        "The time for reporting this credit may be over. Your provider will look at it.",
        "PARS may take credit of {year} only until {last}. Accept it as it is to report it all the same.",
    ),
    Code.LATE_FOR_MOC: notice(
        "Boards ask for MOC credit within 30 days of completion. Yours may come late.",
        "More than 30 days have passed since completion. The board may refuse the MOC credit.",
    ),
}

BOARDS: Mapping[Code, Message] = {
    Code.BOARD_UNKNOWN: error(
        "Choose one of the boards listed",
        "The activity is not registered with this board. Choose another, or add the board to the activity.",
    ),
    Code.BOARD_MISSING: notice(
        "Choose the board that gave you this board ID.",
        "There is a board ID but no board, so no MOC credit is reported. Choose the board.",
    ),
    Code.BOARD_ID_MISSING: notice(
        "{board} may not find you without your board ID. Add it if you have it.",
        "{board} may refuse the MOC credit without a board ID. Ask the learner for it.",
    ),
    Code.BOARD_ID_INVALID: error(
        "Board ID must be up to {most} letters, digits and hyphens",
        "The board ID holds something other than letters, digits and hyphens, or is too long. Correct it.",
    ),
    Code.BOARD_NOT_YET: warning(
        "{board} takes no credit completed before {day}, so none is sent there.",
        "{board} takes no credit completed before {day}: {type} is left out of the file. "
        "Correct the date, or accept it to report the rest.",
    ),
    Code.BOARD_NO_LONGER: warning(
        "{board} takes no {type} completed after {day}, so none is sent there.",
        "{board} takes no {type} completed after {day}: it is left out of the file. "
        "Correct the date, or accept it to report the rest.",
    ),
    Code.BOARD_DAY_MOST: notice(
        "{board} usually takes at most {most} credits for one day.",
        "{board} usually takes at most {most} credits for one day, and this record has more.",
    ),
    Code.BOARD_ONCE: warning(
        "Your board takes this credit once for each date. Your provider will look at it.",
        "{board} takes credit once per activity and completion date (journal CME excepted), and another "
        "record of this person has the same. Set one aside, or choose no board in one of them.",
    ),
}

WORD: Mapping[Code, Message] = {
    Code.CONSENT_MISSING: error(
        "Choose whether we may send this record",
        "The learner has not said whether the record may be sent. Only the learner can.",
    ),
    Code.CONSENT_NOT_GIVEN: error("Only the learner can give consent. Ask for a new attestation."),
    Code.ATTEST_MISSING: error(
        "Confirm that you took part and that the credits match your time",
        "The learner has not confirmed having taken part. Only the learner can.",
    ),
    Code.NOT_A_PHYSICIAN: notice(
        "We report credit to medical boards for physicians only. You still get your receipt.",
        "Not a physician: counted among the other learners, not reported by name.",
    ),
    Code.NO_CONSENT: notice(
        "Nothing is sent to the ACCME or to any board. You still get your receipt.",
        "The learner does not permit the report, or no longer: kept as participation, never added to a PARS file.",
    ),
    Code.NO_US_LICENSE: notice(
        "PARS takes physicians with a US license only, so nothing is sent. You still get your receipt.",
        "Not licensed in the US: counted as a physician, not reported by name.",
    ),
    Code.SAME_PERSON_TWICE: warning(
        "You may have sent this already. Both are kept for your provider to look at.",
        "The same person seems to be there twice for this date. Compare them: set one aside, "
        "or accept both if they are two people.",
    ),
    Code.HONEYPOT_FILLED: warning(
        "Your provider will look at this record.",
        "A field that people do not see was filled in, as robots do. Accept it if the person is real.",
    ),
    Code.PREVALIDATION_NO_MATCH: warning(
        "Your provider will look at this record.",
        "PARS did not find this learner when it was asked before the report. Correct name, birthday or license, "
        "or accept it to report it as it is.",
    ),
    Code.NOT_IN_TEMPLATE: warning(
        "Your provider will look at this record.",
        "The ACCME template does not list {value} under {heading}. Choose a listed value, upload a newer "
        "template, or use another format.",
    ),
}

MESSAGES: Mapping[Code, Message] = {**PERSON, **IDENTIFIERS, **CREDITS, **BOARDS, **WORD}
