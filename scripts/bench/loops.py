"""The baseline of the ladder: what a sweep wrote, written by a bare loop of Core statements without any rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, insert, select, update

from app import schema
from app.core.db import db, transaction
from app.sla.sweeping import BATCH

CLOCK, STEP, NOTICE = (schema.METADATA.tables[name] for name in ("clock", "clock_step", "notice"))
CLAIM = (
    update(CLOCK)
    .where(CLOCK.c.id == bindparam("key"), CLOCK.c.next_check_at == bindparam("seen"))
    .values(step=bindparam("to"), next_check_at=bindparam("later"), parked_at=None)
)
Values = dict[str, Any]


@dataclass(frozen=True)
class One:
    """What one clock cost: its claim, its steps, its notices."""

    claim: Values
    steps: Sequence[Values]
    notices: Sequence[Values]


@dataclass(frozen=True)
class Made:
    """All of it, in the order of the clocks."""

    each: Sequence[One]

    @property
    def rows(self) -> dict[str, int]:
        """How many rows of each table."""
        return {
            "steps": sum(len(one.steps) for one in self.each),
            "notices": sum(len(one.notices) for one in self.each),
        }

    def moved(self, clocks: int, cases: int) -> "Made":
        """The same for other clocks: so many ids further, of cases so many ids further; `seen` is asked anew."""
        ids = [one.claim["key"] + clocks for one in self.each]
        seen = dict(db.session.execute(select(CLOCK.c.id, CLOCK.c.next_check_at).where(CLOCK.c.id.in_(ids))).all())
        return Made([_moved(one, clocks, cases, seen) for one in self.each])


def written(clock_ids: Sequence[int], at: datetime) -> Made:
    """What a sweep at `at` wrote of these clocks."""
    claims = {
        row.id: {"key": row.id, "to": row.step, "later": row.next_check_at}
        for row in _rows(CLOCK, CLOCK.c.id.in_(clock_ids))
    }
    steps: dict[int, list[Values]] = {clock_id: [] for clock_id in clock_ids}
    for row in _rows(STEP, STEP.c.clock_id.in_(clock_ids), STEP.c.at == at):
        steps[row.clock_id].append({"clock_id": row.clock_id, "lap": row.lap, "step": row.step, "at": row.at})
    notices: dict[int, list[Values]] = {clock_id: [] for clock_id in clock_ids}
    for row in _rows(NOTICE, NOTICE.c.created_at == at, NOTICE.c.event_key.like("clock:%")):
        values = {name: value for name, value in row._asdict().items() if name != "id" and value is not None}
        if (clock_id := int(row.event_key.split(":")[1])) in notices:
            notices[clock_id].append(values)
    return Made([One(claims[i], steps[i], notices[i]) for i in clock_ids])


def by_row(made: Made) -> None:
    """Three statements a clock, as the sweep sends them."""
    for batch in _batches(made):
        with transaction():
            connection = db.session.connection()
            for one in batch:
                connection.execute(CLAIM, one.claim)
                connection.execute(insert(STEP), list(one.steps))
                if one.notices:
                    connection.execute(insert(NOTICE), list(one.notices))


def by_batch(made: Made) -> None:
    """Three statements a batch."""
    for batch in _batches(made):
        with transaction():
            connection = db.session.connection()
            connection.execute(CLAIM, [one.claim for one in batch])
            connection.execute(insert(STEP), [row for one in batch for row in one.steps])
            connection.execute(insert(NOTICE), [row for one in batch for row in one.notices])


def _batches(made: Made) -> Iterator[Sequence[One]]:
    for begin in range(0, len(made.each), BATCH):
        yield made.each[begin : begin + BATCH]


def _moved(one: One, clocks: int, cases: int, seen: Values) -> One:
    clock_id = one.claim["key"] + clocks

    def notice(row: Values) -> Values:
        key = ":".join(["clock", str(clock_id), *row["event_key"].split(":")[2:]])
        return row | {"case_id": row["case_id"] + cases, "event_key": key}

    claim = one.claim | {"key": clock_id, "seen": seen[clock_id]}
    return One(claim, [row | {"clock_id": clock_id} for row in one.steps], [notice(row) for row in one.notices])


def _rows(table: Table, *where: Any) -> Sequence[Any]:
    return db.session.execute(select(table).where(*where).order_by(table.c.id)).all()
