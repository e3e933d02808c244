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
class SeriesSession:
    """What a date of a series has of its own: a title, and how many credits it gives, None where as many as any."""

    date: date
    title: str = ""
    credits_max: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """An educational activity as PARS knows it, and how its learners are asked.

    Dates are dates in `timezone` (an IANA name); `opens_at` and `closes_at` are aware, in UTC. `dates` are
    the dates of a series, empty where learners say the date themselves; `sessions` are those that differ from the
    others. `credits_max` is what one date gives, `series_credits_max` what one learner gets over all of them, None
    for no limit. `grace_minutes` is how long after `closes_at` a form that lies open is still taken, `learners_max`
    after how many nobody more is, None for no cap.
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
    sessions: tuple[SeriesSession, ...] = ()
    series_credits_max: Decimal | None = None
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
    def credits_most(self) -> Decimal:
        """What can be claimed on the date that gives most."""
        return max((self.credits_on(day) for day in self.dates), default=self.credits_max)

    @property
    def credits_differ(self) -> bool:
        """Whether it depends on the date how many credits can be claimed."""
        return len({self.credits_on(day) for day in self.dates}) > 1

    def session_on(self, day: date | None) -> SeriesSession | None:
        """What the date has of its own."""
        return next((session for session in self.sessions if session.date == day), None)

    def credits_on(self, day: date | None) -> Decimal:
        """What can be claimed on a date; while it is not known which one, what can be on any."""
        if day is None and self.sessions:
            return self.credits_most
        session = self.session_on(day)
        return session.credits_max if session and session.credits_max else self.credits_max

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
