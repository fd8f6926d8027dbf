"""How long somebody serves, and whether they can be drawn on a day. Pure; days are those of the street."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.core.clock import from_street, street_time
from app.people.street_settings import settings_of

YEARS = 2
RENEWED_IN = timedelta(days=90)


@dataclass(frozen=True)
class Standing:
    """What of a roster's row says whether its reviewer can be drawn. First and last days count."""

    active: bool
    consented: bool
    serves_from: date
    serves_until: date
    away_until: date | None

    def on(self, day: date) -> bool:
        """True when they can be drawn on this day."""
        away = self.away_until is not None and day <= self.away_until
        return self.active and self.consented and self.serves_from <= day <= self.serves_until and not away

    def renewable(self, day: date) -> bool:
        """True in the last 90 days and after, or when the term was ended; never for whoever left by themselves."""
        return self.consented and (not self.active or self.serves_until <= day + RENEWED_IN)


def today(at: datetime) -> date:
    """The day of the street."""
    return street_time(at).date()


def month_start(at: datetime) -> datetime:
    """When this calendar month of the street began."""
    return from_street(today(at).replace(day=1), time())


def last_day(first: date) -> date:
    """The last day of a term of two years that begins on `first`."""
    if (first.month, first.day) == (2, 29):
        return first.replace(year=first.year + YEARS, day=28)
    return first.replace(year=first.year + YEARS) - timedelta(days=1)


def cap_of(own: int | None, settings: dict[str, object] | None) -> int:
    """How many seats a month somebody may take: as the committee said, else as the street says, else 4."""
    return own if own is not None else settings_of(settings).reviewer_monthly_cap
