"""What every command needs: the application, a moment, a street, and how a refusal is told."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click
from flask import Flask

from app.core import clock
from app.core.clock import STREET_ZONE
from app.core.db import transaction
from app.core.errors import Refusal
from app.people import queries as people
from app.people.models import Street

street_option = click.option(
    "--street", "slug", default="", help="Short name of the street; needed when there are several."
)


@contextmanager
def application() -> Iterator[Flask]:
    """The application of this command, in its context."""
    make: Callable[[], Flask] = click.get_current_context().find_root().obj
    app = make()
    with app.app_context():
        try:
            yield app
        except Refusal as refusal:
            _write_down(refusal)
            raise


def _write_down(refusal: Refusal) -> None:
    """An attempt to close without an approval stays on record, by the command's name."""
    from app.cases import ops as cases
    from app.cases.attempts import Tried

    if isinstance(refusal.tried, Tried):
        with transaction():
            cases.note_refused(refusal.tried, click.get_current_context().command_path, at=clock.now())


def the_street(slug: str) -> Street:
    """The street that is meant; ends the command with one line when it cannot be told."""
    street = people.street_by_slug(slug) if slug else people.only_street()
    if street is not None:
        return street
    known = ", ".join(s.slug for s in people.streets())
    if not known:
        raise click.ClickException("there is no street yet: run.py create-street CODE SLUG NAME")
    raise click.ClickException(f"--street must be one of: {known}")


class Moment(click.ParamType[datetime]):
    """ISO date and time; without a zone it is the street's wall time."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Aware UTC."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail("write it like 2026-11-23T14:00", param, ctx)
        return (moment if moment.tzinfo else moment.replace(tzinfo=STREET_ZONE)).astimezone(UTC)


def refusal_lines(refusal: Refusal) -> Sequence[str]:
    """A refusal in plain lines, in the source language."""
    lines = [
        refusal.message,
        refusal.more,
        *(f"{name}: {text}" for name, text in getattr(refusal, "errors", {}).items()),
    ]
    faults = [str(fault) for fault in getattr(refusal, "faults", ())]
    told = [line % refusal.params if refusal.params else line for line in lines if line] + faults
    return told or [type(refusal).__name__]
