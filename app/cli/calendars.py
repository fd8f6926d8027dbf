"""calendar: which days a street works, a year's notice, closures, office windows; previewed before they hold."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.answers import application, street_option, the_street
from app.cli.imports import file_argument
from app.core import clock
from app.core.db import transaction

if TYPE_CHECKING:
    from app.sla.calendar_ops import Changes
    from app.sla.calendar_queries import Version
    from app.sla.daytable import DayTable
    from app.sla.tally import Preview

Made = Callable[[], "Changes"]
year_option = click.IntRange(2004, 2100)
activate_option = click.option("--activate", is_flag=True, help="Put it in force; without this nothing is written.")
FIGURES = {
    "cases_moved": "open cases that move",
    "clocks_moved": "promises that move",
    "later": "  of them later",
    "earlier": "  of them earlier",
    "cases_overdue": "open cases that become overdue",
    "cases_relieved": "open cases that are overdue no longer",
    "clocks_sure": "promises that are estimated no longer",
}


@click.group()
def calendar() -> None:
    """The working days of a street. A change shows what it would move; --activate puts it in force."""


@calendar.command()
@click.option("--year", type=year_option, default=None, help="List the special days of this year too.")
@street_option
def show(year: int | None, slug: str) -> None:
    """The versions of the calendar, and which years are official."""
    from app.sla.calendar_queries import versions

    with application():
        found = versions(the_street(slug).id)
    click.echo("\n".join(_version_line(version) for version in found))
    for version in found[-1:]:
        click.echo("\n".join(_year_lines(version.table, year)))


@calendar.command("import")
@click.argument("file", type=file_argument, required=False)
@click.option("--year", type=year_option, required=True, help="The year that the notice arranges.")
@click.option("--from-package", is_flag=True, help="Take the days from chinesecalendar instead of a FILE.")
@activate_option
@street_option
def import_notice(file: Path | None, year: int, *, from_package: bool, activate: bool, slug: str) -> None:
    """Take in the State Council's notice for a year from FILE (CSV: day,kind,name; kind rest or work)."""

    def made() -> "Changes":
        from app.sla import calendar_ops, notices_csv

        notice = notices_csv.read_notice(file.read_bytes(), year) if file else calendar_ops.from_package(year)
        return calendar_ops.Changes(notice=notice)

    if (file is None) != from_package:
        raise click.UsageError("give a FILE or --from-package")
    _run(made, slug, activate=activate)


@calendar.command()
@click.argument("file", type=file_argument, required=False)
@click.option("--day", "days", type=click.DateTime(["%Y-%m-%d"]), multiple=True, help="A day; may be given again.")
@click.option("--name", default="", help="Why, for --day.")
@activate_option
@street_option
def close(file: Path | None, days: tuple[datetime, ...], *, name: str, activate: bool, slug: str) -> None:
    """Close this street's office on days of a FILE (CSV: day,kind,name; kind closed), or on a --day."""

    def made() -> "Changes":
        from app.sla import notices_csv
        from app.sla.calendar_ops import Changes

        sheet = file.read_bytes() if file else notices_csv.closures_sheet((d.date() for d in days), name)
        return Changes(closures=notices_csv.read_closures(sheet))

    if (file is None) != bool(days):
        raise click.UsageError("give a FILE or --day")
    _run(made, slug, activate=activate)


@calendar.command()
@click.argument("windows")
@activate_option
@street_option
def windows(windows: str, *, activate: bool, slug: str) -> None:
    """Other office hours: WINDOWS like 08:30-12:00,13:30-18:00, for every day of the new version."""

    def made() -> "Changes":
        from app.sla.calendar_ops import Changes
        from app.sla.daytable import read_windows

        return Changes(windows=read_windows(windows))

    _run(made, slug, activate=activate)


def _run(made: Made, slug: str, *, activate: bool) -> None:
    """Preview the changes, or put them in force; the figures are the same."""
    from app.sla import calendar_ops

    at = clock.now()
    with application():
        street_id, changes = the_street(slug).id, made()
        if not activate:
            _tell(calendar_ops.preview(street_id, changes, at))
            click.echo("nothing was written: --activate puts it in force")
            return
        with transaction():
            done = calendar_ops.activate(street_id, changes, at)
    _tell(done.moved)
    said = f"version {done.version} is in force" if done.is_new else f"version {done.version} says so already"
    click.echo(said)


def _tell(figures: "Preview") -> None:
    for name, count in asdict(figures).items():
        click.echo(f"{FIGURES[name]}: {count}")


def _version_line(found: "Version") -> str:
    windows = ", ".join(f"{opens}-{closes}" for opens, closes in found.table.windows)
    return f"version {found.version} from {clock.street_time(found.from_at):%Y-%m-%d %H:%M}: {windows}"


def _year_lines(table: "DayTable", year: int | None) -> Iterator[str]:
    from app.sla.calendar_queries import runs

    yield f"official: {runs(table.official) or 'none'}"
    yield f"estimated: {runs(set(table.years) - table.official) or 'none'}"
    for said in table.days.values():
        if said.day.year == year:
            yield f"{said.day} {said.day:%a} {said.kind.value} {said.source.value} {said.name}"


COMMANDS = (calendar,)
