"""Running clocks by the million, for the bench of the sweep: rows alone, with no story behind them.

`python -m scripts.bulk.clocks --cases 200000`, in a database with played cases that LINGRID_* names.

A new case is the row of one of PATTERNS that were played and are worked on, under a number of its own: no line, no
chain, no contact, so `audit verify` is not for such a database. On each run five clocks, begun in the months after
AT: none is due then. Each has a step and a notice of a lap before, so that what a sweep writes goes among as many
rows. The clocks of the played cases are stopped.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import click
from flask_migrate import upgrade
from sqlalchemy import Dialect, select, update

from app import schema
from app.cases.lifecycle import State
from app.cases.models import Case
from app.core.db import db
from app.core.values import Span, Unit
from app.factory import create_app
from app.notices.models import Notice
from app.notices.words import Channel, NoticeKind
from app.people import queries as people
from app.sla import calendars
from app.sla.clocks import ClockKind, End, Promise, promise
from app.sla.ladder import Step
from app.sla.models import Clock, ClockStep
from scripts.bulk.loading import free_ids, move_on
from scripts.bulk.sheets import Sheet, sheet
from scripts.bulk.writing import Rows, writing

AT = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)  # Wednesday, 16:30 in the street
BEGUN_LATER = timedelta(days=5), timedelta(days=300)
PATTERNS, STARTS = 20, 2_000
WORKED_ON = (State.DISPATCHED, State.DISPUTED, State.IN_PROGRESS, State.REWORK)
BATCH = 5_000  # cases
SPANS = {
    ClockKind.SIGN_IN: Span(2, Unit.WORKING_HOUR),
    ClockKind.RESPOND: Span(4, Unit.WORKING_HOUR),
    ClockKind.DISPOSE: Span(5, Unit.WORKING_DAY),
    ClockKind.HOTLINE: Span(4 * 24 * 60, Unit.ELAPSED_MINUTE),
    ClockKind.ANSWER: Span(7, Unit.CALENDAR_DAY),
}
NOT_COPIED = {
    **dict.fromkeys(("form_key", "source_number", "approval_id", "merged_into_id", "follow_up_of_id")),
    "entry_count": 0,
    "rooted_count": 0,
}
TABLES = (Case, Clock, ClockStep, Notice)
Values = Mapping[str, Any]


class Form:
    """A row of one table, filled in once; a copy changes what differs."""

    def __init__(self, sheet: Sheet, dialect: Dialect, values: Values) -> None:
        self.sheet, self.filled = sheet, [values.get(name) for name in sheet.at]
        self.filled = [bind(v) for bind, v in zip(sheet.binds(dialect), self.filled, strict=True)]

    def copy(self, **values: Any) -> list[Any]:
        """One more row; values: as the driver takes them."""
        row = self.filled.copy()
        for name, value in values.items():
            row[self.sheet.at[name]] = value
        return row


@dataclass(frozen=True)
class Forms:
    """What is copied: the cases; by case, its notice; by kind of clock, one a start, with its step of a lap before."""

    cases: Sequence[Form]
    notices: Sequence[Form]
    clocks: Sequence[Sequence[Form]]
    step: Form


def load(street_id: int, cases: int) -> int:
    """Write so many cases and their clocks, in one transaction; returns the clocks that run then."""
    sheets = {model.__tablename__: sheet(schema.METADATA.tables[model.__tablename__]) for model in TABLES}
    forms, first = _forms(street_id, sheets), free_ids(sheets.values())
    db.session.rollback()
    with writing(db.engine) as rows:
        _stop_the_played(rows)
        for begin in range(0, cases, BATCH):
            _write(rows, forms, first, range(begin, min(begin + BATCH, cases)))
        move_on(rows, list(sheets.values()))
    return cases * len(SPANS)


def _write(rows: Rows, forms: Forms, first: Mapping[str, int], numbers: range) -> None:
    """A batch; numbers: of the cases, from 0. The ids of every table follow from them."""
    many = len(SPANS)
    made: dict[str, list[list[Any]]] = {name: [] for name in first}
    for n in numbers:
        case_id = first["case"] + n
        made["case"].append(forms.cases[n % len(forms.cases)].copy(id=case_id, receipt=f"BENCH-{case_id}"))
        notice = forms.notices[n % len(forms.notices)]
        for k, starts in enumerate(forms.clocks):
            row, clock_id = n * many + k, first["clock"] + n * many + k
            made["clock"].append(starts[row * 7919 % STARTS].copy(id=clock_id, case_id=case_id))
            made["clock_step"].append(forms.step.copy(id=first["clock_step"] + row, clock_id=clock_id))
            key = f"clock:{clock_id}:yellow:0"
            made["notice"].append(notice.copy(id=first["notice"] + row, case_id=case_id, event_key=key))
    for name, form in zip(made, (forms.cases[0], forms.clocks[0][0], forms.step, forms.notices[0]), strict=True):
        rows.write(form.sheet, made[name])


def _stop_the_played(rows: Rows) -> None:
    running = update(Clock).where(Clock.stopped_at.is_(None))
    over = {"stopped_at": AT, "ended": End.DROPPED, "next_check_at": None, "paused_at": None, "left_us": None}
    rows.connection.execute(running.values(**over))


def _forms(street_id: int, sheets: Mapping[str, Sheet]) -> Forms:
    dialect = db.engine.dialect
    table = schema.METADATA.tables["case"]
    rows = select(*sheets["case"].columns).where(table.c.state.in_(WORKED_ON), table.c.owner_id.is_not(None))
    cases = [row._asdict() | NOT_COPIED for row in db.session.execute(rows.order_by(table.c.id).limit(PATTERNS))]
    if len(cases) < PATTERNS:
        raise RuntimeError(f"fewer than {PATTERNS} cases were played on which somebody works")
    days = calendars.in_force(street_id, AT)
    scope = {"street_id": street_id, "calendar_id": days.id, "limit_id": None}
    clocks = [
        [Form(sheets["clock"], dialect, scope | _clock(made)) for made in _promises(days.calendar, kind)]
        for kind in SPANS
    ]
    return Forms(
        [Form(sheets["case"], dialect, case) for case in cases],
        [Form(sheets["notice"], dialect, _notice(case)) for case in cases],
        clocks,
        Form(sheets["clock_step"], dialect, {"lap": 0, "step": Step.YELLOW, "at": AT - timedelta(days=9)}),
    )


def _promises(days: Any, kind: ClockKind) -> Iterator[Promise]:
    least, most = BEGUN_LATER
    for n in range(STARTS):
        yield promise(days, kind, SPANS[kind], AT + least + (most - least) * n / STARTS, at_night=False)


def _clock(made: Promise) -> dict[str, Any]:
    moments = {"started_at": made.started_at, "due_at": made.due_at, "yellow_at": made.yellow_at}
    fixed = {"round": 1, "step": Step.NONE, "lap": 1, "at_night": False, "estimated": made.estimated}
    span = {"amount": made.span.amount, "unit": made.span.unit}
    return {"kind": made.kind, "next_check_at": made.next_check_at, **moments, **fixed, **span}


def _notice(case: Values) -> dict[str, Any]:
    told = AT - timedelta(days=9)
    read = {"created_at": told, "delivered_at": told, "read_at": told, "attempts": 0}
    params = {"receipt": case["receipt"], "clock": "dispose", "due_at": AT.isoformat()}
    to = {"street_id": case["street_id"], "user_id": case["owner_id"], "channel": Channel.INBOX}
    return {"kind": NoticeKind.YELLOW, "params": params, **to, **read}


@click.command()
@click.option("--cases", type=click.IntRange(1, 2_000_000), default=200_000, show_default=True)
def main(cases: int) -> None:
    """Write CASES cases with five running clocks each."""
    app = create_app()
    with app.app_context():
        upgrade()
        street, began = people.only_street(), time.monotonic()
        if street is None:
            raise click.ClickException("the database must hold one street with played cases: run.py seed-demo")
        clocks = load(street.id, cases)
    click.echo(f"{cases:,} cases, {clocks:,} running clocks in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
