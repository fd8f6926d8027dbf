"""What the page of a hand-over shows: the critical cases, what waits at the desk, whom to call, what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.cases.labels import label
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CaseText
from app.cases.policy import visible_to
from app.cases.words import DeskKind, TextKind, Urgency
from app.catalog.models import Category
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor
from app.core.web import page
from app.core.web.forms import Form
from app.core.web.locale import said as _
from app.desk import queries
from app.grid import handovers, policy
from app.grid import queries as grid
from app.grid.models import Grid
from app.grid.models_handover import Handover
from app.people.models import User
from app.people.queries import names_of
from app.sla import queries as sla
from app.sla.lamps import Lamp

LOG_MAX = 100
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
    what: str
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
    return [Critical(*row[:6], grid=row[6] or row[7], owner=row[8], lamp=lamps.get(row[0])) for row in found]


def log(actor: Actor, since: datetime, at: datetime) -> list[Noted]:
    """What was done and written down on critical cases within a shift, the newest first. Two statements."""
    entries = select(CaseEntry, Case.receipt, User.name).join(Case, Case.id == CaseEntry.case_id)
    entries = entries.outerjoin(User, User.id == CaseEntry.actor_id)
    entries = entries.where(*_critical(actor), CaseEntry.at >= since, CaseEntry.at <= at, CaseEntry.verb != Verb.REPORT)
    found = db.session.execute(entries.order_by(CaseEntry.at.desc(), CaseEntry.id.desc()).limit(LOG_MAX)).all()
    ids = {entry.case_id for entry, *_more in found}
    texts = select(CaseText.commitment, CaseText.value).where(CaseText.case_id.in_(ids), CaseText.kind.in_(WRITTEN))
    said = dict(db.session.execute(texts.where(CaseText.at >= since)).all()) if ids else {}
    return [_noted(entry, receipt, name, said) for entry, receipt, name in found]


def left(actor: Actor, at: datetime) -> dict[str, Any]:
    """What is open now, as a hand-over keeps it."""
    open_now = [{"id": case.id, "receipt": case.receipt} for case in criticals(actor, at)]
    return {"critical": open_now, "waiting": {kind.value: n for kind, n in queries.counts(actor).items()}}


def board(actor: Actor, form: Form, at: datetime, status: int = 200) -> Any:
    """The page of the shift that ends. Raises NotFound for whoever has no part in it."""
    on_call = handovers.is_on_call(actor, at)
    if not policy.may_read_hand_over(actor, on_call=on_call):
        raise NotFound
    waiting, past = handovers.unsigned(actor.street_id), handovers.signed(actor.street_id)
    since, coming = handovers.told_since(actor.street_id, at), handovers.coming_shift(actor.street_id, at)
    takes_part = policy.may_hand_over(actor, on_call=on_call)
    mine = waiting is not None and waiting.written_by_id == actor.id
    if mine and waiting is not None and not form.is_submitted():
        form.note.data = waiting.note  # type: ignore[attr-defined]
    return page(
        "desk/handover.html",
        status,
        form=form,
        waiting=waiting,
        writes=takes_part and (waiting is None or mine or form.is_submitted()),  # what was typed stays
        signs=takes_part and waiting is not None and not mine,
        criticals=criticals(actor, at),
        counts=[(label(kind), n) for kind, n in queries.counts(actor).items()],
        phones=grid.night_list(actor.street_id, coming),
        coming=coming,
        since=since,
        log=log(actor, since, at),
        past=past,
        names=_names([*past, *([waiting] if waiting else [])]),
    )


def one(actor: Actor, handover_id: int, at: datetime) -> Any:
    """A hand-over as it was signed. Raises NotFound."""
    found = handovers.hand_over(actor, handover_id, at)
    kinds = [(_(label(DeskKind(kind))), n) for kind, n in found.left.get("waiting", {}).items()]
    seen = select(Case.id).where(Case.id.in_([row["id"] for row in found.left.get("critical", [])]), visible_to(actor))
    context = {"kinds": kinds, "seen": set(db.session.scalars(seen)), "names": _names([found])}
    return page("desk/handover_one.html", handover=found, **context)


def _names(rows: Sequence[Handover]) -> dict[int, str]:
    return names_of(user_id for row in rows for user_id in (row.written_by_id, row.signed_by_id))


def _critical(actor: Actor) -> list[Any]:
    return [Case.street_id == actor.street_id, Case.urgency == Urgency.CRITICAL, visible_to(actor)]


def _noted(entry: CaseEntry, receipt: str, name: str | None, said: dict[str, str]) -> Noted:
    words = [said[commitment] for commitment in entry.commitments if said.get(commitment)]
    return Noted(entry.at, entry.case_id, receipt, name or "", _(label(entry.verb)), " ".join(words))
