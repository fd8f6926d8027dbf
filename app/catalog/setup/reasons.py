"""The street's lists of reasons as an administrator keeps them. Commits nothing; a reason is retired, never deleted."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.catalog.cells import text
from app.catalog.models_reasons import ReasonRow
from app.catalog.queries_reasons import all_reasons
from app.catalog.reasons import KEPT, Reason
from app.catalog.setup.reading import read_told
from app.catalog.words import ReasonAct
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.people.changes import note, one_at_a_time
from app.people.policy import may_set_up
from app.people.words import Setting

ZH_MAX, EN_MAX, ACTIVE_MAX = 30, 60, 12
_WORDS = {"name_zh": text(ZH_MAX, needed=True), "name_en": text(EN_MAX, needed=True)}


@dataclass(frozen=True)
class ReasonEntry:
    """What an administrator says of a reason. place: its place in the list, from 1."""

    name_zh: str
    name_en: str
    place: int
    active: bool = True


def add_reason(actor: Actor, act: ReasonAct, entry: ReasonEntry, *, at: datetime) -> str:
    """A new reason; returns its code. Raises Invalid at `name_zh`, `name_en` or `active`."""
    return _save(actor, act, "", entry, at)


def edit_reason(actor: Actor, act: ReasonAct, code: str, entry: ReasonEntry, *, at: datetime) -> None:
    """Other words, another place, or retired; cases keep what they were told. Raises NotFound, Invalid."""
    _save(actor, act, code, entry, at)


def _save(actor: Actor, act: ReasonAct, code: str, entry: ReasonEntry, at: datetime) -> str:
    require(may_set_up(actor))
    one_at_a_time(actor.street_id)
    known = all_reasons(actor.street_id, act)
    was = next((one for one in known if one.code == code), None)
    if code and was is None:
        raise NotFound
    wanted = Reason(code or f"own_{secrets.token_hex(4)}", *_words(entry), entry.active)
    others = [one for one in known if one.code != code]
    if wrong := faults_of(act, wanted, others):
        raise Invalid(errors=wrong)
    before = _facts(act, was, known.index(was) + 1) if was is not None else {}
    place = min(max(entry.place, 1), len(others) + 1)
    _write(actor.street_id, act, [*others[: place - 1], wanted, *others[place - 1 :]])
    note(actor, Setting.REASON, wanted.name_zh, before, _facts(act, wanted, place), at=at)
    return wanted.code


def faults_of(act: ReasonAct, wanted: Reason, others: list[Reason]) -> dict[str, str]:
    """What is wrong with a reason beside the others, as msgids by field; empty when it may stand. Pure."""
    wrong: dict[str, str] = {}
    if not wanted.active and (act, wanted.code) in KEPT:
        wrong["active"] = N_("这一条不能停用：规则靠它问依据哪一条")
    elif not wanted.active and not any(one.active for one in others):
        wrong["active"] = N_("至少要留一条理由")
    if wanted.active and sum(one.active for one in others) >= ACTIVE_MAX:
        wrong["active"] = N_("在用的最多 12 条，先停用别的")
    if any(one.name_zh == wanted.name_zh for one in others):
        wrong["name_zh"] = N_("已经有这一条了")
    return wrong


def _words(entry: ReasonEntry) -> tuple[str, str]:
    values: dict[str, str] = read_told({"name_zh": entry.name_zh, "name_en": entry.name_en}, _WORDS)
    return values["name_zh"], values["name_en"]


def _write(street_id: int, act: ReasonAct, ordered: list[Reason]) -> None:
    """The whole list with its places: a built-in reason gets its row here."""
    rows = select(ReasonRow).where(ReasonRow.street_id == street_id, ReasonRow.act == act)
    known = {row.code: row for row in db.session.scalars(rows)}
    for place, one in enumerate(ordered, 1):
        row = known.get(one.code)
        if row is None:
            row = ReasonRow(street_id=street_id, act=act, code=one.code)
            db.session.add(row)
        row.name_zh, row.name_en, row.active, row.place = one.name_zh, one.name_en, one.active, place
    db.session.flush()


def _facts(act: ReasonAct, one: Reason, place: int) -> dict[str, Any]:
    return {"act": act.value, "name_zh": one.name_zh, "name_en": one.name_en, "place": place, "active": one.active}
