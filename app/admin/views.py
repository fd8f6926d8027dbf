"""The set-up of the street: its parts, its settings, and the trail of every change."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import policy, queries, trail
from app.admin.forms import StreetForm
from app.admin.parts import PARTS
from app.admin.sending import send
from app.admin.words import SETTING_WORDS
from app.core import clock
from app.core.web import asked, me, page
from app.people.setup import ops

bp = Blueprint("admin", __name__, url_prefix="/admin")


@bp.get("")
@login_required
def index() -> Any:
    """One card a part."""
    policy.require_admin(me())
    return page("admin/index.html", parts=PARTS, counts=queries.counts(me().street_id))


@bp.get("/street")
@login_required
def street() -> Any:
    """The settings of the street."""
    policy.require_admin(me())
    now = asdict(queries.settings(me().street_id))
    form = StreetForm(**now)
    form.shows(now)
    return page("admin/street.html", form=form)


@bp.post("/street")
@login_required
def set_street() -> Any:
    """Change them."""
    policy.require_admin(me())
    form, at = StreetForm(), clock.now()
    return send(
        form,
        lambda: ops.set_street(me(), form.wanted, at=at),
        lambda status: page("admin/street.html", status, form=form),
        gettext("改好了，以后的按新的来。"),
        lambda _made: url_for(".street"),
        lambda: asdict(queries.settings(me().street_id)),
    )


@bp.get("/changes")
@login_required
def changes() -> Any:
    """Every change of the set-up, the newest first."""
    policy.require_reader(me())
    kind = trail.kind_of(request.args.get("kind", ""))
    lines, older = trail.lines(me(), kind, asked.number("below"))
    return page("admin/changes.html", lines=lines, older=older, kind=kind, kinds=SETTING_WORDS)
