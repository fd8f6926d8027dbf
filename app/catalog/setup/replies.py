"""Reply texts as an administrator keeps them. Commits nothing; one that is out of use is switched off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.catalog.models import Category
from app.catalog.models_replies import ReplyText
from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.people.changes import note
from app.people.policy import may_set_up
from app.people.words import Setting

TITLE_MAX, TEXT_MAX = 20, 500


@dataclass(frozen=True)
class ReplyEntry:
    """What an administrator writes. category_id: None for every category."""

    title: str
    text: str
    category_id: int | None = None
    active: bool = True


def faults_of(entry: ReplyEntry) -> dict[str, str]:
    """What is wrong with a text, as msgids by field; empty for one that may stand. Pure."""
    title, text = entry.title.strip(), entry.text.strip()
    wrong = {}
    if not title or not title.isprintable() or len(title) > TITLE_MAX:
        wrong["title"] = N_("写 1 到 20 个字")
    if not text or len(text) > TEXT_MAX:
        wrong["text"] = N_("写 1 到 500 个字")
    return wrong


def add_reply(actor: Actor, entry: ReplyEntry, *, at: datetime) -> ReplyText:
    """A new text. Raises Invalid at `title`, `text` or `category`."""
    require(may_set_up(actor))
    _check(actor, entry)
    row = ReplyText(street_id=actor.street_id, title="", text="")
    _write(row, entry)
    db.session.add(row)
    db.session.flush()
    note(actor, Setting.REPLY, row.title, {}, _facts(row), at=at)
    return row


def edit_reply(actor: Actor, reply_id: int, entry: ReplyEntry, *, at: datetime) -> None:
    """Change a text, or whether it is offered. Raises NotFound outside the street, Invalid as `add_reply` does."""
    require(may_set_up(actor))
    row = in_street(ReplyText, reply_id, actor.street_id)
    _check(actor, entry)
    before = _facts(row)
    _write(row, entry)
    db.session.flush()
    note(actor, Setting.REPLY, row.title, before, _facts(row), at=at)


def _check(actor: Actor, entry: ReplyEntry) -> None:
    wrong = faults_of(entry)
    if entry.category_id is not None and _code(actor.street_id, entry.category_id) is None:
        wrong["category"] = N_("请从列表里选一个")
    if wrong:
        raise Invalid(errors=wrong)


def _write(row: ReplyText, entry: ReplyEntry) -> None:
    row.title, row.text = entry.title.strip(), entry.text.strip()
    row.category_id, row.active = entry.category_id, entry.active


def _facts(row: ReplyText) -> dict[str, Any]:
    code = None if row.category_id is None else _code(row.street_id, row.category_id)
    return {"title": row.title, "text": row.text, "active": row.active, "category": code}


def _code(street_id: int, category_id: int) -> str | None:
    rows = select(Category.code).where(Category.id == category_id, Category.street_id == street_id)
    return db.session.scalar(rows)
