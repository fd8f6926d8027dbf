"""What reporters say after the closing, each by whoever holds the secret link (the caller asked). Commits nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.cases import ops as cases
from app.cases.models import Case
from app.cases.opinions import Opinion
from app.cases.words import Satisfaction
from app.core.crypto import seal
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import public_actor
from app.intake.contacts import MONTHS_KEPT, months_before
from app.verdicts import queries
from app.verdicts.models import ReporterVerdict
from app.verdicts.queries import Closing

WHY_MAX = 2000
TWICE = N_("您已经说过了，一次结案只说一次")


def give(case: Case, answer: Opinion, why: str = "", *, at: datetime) -> None:
    """报告人评价 of the closing that a report has come to: once, final, within 14 days. Raises Conflict, Invalid.

    What they are not content with is sealed: nobody but themselves reads it.
    """
    found = _closing(case)
    if found.standing.answer is not None:
        raise Conflict(TWICE)
    if not found.standing.may_answer(at):
        raise Conflict(N_("结案满 14 天了，不能再说"))
    if answer.solved is None or answer.satisfaction is Satisfaction.NOT_REACHED:
        raise Invalid(errors={"solved": N_("请选一个")})
    if len(why) > WHY_MAX:
        raise Invalid(errors={"why": N_("太长了：最多两千字")})
    said = ReporterVerdict(street_id=case.street_id, case_id=case.id, closed_case_id=found.case.id, given_at=at)
    said.round, said.solved, said.satisfaction = found.case.round, answer.solved, answer.satisfaction
    if why.strip():
        said.why_cipher, said.key_id = seal(why)
    try:
        with db.session.begin_nested():
            db.session.add(said)
    except IntegrityError:
        raise Conflict(TWICE) from None


def ask_reopen(case: Case, reason: str, *, at: datetime) -> None:
    """请求重开: once, by whoever is not content, within 14 days, of what it was merged into. Raises Conflict."""
    found = _closing(case)
    if not found.standing.may_ask(at):
        raise Conflict(N_("现在不能请求重开"))
    _mark(case, found, "asked_at", at)
    cases.ask_reopen(public_actor(case.street_id), found.case, reason, at=at)


def appeal(case: Case, reason: str, *, at: datetime) -> None:
    """向街道申诉: once, within 14 days of a no that is not the street's. Raises Conflict."""
    found = _closing(case)
    if not found.standing.may_appeal(at):
        raise Conflict(N_("现在不能申诉"))
    _mark(case, found, "appealed_at", at)
    cases.appeal_reopen(public_actor(case.street_id), found.case, reason, at=at)


def forget(at: datetime) -> int:
    """Forget, six months on, what people wrote with their answers; the answers stay, for sums. Returns how many."""
    old = update(ReporterVerdict).where(ReporterVerdict.why_cipher.is_not(None))
    return _erased(old.where(ReporterVerdict.given_at <= months_before(at, MONTHS_KEPT)))


def erase(case: Case) -> int:
    """Forget what one reporter wrote with their answers, because they asked for it."""
    return _erased(update(ReporterVerdict).where(ReporterVerdict.case_id == case.id))


def _closing(case: Case) -> Closing:
    found = queries.closing_of(case)
    if found is None:
        raise Conflict(N_("这件事还没有结案"))
    return found


def _mark(case: Case, found: Closing, column: str, at: datetime) -> None:
    """Once: of two who hold the link at the same moment, one is told that it was said already."""
    field = getattr(ReporterVerdict, column)
    theirs = update(ReporterVerdict).where(ReporterVerdict.case_id == case.id, field.is_(None))
    theirs = theirs.where(ReporterVerdict.closed_case_id == found.case.id, ReporterVerdict.round == found.case.round)
    done: Any = db.session.execute(theirs.values({column: at}))
    if done.rowcount != 1:
        raise Conflict(TWICE)


def _erased(rows: Any) -> int:
    done: Any = db.session.execute(rows.values(why_cipher=None))
    return int(done.rowcount)
