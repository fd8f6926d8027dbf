"""A street's calendar for tests of pure rules: the years with data, and a few that are estimated."""

from functools import cache

from app.sla.almanac import days_of, official_years
from app.sla.workcal import Calendar


@cache
def street_calendar(first: int = 2018, last: int = 2029) -> Calendar:
    """The default windows, official holidays up to 2026, statutory days afterwards."""
    days = {d.day: d.kind for year in range(first, last + 1) for d in days_of(year)}
    return Calendar(days, first=first, last=last, official=official_years())
