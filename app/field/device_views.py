"""Tablets: the door at which one makes itself known, and the administrator's pages of them all."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, url_for
from flask_babel import gettext
from flask_login import login_required

from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import asked, me, page
from app.field import devices, policy, tied
from app.field import queries_devices as queries
from app.field.forms_devices import RevokeForm

bp = Blueprint("devices", __name__)
bp.before_app_request(tied.refuse_revoked)


@bp.post("/field/devices")
@login_required
def register() -> Any:
    """Known to whoever is signed in; the answer carries their key on it."""
    told = asked.told()
    uuid, name = (asked.told_text(told, key) for key in ("id", "name"))
    with transaction():
        made = devices.register(me(), uuid, name, clock.now())
    tied.tie(made.uuid)
    return jsonify(id=made.uuid, key=made.key)


@bp.get("/admin/devices")
@login_required
def index() -> Any:
    """The tablets of the street, and who uses them."""
    policy.require_admin(me())
    sought = asked.words("q")
    rows, more = queries.devices(me().street_id, sought, asked.number("below"))
    return page("field/devices.html", rows=rows, more=more, sought=sought)


@bp.get("/admin/devices/<int:device_id>")
@login_required
def show(device_id: int) -> Any:
    """One of them, and what may be done with it."""
    return _one(device_id, RevokeForm())


@bp.post("/admin/devices/<int:device_id>/revoke")
@login_required
def revoke(device_id: int) -> Any:
    """Out of use."""
    form = RevokeForm()
    try:
        with transaction():
            devices.revoke(me(), device_id, form.reason.data or "", clock.now())
    except Invalid as invalid:
        form.take(invalid)
        return _one(device_id, form, 422)
    flash(gettext("停用了：这台平板下次连上就会被拒绝。"), "ok")
    return redirect(url_for(".show", device_id=device_id), 303)


@bp.post("/admin/devices/<int:device_id>/let-in")
@login_required
def let_in(device_id: int) -> Any:
    """In use again."""
    with transaction():
        devices.let_in(me(), device_id, clock.now())
    flash(gettext("又能用了：本人登录后，没送出的会接着送。"), "ok")
    return redirect(url_for(".show", device_id=device_id), 303)


def _one(device_id: int, form: RevokeForm, status: int = 200) -> Any:
    policy.require_admin(me())
    rows = queries.tablet(me().street_id, device_id)
    return page("field/device.html", status, device_id=device_id, rows=rows, form=form)
