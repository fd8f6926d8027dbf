"""The outbox of a tablet, taken in: each operation has a transaction and a receipt of its own, once and for all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from app.cases import ops
from app.cases.attempts import Tried
from app.core import clock
from app.core.db import db, transaction
from app.core.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from app.core.files import Stored
from app.core.permissions import Actor
from app.core.web.locale import said as _
from app.field import bundle, moments, operations, performing, receipts, uploads
from app.field.filling import Unfit
from app.field.models import Answered, FieldReceipt
from app.field.performing import Overtaken, Waiting
from app.field.receipts import WAIT, Outcome

OPERATIONS_MAX = 20


def take_in(actor: Actor, device: str, sent_at: datetime, raws: Sequence[Any], at: datetime) -> list[dict[str, Any]]:
    """What became of each, in order, with the line of its case as it is now. Called at an entry point only.

    After one that is not through, later ones of the same case wait: what they were made on may not be there.
    """
    off, held = moments.skew(sent_at, at), set[int]()
    answers = []
    for raw in raws[:OPERATIONS_MAX]:
        case_id = _case_of(raw)
        answer = _wait(raw) if case_id in held else _one(actor, device, off, raw)
        if answer["status"] != Answered.DONE and case_id is not None:
            held.add(case_id)
        answers.append(answer)
    return _with_lines(actor, answers, clock.now())


def _case_of(raw: Any) -> int | None:
    found = raw.get("case") if isinstance(raw, dict) else None
    return found if operations.is_number(found) else None


def _one(actor: Actor, device: str, off: timedelta, raw: Any) -> dict[str, Any]:
    try:
        operation = operations.read(raw)
    except Invalid as wrong:
        return Outcome(Answered.REFUSED, message=_(wrong.message), todo=_todo(wrong)).said(operations.uuid_of(raw))
    known = receipts.of(actor, operation.uuid)
    if known is not None:
        return _again(actor, known)
    stored = uploads.all_stored(actor, operation.hashes)
    missing = [sha256 for sha256 in operation.hashes if sha256 not in stored]
    if missing:
        return Outcome(WAIT, operation.case_id, missing=missing).said(operation.uuid)
    return _try(Waiting(actor, device, operation, off, clock.now()), stored)


def _try(one: Waiting, stored: Mapping[str, Stored]) -> dict[str, Any]:
    try:
        with transaction():
            return receipts.keep(*performing.perform(one, stored))
    except Refusal as refused:
        return _keep_refusal(one, refused)
    except (IntegrityError, OperationalError, StaleDataError) as error:
        return _came_before(one, error)


def _keep_refusal(one: Waiting, refused: Refusal) -> dict[str, Any]:
    """Nothing was done; the answer stands all the same, so that it is not tried again behind its maker's back."""
    known = receipts.of(one.actor, one.operation.uuid)
    if known is not None:  # refused because of itself: it came twice at one moment, and the other was first
        return _again(one.actor, known)
    seen = None if isinstance(refused, NotFound) else one.operation.case_id
    faults = refused.faults if isinstance(refused, Unfit) else {}
    status = Answered.CONFLICT if isinstance(refused, Overtaken) else Answered.REFUSED
    outcome = Outcome(status, seen, "", _message(refused), _todo(refused), faults)
    if isinstance(refused, Overtaken):
        outcome = replace(outcome, news=refused.news, newer=refused.newer)
    try:
        with transaction():  # an attempt to close is one attempt, however often its operation comes
            if isinstance(refused.tried, Tried):
                ops.note_refused(refused.tried, request.endpoint or "", at=one.at)
            return receipts.keep(one.sent(), outcome)
    except (IntegrityError, OperationalError) as error:
        return _came_before(one, error)


def _came_before(one: Waiting, error: Exception) -> dict[str, Any]:
    """The same operation came twice at one moment: the other's answer. Else it is tried again later."""
    db.session.rollback()
    known = None if isinstance(error, OperationalError) else receipts.of(one.actor, one.operation.uuid)
    if known is not None:
        return _again(one.actor, known)
    current_app.log_exception((type(error), error, error.__traceback__))  # type: ignore[arg-type]
    return Outcome(WAIT, one.operation.case_id).said(one.operation.uuid)


def _again(actor: Actor, known: FieldReceipt) -> dict[str, Any]:
    """The first answer; nobody learns what another person was answered."""
    if known.user_id == actor.id:
        return performing.told_again(actor, known, clock.now())
    words = _("这一条是别人送出的")
    return Outcome(Answered.REFUSED, message=words, todo=_todo(NotAllowed())).said(known.uuid)


def _wait(raw: Any) -> dict[str, Any]:
    return Outcome(WAIT, raw.get("case")).said(operations.uuid_of(raw))


def _message(refused: Refusal) -> str:
    if isinstance(refused, Unfit):
        return refused.words or _("有的地方没填对")
    if isinstance(refused, NotFound) and not refused.message:
        return _("这件事已经不归你看")
    told = [refused.message or _("这一步不归你办"), refused.more]
    return " ".join(_(text, **refused.params) for text in told if text)


def _todo(refused: Refusal) -> str:
    """What whoever made it can do now."""
    if isinstance(refused, Overtaken):
        return _("看看改了什么。你写的和拍的都在：可以记成一笔，也可以照新的情况再办一次。")
    if isinstance(refused, Unfit):
        return _("改好标出来的地方，再交一次。")
    if isinstance(refused, NotFound | NotAllowed):
        return _("你写的和拍的都留在本机；该归你办的，请找值班长。")
    if isinstance(refused, Conflict):
        return _("照现在的情况再办一次，或记成一笔。")
    return _("你写的和拍的都留在本机，请把这条原因告诉管理员。")


def _with_lines(actor: Actor, answers: list[dict[str, Any]], at: datetime) -> list[dict[str, Any]]:
    ids = {answer["case"] for answer in answers if isinstance(answer["case"], int)}
    found = bundle.lines_of(actor, ids, at)
    return [answer | {"line": found.get(answer["case"])} for answer in answers]
