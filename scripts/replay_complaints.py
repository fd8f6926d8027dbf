"""How many real complaints were answered within 1, 5 and 15 working days, by the app's own calendar.

    python -m scripts.replay_complaints ../shared/data/complaints.csv

The limits are domain.md section 3's. Times are to the second and taken as street time; a date alone is
unreadable rather than guessed at. A row without a reply says nothing of lateness: shares are of the answered
only. No text of a complaint is printed.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from app.core.clock import STREET_ZONE
from app.core.values import Span, Unit
from app.sla.almanac import days_of, official_years
from app.sla.workcal import Calendar, OutsideCalendar, due

LIMITS = (1, 5, 15)
REPORTED, REPLIED = "submitted_at", "replied_at"
YEARS_BEYOND = 3  # estimated, as a street's own calendar has them
Row = Mapping[str, str | None]
NOTES = """
wd: working days. Kept: replied by close of business (18:00) of the last one; the day of the report does
not count. Shares are of answered complaints only. Estimated: due times that touch a year without
official days."""


class Skip(StrEnum):
    """Why a row is not judged."""

    NO_REPLY = "no reply time"
    UNREADABLE = "a time missing or unreadable"
    BACKWARDS = "reply before report"
    OUTSIDE = "outside the calendar"


@dataclass(frozen=True)
class Verdict:
    """The year of the report and, for each limit in turn: was it kept, is its due time estimated."""

    year: int
    kept: tuple[bool, ...]
    estimated: tuple[bool, ...]


def almanac_calendar() -> Calendar:
    """The default office windows; every year with official data, and a few estimated ones after them."""
    first, last = min(official_years()), max(official_years()) + YEARS_BEYOND
    days = {d.day: d.kind for year in range(first, last + 1) for d in days_of(year)}
    return Calendar(days, first=first, last=last, official=official_years())


def rows_of(lines: Iterable[str]) -> list[Row]:
    """The rows of a CSV table with a header; raises ValueError naming the columns of times that it lacks."""
    found = csv.DictReader(lines)
    missing = [name for name in (REPORTED, REPLIED) if name not in (found.fieldnames or ())]
    if missing:
        raise ValueError(f"no column {', no column '.join(missing)}")
    return list(found)


def judged(row: Row, calendar: Calendar) -> Verdict | Skip:
    """Which limits the reply of a row kept, or why that cannot be said."""
    if not (row[REPLIED] or "").strip():
        return Skip.NO_REPLY
    try:
        reported, replied = _moment(row[REPORTED]), _moment(row[REPLIED])
        dues = [due(calendar, reported, Span(days, Unit.WORKING_DAY)) for days in LIMITS]
    except OutsideCalendar:
        return Skip.OUTSIDE
    except ValueError:
        return Skip.UNREADABLE
    if replied < reported:
        return Skip.BACKWARDS
    return Verdict(reported.year, tuple(replied <= d.at for d in dues), tuple(d.estimated for d in dues))


def _moment(cell: str | None) -> datetime:
    return datetime.strptime((cell or "").strip(), "%Y-%m-%d %H:%M:%S").replace(tzinfo=STREET_ZONE)


def table(outcomes: Sequence[Verdict | Skip]) -> Iterator[str]:
    """The lines to print: the rows, and why some were skipped; what was kept in each limit, by year too."""
    verdicts = [found for found in outcomes if isinstance(found, Verdict)]
    both = sum(found not in (Skip.NO_REPLY, Skip.UNREADABLE) for found in outcomes)
    counts = {"rows read": len(outcomes), "with both times": both}
    counts |= {f"skipped, {reason}": outcomes.count(reason) for reason in Skip}
    yield from (f"{name:<39}{count:>6}" for name, count in counts.items())
    yield f"\n{'reported in':<11}{'judged':>7}" + "".join(f"{f'kept {n} wd':>12}{'share':>7}" for n in LIMITS)
    for year in sorted({found.year for found in verdicts}):
        yield _line(str(year), [found for found in verdicts if found.year == year])
    yield _line("all", verdicts)
    guessed = (sum(found.estimated[place] for found in verdicts) for place in range(len(LIMITS)))
    yield f"{'due times estimated':<23}" + (" " * 12).join(f"{count:>7}" for count in guessed)


def _line(name: str, verdicts: Sequence[Verdict]) -> str:
    whole = len(verdicts)
    kept = [sum(found.kept[place] for found in verdicts) for place in range(len(LIMITS))]
    cells = (f"{part:>12}{f'{part / whole:.1%}' if whole else '—':>7}" for part in kept)
    return f"{name:<11}{whole:>7}" + "".join(cells)


def main(path: Path) -> None:
    """Read the file, judge it, print the table and how it was counted."""
    calendar = almanac_calendar()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        outcomes = [judged(row, calendar) for row in rows_of(lines)]
    print(*table(outcomes), NOTES, sep="\n")
    print(f"Official: {min(calendar.official)}-{max(calendar.official)}; estimated: to {calendar.last}.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("which file? python -m scripts.replay_complaints ../shared/data/complaints.csv")
    try:
        main(Path(sys.argv[1]))
    except (OSError, ValueError, csv.Error) as error:
        sys.exit(f"{sys.argv[1]}: {error}")
