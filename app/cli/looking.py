"""sweep, audit verify, sla (explain, archive, replay), search rebuild, lifecycle: looking at what the rules do."""

import sys
from datetime import datetime

import click

import config
from app.cli import promises
from app.cli.answers import Moment, application
from app.core import clock
from app.core.db import db, transaction


@click.command()
@click.option("--at", type=Moment(), default=None, help="The moment to sweep for; now when left out.")
def sweep(at: datetime | None) -> None:
    """Take every step of a clock and every turn of a review that is due, as the worker does every few seconds."""
    from app import jobs

    moment = at or clock.now()
    with application(), clock.at(moment):
        turn = jobs.Turn(moment)
        total = jobs.sweep(turn)
        called, turned = jobs.call_unsigned(turn), jobs.turn_reviews(turn)
    click.echo(f"steps: {total.steps}, parked: {total.parked}, called on: {called}, reviews: {turned}")


@click.group()
def audit() -> None:
    """The timelines and their seals."""


@audit.command()
def verify() -> None:
    """Recompute every chain, commitment and root; code 1 when anything differs."""
    from app.cases import audit as timelines

    with application():
        found = timelines.verify()
    for fault in found.faults:
        click.echo(fault, err=True)
    click.echo(f"cases: {found.cases}, entries: {found.entries}, roots: {found.roots}, faults: {len(found.faults)}")
    sys.exit(1 if found.faults else 0)


@click.group()
def sla() -> None:
    """Promises and their due times."""


@sla.command()
@click.argument("case_id", type=int)
def explain(case_id: int) -> None:
    """Why each clock of CASE is due when it is, line by line."""
    from flask_babel import gettext

    from app.casework.queries import why_due
    from app.sla.lamps import CLOCK_WORDS
    from app.sla.queries import clocks_of

    with application():
        for row in clocks_of(case_id, clock.now()):
            _, lines = why_due(case_id, row.id)
            click.echo(gettext(CLOCK_WORDS[row.kind]))
            for line in lines:
                click.echo("  " + gettext(line.msgid, **line.params))


for _command in promises.COMMANDS:
    sla.add_command(_command)


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; code 1 when the pages are not up to date.")
def lifecycle(check: bool) -> None:
    """Write docs/lifecycle.md and docs/roles.md from the tables in the code."""
    from app.cases import printed

    pages = {"lifecycle.md": printed.lifecycle_md(), "roles.md": printed.roles_md()}
    stale = False
    for name, text in pages.items():
        path = config.ROOT / "docs" / name
        same = path.exists() and path.read_text("utf-8") == text
        stale = stale or not same
        if not check and not same:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
        click.echo(f"docs/{name}: {'same' if same else 'differs' if check else 'written'}")
    sys.exit(1 if check and stale else 0)


@click.group()
def search() -> None:
    """What the desk's search finds cases by."""


@search.command()
def rebuild() -> None:
    """Make the words of every case anew, after a category or an estate was renamed; searches go on meanwhile."""
    from app.cases import ops as cases

    with application(), transaction():
        done = cases.rebuild_words(db.session.connection())
    click.echo(f"cases: {done}")


COMMANDS = (sweep, audit, sla, search, lifecycle)
