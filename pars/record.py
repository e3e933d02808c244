"""What is judged and reported: an activity, and what one learner says about taking part in it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

FORMATS = ("live", "series", "enduring")
"""A live activity happens once, a series on several dates, enduring material whenever a learner has time."""

EMAIL_POLICIES = ("required", "optional", "off")
STATUSES = ("draft", "open", "closed")

AMA_CATEGORY_1 = "AMA PRA Category 1"

CREDIT_STEP = Decimal("0.25")
"""Credit is claimed in quarters of an hour (AMA PRA booklet)."""

NO_US_LICENSE = "none"
"""The answer to "Which state issued your license?" of somebody who is not licensed in the US."""

# More days than this as radio buttons are slower to answer than a date field.
MOST_DAYS_TO_CHOOSE_FROM = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCredit:
    """Points of one credit type that an activity is registered for with a board (MOC)."""

    board: str
    credit_type: str
    points_max: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An educational activity as PARS knows it, and how its learners are asked.

    Dates are dates in `timezone` (an IANA name); `opens_at` and `closes_at` are aware, in UTC. `dates` are
    the dates of a series, empty where learners say the date themselves. `grace_minutes` is how long after
    `closes_at` a form that lies open is still taken, `learners_max` after how many nobody more is, None for no cap.
    """

    title: str
    accme_activity_id: str
    provider_name: str
    accme_provider_id: str
    format: str
    starts_on: date
    ends_on: date
    timezone: str
    credits_max: Decimal
    dates: tuple[date, ...] = ()
    credit_type: str = AMA_CATEGORY_1
    boards: tuple[BoardCredit, ...] = ()
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    email: str = "required"
    kiosk: bool = False
    consent_text: str = ""
    contact_email: str = ""
    competencies: tuple[str, ...] = ()
    home_states: tuple[str, ...] = ()
    grace_minutes: int = 0
    learners_max: int | None = None
    status: str = "open"

    @property
    def consent_shown(self) -> str:
        """The consent text as learners read it: `{provider}` stands for the provider's name of now."""
        return self.consent_text.replace("{provider}", self.provider_name)

    @property
    def first_day(self) -> date:
        """The first day on which it can be completed, and so the first on which learners can attest."""
        return min(self.dates, default=self.starts_on)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def fixed_date(self) -> date | None:
        """The only date on which it can have been completed, so that nobody need be asked; else None."""
        if len(self.dates) == 1:
            return self.dates[0]
        if self.format != "enduring" and self.starts_on == self.ends_on:
            return self.starts_on
        return None

    @property
    def choices(self) -> tuple[date, ...]:
        """The dates to choose from; empty where a date field asks, or where the date is fixed."""
        if self.fixed_date:
            return ()
        if self.dates or self.format != "live":
            return self.dates
        days = (self.ends_on - self.starts_on).days + 1
        if days > MOST_DAYS_TO_CHOOSE_FROM:
            return ()
        return tuple(self.starts_on + timedelta(days=n) for n in range(days))


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRecord:
    """What one learner says, in its clean form; what was not asked or not answered is empty.

    Names are NFC. `license_state` is two letters, "none" or empty; `license_number` is as typed, trimmed;
    `npi` is ten digits, though the last need not check.
    """

    profession: str = ""
    first_name: str = ""
    last_name: str = ""
    license_state: str = ""
    license_number: str = ""
    npi: str = ""
    birth_month: int | None = None
    birth_day: int | None = None
    credits: Decimal | None = None
    completion_date: date | None = None
    email: str = ""
    board: str = ""
    board_id: str = ""
    consent: bool | None = None
    attest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The settings that rules ask for.

    `reporting_deadline` is the month and day of the year after completion until which PARS takes records.
    """

    report_physician_assistants: bool = False
    reporting_deadline: tuple[int, int] = (3, 31)
