"""裁定: the duty chief says whose a case is after the second refusal, and whether all of its kind are."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.cases import policy, responsibility
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.ops import assigning, trail
from app.cases.responsibility import Responsibility
from app.cases.words import Listed, TextKind
from app.catalog import queries as catalog
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.people import changes
from app.people.words import Setting


def rule(
    actor: Actor,
    case: Case,
    member_id: int,
    unit_id: int | None,
    reason: str,
    listed: Listed = Listed.NOT,
    *,
    at: datetime,
) -> None:
    """裁定, once: who refuses after it comes before a conference. listed: the ruling goes on the 责任清单 as well.

    Raises Invalid at `reason`, `member`, `unit`, `listed`.
    """
    trail.authorise(actor, Verb.RULE, case)
    said = trail.Said(((TextKind.REASON, trail.text_needed(reason)),), facts={"listed": listed})
    assigning.send_by_hand(actor, case, Verb.RULE, (member_id, unit_id), said, at)
    if listed is not Listed.NOT:
        _put_on_list(actor, case, unit_id, listed, at)


def end_listing(actor: Actor, line_id: int, *, at: datetime) -> None:
    """Take a line off the 责任清单; it stays to be read. Raises NotFound, and Conflict when somebody was faster."""
    require(policy.may_end_listing(actor))
    line = in_street(Responsibility, line_id, actor.street_id, with_for_update=True)
    if line.ended_at is not None:
        raise Conflict(N_("这一条已经停用了"))
    _end(actor, line, at)


def _put_on_list(actor: Actor, case: Case, unit_id: int | None, listed: Listed, at: datetime) -> None:
    if unit_id is None or actor.id is None:
        raise Invalid(errors={"listed": N_("写进责任清单要先选主办单位")})
    if case.category_id is None:
        raise Invalid(errors={"listed": N_("先定类别，才能写进责任清单")})
    grid_id = responsibility.grid_of(case, listed)
    if listed is Listed.GRID and grid_id is None:
        raise Invalid(errors={"listed": N_("这件事不在居民区网格里，请选全街道")})
    older = responsibility.standing_line(case.category_id, grid_id)
    if older is not None and older.unit_id == unit_id:
        return
    if older is not None:
        _end(actor, older, at)
    row = Responsibility(street_id=case.street_id, category_id=case.category_id, grid_id=grid_id, unit_id=unit_id)
    row.case_id, row.by_id, row.at = case.id, actor.id, at
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:  # two rulings at once, on two cases alike: the first has the line
        raise Conflict(N_("刚有人写进了同一条责任清单，请再裁定一次")) from None
    changes.note(actor, Setting.RESPONSIBILITY, _subject(row), {}, {"unit": unit_id, "case": case.id}, at=at)


def _end(actor: Actor, line: Responsibility, at: datetime) -> None:
    line.ended_at, line.ended_by_id = at, actor.id
    db.session.flush()
    changes.note(actor, Setting.RESPONSIBILITY, _subject(line), {"unit": line.unit_id}, {}, at=at)


def _subject(line: Responsibility) -> str:
    where = "street" if line.grid_id is None else f"grid {line.grid_id}"
    return f"{catalog.category(line.category_id).code} {where}"
