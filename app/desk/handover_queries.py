"""Reads of a shift: the critical cases that are open, and what was done and written down on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CTE, func, select
from sqlalchemy.orm import aliased

from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CaseText
from app.cases.policy import visible_to
from app.cases.words import TextKind, Urgency
from app.catalog.models import Category
from app.core.db import db
from app.core.permissions import Actor
from app.grid.models import Grid
from app.people.models import User
from app.sla import queries as sla
from app.sla.lamps import Lamp

LOG_MAX = 100
LINES_MAX = 20_000  # more are written in no shift of a street
# What people write down on the spot, with the words they wrote.
WRITTEN = (TextKind.NOTE, TextKind.CONTACT, TextKind.REPLY)


@dataclass(frozen=True)
class Critical:
    """A critical case that is open."""

    id: int
    receipt: str
    state: State
    address: str
    name_zh: str | None
    name_en: str | None
    grid: str | None
    owner: str | None
    lamp: Lamp | None = None


@dataclass(frozen=True)
class Noted:
    """What somebody did on a critical case during the shift."""

    at: datetime
    case_id: int
    receipt: str
    who: str
    verb: Verb
    text: str


def criticals(actor: Actor, at: datetime) -> list[Critical]:
    """The open critical cases that somebody may see, the oldest first. Two statements."""
    place, owned = aliased(Grid), aliased(Grid)
    rows = select(Case.id, Case.receipt, Case.state, Case.address, Category.name_zh, Category.name_en)
    rows = rows.add_columns(owned.name, place.name, User.name).outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(owned, owned.id == Case.owner_grid_id).outerjoin(place, place.id == Case.place_grid_id)
    rows = rows.outerjoin(User, User.id == Case.owner_id)
    found = db.session.execute(rows.where(*_critical(actor), Case.is_open).order_by(Case.id)).all()
    lamps = sla.lamps_for([row[0] for row in found], at)
    return [_critical_row(row, lamps) for row in found]


def log(actor: Actor, since: datetime, at: datetime) -> list[Noted]:
    """What people did and wrote on critical cases within a shift, the newest first. Two statements."""
    lines = _lines(since)
    entries = select(CaseEntry, Case.receipt, User.name).join(lines, lines.c.id == CaseEntry.id)
    entries = entries.join(Case, Case.id == CaseEntry.case_id).join(User, User.id == CaseEntry.actor_id)
    entries = entries.where(*_critical(actor), Case.id.in_(select(lines.c.case_id)))
    entries = entries.where(CaseEntry.at >= since, CaseEntry.at <= at, CaseEntry.verb != Verb.REPORT)
    found = db.session.execute(entries.order_by(CaseEntry.at.desc(), CaseEntry.id.desc()).limit(LOG_MAX)).all()
    ids = {entry.case_id for entry, *_more in found}
    texts = select(CaseText.commitment, CaseText.value).where(CaseText.case_id.in_(ids), CaseText.kind.in_(WRITTEN))
    said = dict(db.session.execute(texts.where(CaseText.at >= since)).all()) if ids else {}
    return [_noted(entry, receipt, name, said) for entry, receipt, name in found]


def _lines(since: datetime) -> CTE:
    """The lines of all stories since a shift began: they are numbered in the order of time, so from behind the last of
    before it. Limited, or SQLite would begin at the cases and read all lines there ever were."""
    before = select(CaseEntry.id).where(CaseEntry.at < since).order_by(CaseEntry.id.desc()).limit(1).scalar_subquery()
    behind = select(CaseEntry.id, CaseEntry.case_id).where(CaseEntry.id > func.coalesce(before, 0))
    return behind.order_by(CaseEntry.id.desc()).limit(LINES_MAX).cte("lines")


def waiting(street_id: int) -> dict[str, list[int]]:
    """The cases that wait at the desk, by kind. One statement."""
    rows = select(Case.desk_kind, Case.id).where(Case.street_id == street_id, Case.desk_kind.is_not(None))
    found: dict[str, list[int]] = {}
    for kind, case_id in db.session.execute(rows.order_by(Case.id)):
        if kind is not None:
            found.setdefault(kind.value, []).append(case_id)
    return found


def seen_of(actor: Actor, case_ids: list[int]) -> set[int]:
    """Those of these cases that somebody may see. One statement."""
    return set(db.session.scalars(select(Case.id).where(Case.id.in_(case_ids), visible_to(actor))))


def _critical_row(row: Any, lamps: Mapping[int, Lamp]) -> Critical:
    case_id, receipt, state, address, name_zh, name_en, owned_name, place_name, owner = row
    where = owned_name or place_name
    return Critical(case_id, receipt, state, address, name_zh, name_en, where, owner, lamps.get(case_id))


def _critical(actor: Actor) -> list[Any]:
    return [Case.street_id == actor.street_id, Case.urgency == Urgency.CRITICAL, visible_to(actor)]


def _noted(entry: CaseEntry, receipt: str, name: str, said: Mapping[str, str | None]) -> Noted:
    words = [text for text in map(said.get, entry.commitments) if text]
    return Noted(entry.at, entry.case_id, receipt, name, entry.verb, " ".join(words))
