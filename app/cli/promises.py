"""sla archive, sla replay: every promise in a file, and reckoned anew from nothing but that file."""

import sys
from typing import IO

import click

from app.cli.answers import application


@click.command()
@click.argument("file", type=click.File("x", encoding="utf-8", lazy=True))
def archive(file: IO[str]) -> None:
    """Write every promise and what happened to it to FILE, which must not exist yet ("-": to the terminal).

    One JSON object a line, without names, texts or addresses.
    """
    from app.core.db import snapshot
    from app.sla import archive_queries
    from app.sla.archive import lines

    with application(), snapshot():
        for line in lines(archive_queries.calendars_used(), archive_queries.clocks()):
            file.write(line)


@click.command()
@click.argument("file", type=click.File("rb"))
def replay(file: IO[bytes]) -> None:
    """Reckon the promises of FILE anew, without a database; code 1 when a due time differs or a line is broken."""
    from app.sla.archive import replay

    found = replay(file)
    for line in found.unreadable:
        click.echo(line, err=True)
    for difference in found.differences:
        click.echo(difference)
    click.echo(f"clocks: {found.clocks}, differ: {found.differ}")
    sys.exit(1 if found.differences or found.unreadable else 0)


COMMANDS = (archive, replay)
