"""Work orders of a hotline sheet become cases, one row a transaction, each number once. Commits nothing.

Our clocks start at the import; the source's time is kept beside. A row has no place: it goes to the desk.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select

from app.cases.reports import Report
from app.cases.words import Source
from app.catalog.models import Category
from app.core.db import db
from app.core.errors import Refusal
from app.core.msgid import N_
from app.core.permissions import Actor, Role
from app.intake.contacts import drawn_up
from app.intake.once import came_before, report_once
from app.intake.phones import split_contact
from app.intake.sheets import RowFault, SheetRow

AHEAD_MAX = timedelta(days=1)
LABEL_WORDS = "来单类别：{}"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Accepted:
    """A row that became a case."""

    line: int
    number: str
    case_id: int
    receipt: str


@dataclass(frozen=True)
class Known:
    """A row whose number came in before."""

    line: int
    number: str


@dataclass(frozen=True)
class Refused:
    """A row that was not taken in; `message` is a Chinese msgid filled by `params`, it repeats no cell."""

    line: int
    number: str
    message: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Imported:
    """What came of a sheet."""

    accepted: int = 0
    known: int = 0
    refused: list[Refused] = field(default_factory=list)

    def count(self, outcome: Accepted | Known | Refused) -> None:
        """Add the outcome of one row."""
        match outcome:
            case Accepted():
                self.accepted += 1
            case Known():
                self.known += 1
            case Refused():
                self.refused.append(outcome)


def import_cases(
    street_id: int,
    rows: Iterable[SheetRow | RowFault],
    at: datetime,
    transaction: Callable[[], AbstractContextManager[None]],
    told: Callable[[Imported], None] = lambda _: None,
) -> Imported:
    """Take in every row, each in a `transaction` of its own, so that what is in stays in.

    A row that fails for want of a rule is refused and logged without its text. told: progress, row by row.
    """
    found = Imported()
    for row in rows:
        try:
            with transaction():
                outcome = import_row(street_id, row, at)
        except Exception as error:  # noqa: BLE001 (the other rows must not wait)
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("import: line %s failed: %s\n%s", row.line, type(error).__name__, where)
            outcome = Refused(row.line, row.number, N_("没能收下：程序出错，已记入日志"))
        found.count(outcome)
        told(found)
    return found


def import_row(street_id: int, row: SheetRow | RowFault, at: datetime) -> Accepted | Known | Refused:
    """One row becomes a case, or is known by its number, or is refused with the reason. Raises no Refusal."""
    if isinstance(row, RowFault):
        return Refused(row.line, row.number, row.message)
    if row.at is not None and row.at > at + AHEAD_MAX:
        return Refused(row.line, row.number, N_("时间在将来"))
    report = _report(street_id, row)
    if came_before(street_id, report) is not None:
        return Known(row.line, row.number)
    try:
        contact = drawn_up(*_caller(row.contact), at)
        case, first = report_once(_clerk(street_id), report, contact, at)
    except Refusal as refusal:
        reasons = [*getattr(refusal, "errors", {}).values(), refusal.message]
        return Refused(row.line, row.number, reasons[0], refusal.params)
    return Accepted(row.line, row.number, case.id, case.receipt) if first else Known(row.line, row.number)


def _clerk(street_id: int) -> Actor:
    """The hotline's orders come in like those that a clerk takes down: petitions too."""
    return Actor(id=None, street_id=street_id, name="hotline", roles=frozenset({Role.INTAKE_CLERK}))


def _report(street_id: int, row: SheetRow) -> Report:
    category_id = _category_id(street_id, row.category_code or row.label)
    words = [row.title if row.title != row.text else "", row.text]
    if category_id is None and row.label:
        # A coarse label is no category: it stays under the clerk's eyes, who chooses one.
        words.append(LABEL_WORDS.format(row.label))
    return Report(
        source=Source.HOTLINE,
        text="\n".join(word for word in words if word),
        category_id=category_id,
        source_number=row.number,
        source_at=row.at,
        hotline_due_at=row.due_at,
    )


def _category_id(street_id: int, named: str) -> int | None:
    """The active category with this code or exactly this name."""
    if not named:
        return None
    rows = select(Category.id).where(Category.street_id == street_id, Category.active)
    return db.session.scalar(rows.where(or_(Category.code == named, Category.name_zh == named)).limit(1))


def _caller(contact: str) -> tuple[str, str]:
    name, phone = split_contact(contact)
    return name, phone or ""
