"""Categories with what they promise, and the reply texts."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import policy, promises
from app.admin import queries_catalog as queries
from app.admin.forms_catalog import LimitsForm
from app.admin.sending import ask
from app.catalog.setup import ops
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.web import me, page

bp = Blueprint("promises", __name__, url_prefix="/admin")


@bp.get("/categories")
@login_required
def categories() -> Any:
    """Every category with its limits."""
    policy.require_admin(me())
    rows = queries.categories(me().street_id, clock.now())
    return page("admin/categories.html", rows=rows, span=promises.span_words)


@bp.get("/categories/<int:category_id>")
@login_required
def category(category_id: int) -> Any:
    """One of them."""
    policy.require_admin(me())
    return promises.category_page(me(), category_id, clock.now())


@bp.post("/categories/<int:category_id>/limits")
@login_required
def limits(category_id: int) -> Any:
    """New limits: first what they would do, then the change."""
    policy.require_admin(me())
    form, at = LimitsForm(), clock.now()
    if not form.validate():
        return promises.category_page(me(), category_id, at, form, 422)
    try:
        if not form.sure.data:
            return promises.preview_page(me(), category_id, form, at)
        with transaction():
            differs = promises.change(me(), category_id, form, at)
    except Invalid as invalid:
        form.take(promises.at_fields(invalid))
        return promises.category_page(me(), category_id, at, form, 422)
    flash(gettext("时限改好了。") if differs else gettext("和原来一样，没有改。"), "ok" if differs else "note")
    return redirect(url_for(".category", category_id=category_id), 303)


@bp.post("/categories/<int:category_id>/active")
@login_required
def switch(category_id: int) -> Any:
    """Offer it, or offer it no more."""
    policy.require_admin(me())
    active = request.form.get("active") == "yes"
    with transaction():
        ops.switch_category(me(), category_id, active=active, at=clock.now())
    flash(gettext("又可以报这一类了。") if active else gettext("停用了，以后报不到这一类；在办的照办。"), "ok")
    return redirect(url_for(".category", category_id=category_id), 303)


@bp.get("/replies")
@login_required
def replies() -> Any:
    """The reply texts."""
    policy.require_admin(me())
    return page("admin/replies.html", rows=queries.replies(me().street_id))


@bp.route("/replies/new", methods=["GET", "POST"])
@login_required
def new_reply() -> Any:
    """A new one."""
    policy.require_admin(me())
    form, at = promises.reply_form(me()), clock.now()
    return ask(
        form,
        lambda: ops.add_reply(me(), form.entry, at=at),
        lambda status: promises.reply_page(form, status=status),
        gettext("加好了，报办结时就能点。"),
        lambda _made: url_for(".replies"),
    )


@bp.route("/replies/<int:reply_id>", methods=["GET", "POST"])
@login_required
def reply(reply_id: int) -> Any:
    """Change one, or put it out of use."""
    policy.require_admin(me())
    row, at = queries.reply(me().street_id, reply_id), clock.now()
    form = promises.reply_form(me(), row)
    return ask(
        form,
        lambda: ops.edit_reply(me(), reply_id, form.entry, at=at),
        lambda status: promises.reply_page(form, row, status),
        gettext("改好了。"),
        lambda _made: url_for(".replies"),
    )
