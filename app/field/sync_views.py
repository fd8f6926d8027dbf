"""The doors of the tablet: who works on it, what it takes along, what it sends, whom it may call. All JSON."""

from datetime import datetime
from typing import Any

from flask import Blueprint, jsonify, request
from flask_login import login_required
from flask_wtf.csrf import generate_csrf

from app.cases import queries as cases
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import asked, me
from app.core.web.streets import current_street
from app.field import bundle, devices, operations, policy, sync, tied
from app.intake import ops as intake

bp = Blueprint("field_sync", __name__, url_prefix="/field")
bp.before_request(tied.expect_sender)


@bp.get("/me")
@login_required
def who() -> Any:
    """Who is signed in, and the token of their session."""
    actor, at = me(), clock.now()
    policy.require_outside(actor)
    return jsonify(
        bundle.about(actor) | {"csrf": generate_csrf(), "street": bundle.said(current_street()), "at": at.isoformat()}
    )


@bp.get("/bundle")
@login_required
def take_along() -> Any:
    """What changed since the tablet's cursor."""
    actor, at = me(), clock.now()
    policy.require_outside(actor)
    device = operations.device_of(request.args.get("device"))
    devices.refuse(actor, device, None, at)
    tied.tie(device)
    found = bundle.bundle(actor, current_street(), request.args.get("since", ""), at)
    return jsonify(found | {"csrf": generate_csrf()})


@bp.post("/sync")
@login_required
def take_in() -> Any:
    """Operations, each answered by itself."""
    actor, at, told = me(), clock.now(), asked.told()
    policy.require_outside(actor)
    device, sent_at, found = _batch(told)
    for uuid in {device, *tied.tablets()}:
        devices.refuse(actor, uuid, _waiting(told), at)
    answers = sync.take_in(actor, device, sent_at, found, at)
    return jsonify(at=clock.now().isoformat(), receipts=answers)


@bp.post("/cases/<int:case_id>/phone")
@login_required
def phone(case_id: int) -> Any:
    """Whom to call, for whoever may know and says why; written down like any look."""
    actor, at, why = me(), clock.now(), asked.told_text(asked.told(), "why")
    with transaction():
        name, number = intake.unmask_contact(actor, cases.visible_case(actor, case_id), why, at)
    return jsonify(name=name, phone=number)


def _batch(told: Any) -> tuple[str, datetime, list[Any]]:
    """The tablet, its clock as it sent, and the operations. Raises Invalid."""
    if not isinstance(told, dict) or not isinstance(told.get("operations"), list):
        raise Invalid(operations.UNREADABLE)
    return operations.device_of(told.get("device")), operations.moment(told.get("sent_at")), told["operations"]


def _waiting(told: Any) -> int:
    found = told.get("waiting")
    return found if operations.is_number(found) else 0
