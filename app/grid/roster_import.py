"""What a roster file would do, row by row: new, there already, or not to be taken and why. Reads only.

A row is done by `ops.put_on_duty` in a transaction of its own; the same file again finds every row there already.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, Refusal
from app.core.msgid import N_
from app.core.permissions import Actor
from app.grid import ops_duties, policy
from app.grid.cover import Post
from app.grid.duty import clash
from app.grid.models import Duty, DutyKind, Grid
from app.grid.ops_duties import Draft
from app.grid.roster import shift_of
from app.grid.roster_sheet import SheetDuty, SheetFault
from app.people.models import User


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    KNOWN = "known"
    BAD = "bad"


@dataclass(frozen=True)
class Judged:
    """A row with its verdict. draft: what a NEW one would make; words: a msgid, why a BAD one is not taken."""

    row: int
    login: str
    verdict: Verdict
    draft: Draft | None = None
    words: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


def judge(actor: Actor, rows: Iterable[SheetDuty | SheetFault], *, at: datetime) -> list[Judged]:
    """Every row of a file in order, against the roster and against the rows before it."""
    listed = list(rows)
    grids = dict(db.session.execute(select(Grid.code, Grid).where(Grid.street_id == actor.street_id)).all())
    logins = {login for row in listed if isinstance(row, SheetDuty) for login in (row.login, row.stand_in)}
    people = select(User.login, User.id).where(User.street_id == actor.street_id, User.login.in_(logins), User.active)
    known = dict(db.session.execute(people).all())
    theirs = select(Duty).where(Duty.street_id == actor.street_id, Duty.user_id.in_(known.values()))
    there = {_of_duty(duty) for duty in db.session.scalars(theirs)}
    found: list[Judged] = []
    for row in listed:
        if isinstance(row, SheetFault):
            found.append(Judged(row.row, row.login, Verdict.BAD, words=row.words, params=row.params))
        else:
            found.append(_judge(actor, row, grids, known, there, found, at))
    return found


def _judge(
    actor: Actor,
    row: SheetDuty,
    grids: Mapping[str, Grid],
    known: Mapping[str, int],
    there: set[Draft],
    before: Iterable[Judged],
    at: datetime,
) -> Judged:
    def bad(words: str, **params: Any) -> Judged:
        return Judged(row.row, row.login, Verdict.BAD, words=words, params=params)

    if (grid := grids.get(row.grid_code)) is None:
        return bad(N_("没有编码是 %(code)s 的网格"), code=row.grid_code)
    if row.login not in known:
        return bad(N_("没有登录名是 %(login)s 的人"), login=row.login)
    if row.stand_in and row.stand_in not in known:
        return bad(N_("没有登录名是 %(login)s 的人"), login=row.stand_in)
    kind = DutyKind.NIGHT if row.night else DutyKind.MEMBER
    stand_in = known[row.stand_in] if row.stand_in else None
    draft = Draft(grid.id, known[row.login], row.shift, kind, row.line, row.phone_order, stand_in)
    if (twin := _twin(draft, before)) is not None:
        return bad(N_("和第 %(row)s 行排在同一个班上"), row=twin)
    if draft in there and policy.may_keep_roster(actor, grid.id):
        return Judged(row.row, row.login, Verdict.KNOWN, draft)
    try:
        ops_duties.check_draft(actor, draft, at=at)
    except (NotFound, NotAllowed):
        return bad(N_("这个网格的班不归你排"))
    except Refusal as refusal:
        words = [*(refusal.errors.values() if isinstance(refusal, Invalid) else ()), refusal.message]
        return bad(words[0], **refusal.params)
    return Judged(row.row, row.login, Verdict.NEW, draft)


def _twin(draft: Draft, before: Iterable[Judged]) -> int | None:
    """The row before it that has the same person, or the same place on the phone list, in the same shift."""
    for judged in before:
        other = judged.draft
        if other is None or _post(other) != _post(draft) or not clash(draft.shift, other.shift):
            continue
        if other.user_id == draft.user_id or (draft.kind is DutyKind.NIGHT and other.phone_order == draft.phone_order):
            return judged.row
    return None


def _post(draft: Draft) -> Post:
    night = draft.kind is DutyKind.NIGHT
    return Post(draft.grid_id, "" if night else draft.line, night)


def _of_duty(duty: Duty) -> Draft:
    shift = shift_of(duty)
    return Draft(duty.grid_id, duty.user_id, shift, duty.kind, duty.line, duty.phone_order, duty.stand_in_id)
