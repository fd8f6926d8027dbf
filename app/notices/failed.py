"""Mails that were given up: shown at the desk until somebody sends them again or says that they know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, text, update

from app.cases.models import Case
from app.cases.policy import visible_to
from app.core import counters
from app.core.db import db
from app.core.errors import Conflict
from app.core.msgid import N_
from app.core.permissions import Actor, Role, require
from app.notices.models import Notice
from app.notices.words import NoticeKind
from app.people.models import User

PAGE = 50
# Spelt as the index ix_notice_failed has it.
GIVEN_UP = text("notice.error IS NOT NULL AND notice.next_try_at IS NULL AND notice.noted_at IS NULL")


@dataclass(frozen=True)
class FailedRow:
    """A mail that did not arrive. reader: "" for a reporter, whose name is not told here; None, like its case, for
    one about a case that is not to be seen."""

    id: int
    kind: NoticeKind
    case_id: int | None
    receipt: str | None
    reader: str | None
    error: str | None
    attempts: int
    created_at: datetime


def may_settle(actor: Actor) -> bool:
    """Who sends again or lets be: those who run the desk."""
    return actor.has(Role.DUTY_CHIEF, Role.DISPATCHER, Role.ADMIN)


def failed(actor: Actor) -> Sequence[FailedRow]:
    """The fifty that were given up first, each with its case and reader where one may see that case. One statement."""
    seen = case((Notice.case_id.is_(None) | visible_to(actor), 1))
    said = (case((seen == 1, column)) for column in (Notice.case_id, Case.receipt, func.coalesce(User.name, "")))
    columns: Sequence[Any] = (Notice.id, Notice.kind, *said)
    rows: Any = select(*columns, Notice.error, Notice.attempts, Notice.created_at)
    rows = rows.outerjoin(Case, Case.id == Notice.case_id).outerjoin(User, User.id == Notice.user_id)
    rows = rows.where(Notice.street_id == actor.street_id, GIVEN_UP).order_by(Notice.id).limit(PAGE)
    return [FailedRow(*row) for row in db.session.execute(rows)]


def count_failed(street_id: int) -> int:
    """How many were given up. One statement."""
    return db.session.scalar(select(func.count(Notice.id)).where(Notice.street_id == street_id, GIVEN_UP)) or 0


def send_again(actor: Actor, notice_id: int, *, at: datetime) -> None:
    """Try it anew from the beginning. Raises NotAllowed; Conflict when somebody was faster."""
    _settle(actor, notice_id, {"next_try_at": at, "attempts": 0, "error": None})


def let_be(actor: Actor, notice_id: int, *, at: datetime) -> None:
    """知道了: it is not sent, and stays with its error. Raises NotAllowed; Conflict when somebody was faster."""
    _settle(actor, notice_id, {"noted_at": at, "noted_by_id": actor.id})


def _settle(actor: Actor, notice_id: int, values: dict[str, object]) -> None:
    require(may_settle(actor))
    mine = update(Notice).where(Notice.id == notice_id, Notice.street_id == actor.street_id, GIVEN_UP).values(values)
    done = db.session.execute(mine, execution_options={"synchronize_session": False})
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Conflict(N_("这条消息刚有人处理了"))
    counters.tick(counters.desk_of(actor.street_id))
