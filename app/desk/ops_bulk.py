"""One move on many cases: asked for once, made case by case, each with an answer of its own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, exists, select, update
from sqlalchemy.orm.exc import StaleDataError

from app.cases import ops as cases
from app.cases.models import Case
from app.cases.ops.trail import text_fits, text_needed
from app.cases.policy import visible_to
from app.cases.queries import visible_case
from app.core.db import db
from app.core.errors import IllegalMove, Invalid, NotAllowed, NotFound, Refusal
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.rows import append_all
from app.core.values import as_json
from app.desk import policy
from app.desk.bulk import Order, Pick
from app.desk.models_bulk import BulkRow, BulkRun
from app.desk.words import BulkEnd, BulkVerb

MOST = 5_000
LEFT_AFTER = timedelta(days=1)
LEFT = N_("过了一天没有办完，不再办了")
UNSEEN = {"synchronize_session": False}  # nobody of this transaction holds these rows


def begin_bulk(actor: Actor, order: Order, picks: Sequence[Pick], *, at: datetime) -> BulkRun:
    """Write down what is to be done to which cases; a form that was sent before answers with its first run.

    Only cases that the person sees are taken up. Raises NotAllowed, and Invalid where words or cases are missing.
    """
    policy.require_bulk(actor)
    known = select(BulkRun).where(BulkRun.street_id == actor.street_id, BulkRun.by_id == actor.id)
    if (before := db.session.scalar(known.where(BulkRun.token == order.token))) is not None:
        return before
    _check(order)
    seen = select(Case.id).where(Case.id.in_([pick.case_id for pick in picks]), visible_to(actor))
    sees = set(db.session.scalars(seen))
    taken = [pick for pick in picks if pick.case_id in sees]
    if not 0 < len(taken) <= MOST:
        raise Invalid(N_("一次最少 1 件，最多 5,000 件"))
    run = BulkRun(street_id=actor.street_id, at=at, by_id=actor.id or 0, filters=dict(order.filters))
    run.verb, run.token, run.member_id, run.words = order.verb, order.token, order.member_id, order.words or None
    db.session.add(run)
    db.session.flush()
    row = {"street_id": actor.street_id, "run_id": run.id, "said": "", "params": {}}
    append_all(BulkRow, [row | _of_pick(pick, suggested=order.suggested) for pick in taken])
    return run


def _of_pick(pick: Pick, *, suggested: bool) -> dict[str, int | None]:
    to = (pick.member_id or None, pick.unit_id or None) if suggested else (None, None)
    return {"case_id": pick.case_id, "seen": pick.seen, "member_id": to[0], "unit_id": to[1]}


def make_bulk_move(actor: Actor, run_id: int, row_id: int, *, at: datetime) -> None:
    """Make the move on one case and keep what became of it; nothing when somebody has done so already."""
    policy.require_bulk(actor)
    mine = update(BulkRow).where(BulkRow.id == row_id, BulkRow.run_id == run_id, BulkRow.outcome.is_(None))
    won = db.session.execute(mine.values(outcome=BulkEnd.DONE))
    if not isinstance(won, CursorResult) or won.rowcount != 1:
        return
    run, row = db.session.get_one(BulkRun, run_id), db.session.get_one(BulkRow, row_id, populate_existing=True)
    try:
        with db.session.begin_nested():
            _move(actor, run, row, at)
    except StaleDataError:
        row.outcome = BulkEnd.MOVED_ON
    except Refusal as refused:
        row.outcome, row.params = _end_of(refused), as_json(dict(refused.params))
        row.said = next(iter(refused.errors.values()), "") if isinstance(refused, Invalid) else refused.message
    row.state = db.session.scalar(select(Case.state).where(Case.id == row.case_id, visible_to(actor)))


def end_bulk(run_id: int) -> None:
    """Forget the words once every move is made: the cases hold them."""
    waits = exists().where(BulkRow.run_id == run_id, BulkRow.outcome.is_(None))
    db.session.execute(update(BulkRun).where(BulkRun.id == run_id, ~waits).values(words=None))


def end_left_bulks(at: datetime) -> int:
    """Runs that nobody went on with for a day are over, all streets: what was not made is not made any more, says so,
    and the words are forgotten. How many moves were left."""
    left = select(BulkRun.id).where(BulkRun.at <= at - LEFT_AFTER)
    rows = update(BulkRow).where(BulkRow.outcome.is_(None), BulkRow.run_id.in_(left))
    over = db.session.execute(rows.values(outcome=BulkEnd.REFUSED, said=LEFT).execution_options(**UNSEEN))
    words = update(BulkRun).where(BulkRun.id.in_(left), BulkRun.words.is_not(None))
    db.session.execute(words.values(words=None).execution_options(**UNSEEN))
    return over.rowcount if isinstance(over, CursorResult) else 0


def _check(order: Order) -> None:
    if order.verb is BulkVerb.VOID:
        text_needed(order.words, "reason")
    if order.verb is BulkVerb.DISPATCH and (order.member_id is None) is not order.suggested:
        raise Invalid(errors={"member": N_("请选网格员，或勾每件派给规则建议的人")})
    text_fits(order.words, "text")


def _move(actor: Actor, run: BulkRun, row: BulkRow, at: datetime) -> None:
    case = visible_case(actor, row.case_id)
    if case.entry_count != row.seen:
        raise IllegalMove()
    match run.verb:
        case BulkVerb.DISPATCH:
            _dispatch(actor, case, run, row, at)
        case BulkVerb.URGE:
            cases.urge(actor, case, run.words or "", at=at)
        case BulkVerb.VOID:
            cases.void(actor, case, run.words or "", at=at)


def _dispatch(actor: Actor, case: Case, run: BulkRun, row: BulkRow, at: datetime) -> None:
    """To the one member of the run, else to whom the preview named for this case."""
    if (to := run.member_id or row.member_id) is None:
        raise Invalid(errors={"member": N_("规则没有建议派给谁，没有派")})
    cases.dispatch(actor, case, to, row.unit_id, at=at)


def _end_of(refused: Refusal) -> BulkEnd:
    if isinstance(refused, IllegalMove):
        return BulkEnd.MOVED_ON
    return BulkEnd.NOT_ALLOWED if isinstance(refused, NotAllowed | NotFound) else BulkEnd.REFUSED
