"""The load: play some cases through the ops, then copy them until there are as many as wanted."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from app import schema
from app.cases.models import Case
from app.cases.models_trail import LedgerHead, LedgerRoot
from app.cases.ops.numbers import receipt_counter
from app.core.counters import Counter
from app.core.db import db
from app.core.ledger import GENESIS, root_hash
from app.people.models import Street
from scripts.bulk.copying import Copier
from scripts.bulk.patterns import Family, read_families
from scripts.bulk.sheets import CASE, Sheet, sheets
from scripts.bulk.sheets import sheet as sheet_of
from scripts.bulk.writing import Rows, writing

A_DAY = 200  # architecture.md section 5: what a street takes in
OPEN_SHARE = 0.05
BATCH = 2_000
Progress = Callable[[int], None]
Planned = tuple[datetime, timedelta, Family]


@dataclass(frozen=True)
class Loaded:
    """What was written, the played cases included."""

    cases: int
    still_open: int
    rows: int


def load(
    street_id: int, cases: int, at: datetime, *, still_open: int | None = None, progress: Progress | None = None
) -> Loaded:
    """Copy the played cases of a street until it has `cases`; returns what is there then.

    still_open: how many of them are, 5 % unless said, and never fewer than were played. Closed ones lie back as
    far as a street needs for so many (200 a day), open ones are of these days. One transaction of its own. The
    street must hold played cases, closed and open.
    """
    db.session.rollback()
    parts = sheets(schema.METADATA)
    families = read_families(parts, db.engine.dialect)
    wanted_open = round(cases * OPEN_SHARE) if still_open is None else still_open
    plan = sorted(_plan(families, cases, wanted_open, random.Random(cases)), key=lambda planned: planned[0])
    numbers, prefix = _numbers(street_id)
    copier = Copier(parts, db.engine.dialect.name, free_ids=free_ids(parts), numbers=numbers, prefix=prefix)
    db.session.rollback()
    written = 0
    with writing(db.engine) as rows:
        _backdate(rows, max((back for _, back, _ in plan), default=timedelta(0)))
        for n, (_, back, family) in enumerate(plan, start=1):
            copier.copy(family, back)
            if n % BATCH == 0 or n == len(plan):
                written += _flush(rows, copier, street_id, at)
                if progress:
                    progress(copier.free_ids[CASE] - 1)
        _keep_numbers(rows, street_id, copier.numbers)
        move_on(rows, parts)
    return _counted(written)


def _plan(families: Sequence[Family], cases: int, wanted_open: int, rng: random.Random) -> Iterator[Planned]:
    """(begin, how far back, family) of every copy."""
    open_ones, over = [f for f in families if f.is_open], [f for f in families if not f.is_open]
    opened = sum(family.open_cases for family in open_ones)
    weeks = max(cases // (A_DAY * 7), 1)
    left = cases - sum(family.size for family in families)
    for family in _turns(open_ones, rng):
        if opened >= wanted_open or family.size > left:
            break
        opened, left = opened + family.open_cases, left - family.size
        back = timedelta(seconds=rng.randrange(1, 3600))
        yield family.begins - back, back, family
    for family in _turns(over, rng):
        if left <= 0:
            return
        if family.size <= left:
            left -= family.size
            back = timedelta(weeks=rng.randrange(1, weeks + 1), seconds=rng.randrange(3600))
            yield family.begins - back, back, family


def _turns(families: Sequence[Family], rng: random.Random) -> Iterator[Family]:
    """Each as often as every other, in ever new order."""
    while families:
        yield from rng.sample(families, len(families))


def _flush(rows: Rows, copier: Copier, street_id: int, at: datetime) -> int:
    written = 0
    for sheet in copier.sheets:
        rows.write(sheet, copier.rows[sheet.name])
        written += len(copier.rows[sheet.name])
        copier.rows[sheet.name].clear()
    _seal(rows, street_id, copier.heads, at)
    copier.heads.clear()
    return written


def _seal(rows: Rows, street_id: int, heads: Sequence[tuple[int, int, str]], at: datetime) -> None:
    """A root over the heads of a batch, chained to the root before."""
    root, head = LedgerRoot.__table__, sheet_of(schema.METADATA.tables["ledger_head"])
    last = select(root.c.number, root.c.hash).where(root.c.street_id == street_id)
    number, before = rows.connection.execute(last.order_by(root.c.number.desc()).limit(1)).one_or_none() or (0, GENESIS)
    values = {"street_id": street_id, "number": number + 1, "at": at, "prev_hash": before}
    made = insert(LedgerRoot).values(**values, hash=root_hash(before, heads)).returning(root.c.id)
    root_id = rows.connection.execute(made).scalar_one()
    first = (rows.connection.scalar(select(func.max(LedgerHead.id))) or 0) + 1
    by_name = [
        {"id": n, "root_id": root_id, "case_id": i, "length": length, "head": h, "street_id": street_id}
        for n, (i, length, h) in enumerate(heads, start=first)
    ]
    rows.write(head, [[row[name] for name in head.at] for row in by_name])


def _backdate(rows: Rows, back: timedelta) -> None:
    """Boundaries, limits, duties and the calendar hold since before the first case."""
    for table in schema.METADATA.sorted_tables:
        if "from_at" in table.columns:
            since = table.c.from_at
            for moment in rows.connection.scalars(select(since).where(since.is_not(None)).distinct()).all():
                earlier = update(table).where(since == moment).values(from_at=moment - back - timedelta(days=1))
                rows.connection.execute(earlier)


def free_ids(parts: Iterable[Sheet]) -> dict[str, int]:
    """By table, the first id that is free."""
    tables = [sheet.table for sheet in parts if "id" in sheet.table.columns]
    return {table.name: (db.session.scalar(select(func.max(table.c.id))) or 0) + 1 for table in tables}


def _numbers(street_id: int) -> tuple[dict[str, int], str]:
    """The last receipt number of every day, and how numbers of the street begin."""
    street = db.session.get_one(Street, street_id)
    found = select(Counter.name, Counter.last).where(Counter.name.startswith(receipt_counter(street_id, "")))
    prefix = str((street.settings or {}).get("receipt_prefix") or street.slug[:2]).upper()
    return {name.rpartition("/")[2]: last for name, last in db.session.execute(found)}, prefix


def _keep_numbers(rows: Rows, street_id: int, numbers: dict[str, int]) -> None:
    rows.connection.execute(delete(Counter).where(Counter.name.startswith(receipt_counter(street_id, ""))))
    values = [{"name": receipt_counter(street_id, day), "last": last} for day, last in sorted(numbers.items())]
    rows.connection.execute(insert(Counter), values)


def move_on(rows: Rows, parts: Sequence[Sheet]) -> None:
    """PostgreSQL counts ids beside the tables: tell it how far they are."""
    if rows.is_sqlite:
        return
    for sheet in [s for s in parts if "id" in s.at]:
        quoted = f'"{sheet.name}"'
        rows.run([f"SELECT setval(pg_get_serial_sequence('{quoted}', 'id'), (SELECT max(id) FROM {quoted}))"])


def _counted(written: int) -> Loaded:
    total = db.session.scalar(select(func.count()).select_from(Case)) or 0
    still_open = db.session.scalar(select(func.count()).where(Case.is_open)) or 0
    db.session.rollback()
    return Loaded(total, still_open, written)
