"""The played cases, read once: every row of a case, ready to be copied."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Dialect, select

from app.cases.models_trail import CaseEntry
from app.cases.ops.trail import body
from app.core.db import db
from app.core.ledger import canonical
from scripts.bulk.moving import Moving, mark, marked
from scripts.bulk.sheets import CASE, Bind, Sheet

Value = Any
IDS, MOMENTS, RECEIPTS = range(3)
FAR_OFF = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Template:
    """A row. fixed: as the driver takes it; typed: by column, as the program reads it.

    refs, moments: (position, place in the family's list); texts: (position, text); body: what a line's hash covers.
    """

    fixed: list[Value]
    typed: dict[str, Value]
    refs: tuple[tuple[int, int], ...]
    moments: tuple[tuple[int, int], ...]
    texts: tuple[tuple[int, Moving], ...]
    body: Moving | None


@dataclass
class Family:
    """A case, or the cases that merging and follow-ups tie together: copied as one.

    places: where in a copy's list of ids the id of a row (table, id) stands; moments: each once, UTC.
    """

    open_cases: int = 0
    begins: datetime = FAR_OFF
    rows: dict[str, list[Template]] = field(default_factory=lambda: defaultdict(list))
    places: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    moments: dict[datetime, int] = field(default_factory=dict)
    receipts: dict[str, int] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """While any of its cases is."""
        return self.open_cases > 0

    @property
    def size(self) -> int:
        """How many cases."""
        return self.counts[CASE]

    def take_case(self, case: dict[str, Value]) -> None:
        """One more case."""
        self.open_cases += case["is_open"]
        self.begins = min(self.begins, case["reported_at"])
        self.receipts[case["receipt"]] = len(self.receipts)

    def take_id(self, table: str, own_id: int) -> None:
        """One more id that a copy gives anew. Tables come one after the other, each in order of id."""
        self.places[table, own_id] = len(self.places)
        self.counts[table] += 1

    def place(self, kind: str, value: str) -> tuple[int, int]:
        """Where a copy keeps what stands in a moving text."""
        if kind == "receipt":
            return RECEIPTS, self.receipts[value]
        if kind == "moment":
            return MOMENTS, self.moment(datetime.fromisoformat(value))
        return IDS, self.places[kind, int(value)]

    def moment(self, moment: datetime) -> int:
        """The place of a moment."""
        return self.moments.setdefault(moment.astimezone(UTC), len(self.moments))


def read_families(sheets: Sequence[Sheet], dialect: Dialect) -> list[Family]:
    """Everything of every case in the database, in order of the first report."""
    owner: dict[tuple[str, int], Family] = {}
    for sheet in sheets:
        rows = _read(sheet)
        if sheet.name == CASE:
            owner = _families(rows)
        for row in rows:
            if "id" in row:
                family = owner[CASE, row["id"]] if sheet.name == CASE else _family_of(sheet, row, owner)
                owner[sheet.name, row["id"]] = family
                family.take_id(sheet.name, row["id"])
    for sheet in sheets:
        binds = sheet.binds(dialect)
        for row in _read(sheet, in_story=True):
            family = owner[CASE, row["id"]] if sheet.name == CASE else _family_of(sheet, row, owner)
            family.rows[sheet.name].append(_template(sheet, row, family, binds))
    unique = {id(family): family for family in owner.values()}
    return sorted(unique.values(), key=lambda family: family.begins)


def _read(sheet: Sheet, in_story: bool = False) -> list[dict[str, Value]]:
    wanted = ("case_id", "seq", "id") if in_story else ("id",)
    order = [sheet.columns[sheet.at[name]] for name in wanted if name in sheet.at]
    found = db.session.execute(select(*sheet.columns).order_by(*order))
    return [dict(zip(sheet.at, row, strict=True)) for row in found]


def _template(sheet: Sheet, row: dict[str, Value], family: Family, binds: Sequence[Bind]) -> Template:
    values = list(row.values())
    return Template(
        fixed=[bind(value) for bind, value in zip(binds, values, strict=True)],
        typed=row,
        refs=tuple((n, family.places[target, values[n]]) for n, target in sheet.refs if values[n] is not None),
        moments=tuple((n, family.moment(values[n])) for n in sheet.moments if values[n] is not None),
        texts=tuple(
            (n, Moving(json.dumps(marked(value)), family.place))
            for n, value in enumerate(values)
            if isinstance(value, dict) and marked(value) != value
        ),
        body=Moving(_body(row), family.place) if sheet.name == "case_entry" else None,
    )


def _body(row: dict[str, Value]) -> str:
    """What the hash of a line covers, with marks."""
    moved = {"at": mark("moment", row["at"]), "case_id": mark(CASE, row["case_id"]), "facts": marked(row["facts"])}
    return canonical(body(cast(CaseEntry, SimpleNamespace(**(row | moved)))))


def _families(cases: Sequence[dict[str, Value]]) -> dict[tuple[str, int], Family]:
    """Every case with its family."""
    tied: dict[int, set[int]] = {case["id"]: {case["id"]} for case in cases}
    for case in cases:
        for other in (case["merged_into_id"], case["follow_up_of_id"], case["relapse_of_id"]):
            if other is not None:
                both = tied[case["id"]] | tied[other]
                tied |= dict.fromkeys(both, both)
    made = {min(ids): Family() for ids in tied.values()}
    for case in cases:
        made[min(tied[case["id"]])].take_case(case)
    return {(CASE, case_id): made[min(ids)] for case_id, ids in tied.items()}


def _family_of(sheet: Sheet, row: dict[str, Value], owner: dict[tuple[str, int], Family]) -> Family:
    values, own = list(row.values()), (sheet.name, row.get("id"))
    leads = [(target, values[n]) for n, target in sheet.refs if values[n] is not None]
    return next(owner[lead] for lead in leads if lead != own)
