"""The people of the street: found, made, changed, given a new password, locked and let in again."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import login_required

from app.admin import accounts, importing, policy
from app.admin import queries_people as queries
from app.admin.finding import key_of, sought
from app.admin.forms_people import OFFERED, ImportForm, SheetForm
from app.admin.sending import send
from app.admin.sheet import COLUMNS
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.permissions import Role
from app.core.web import me, page
from app.people.setup import ops

bp = Blueprint("accounts", __name__, url_prefix="/admin/people")


@bp.get("")
@login_required
def index() -> Any:
    """The people, fifty a page."""
    policy.require_admin(me())
    wanted = sought(request.args)
    rows, more = queries.people(me().street_id, wanted, key_of(request.args.get("after", "")))
    return page("admin/people.html", rows=rows, more=more, sought=wanted, roles=(*OFFERED, Role.REVIEWER))


@bp.get("/new")
@login_required
def ask() -> Any:
    """Somebody new."""
    policy.require_admin(me())
    return accounts.new_page(accounts.new_form(me()))


@bp.post("/new")
@login_required
def create() -> Any:
    """Make the account and show its password once."""
    policy.require_admin(me())
    form = accounts.new_form(me())
    if not form.validate():
        return accounts.new_page(form, 422)
    try:
        return accounts.create(me(), form, clock.now())
    except Invalid as invalid:
        form.take(invalid)
        return accounts.new_page(form, 422)


@bp.get("/<int:user_id>")
@login_required
def show(user_id: int) -> Any:
    """Somebody."""
    policy.require_admin(me())
    return accounts.person_page(me(), user_id, accounts.form_of(me(), user_id), clock.now())


@bp.post("/<int:user_id>")
@login_required
def edit(user_id: int) -> Any:
    """Change who they are and what they may do."""
    policy.require_admin(me())
    form, at = accounts.form_of(me(), user_id), clock.now()
    return send(
        form,
        lambda: ops.edit_account(me(), user_id, form.entry, at=at),
        lambda status: accounts.person_page(me(), user_id, form, at, status),
        gettext("改好了，下一次点开页面就按新的来。"),
        lambda _made: url_for(".show", user_id=user_id),
        lambda: accounts.facts(me(), user_id),
    )


@bp.post("/<int:user_id>/password")
@login_required
def reset(user_id: int) -> Any:
    """A new first password, shown once."""
    policy.require_admin(me())
    return accounts.reset(me(), user_id, clock.now())


@bp.post("/<int:user_id>/lock")
@login_required
def lock(user_id: int) -> Any:
    """They left."""
    with transaction():
        ops.lock_account(me(), user_id, at=clock.now())
    flash(gettext("停用了：不能登录，也不再派到。做过的事都留着。"), "ok")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.post("/<int:user_id>/unlock")
@login_required
def unlock(user_id: int) -> Any:
    """They came back."""
    with transaction():
        ops.unlock_account(me(), user_id, at=clock.now())
    flash(gettext("启用了，原来的密码还能用；忘了就重设一个。"), "ok")
    return redirect(url_for(".show", user_id=user_id), 303)


@bp.get("/import")
@login_required
def ask_sheet() -> Any:
    """Which sheet."""
    policy.require_admin(me())
    return page("admin/people_import.html", form=SheetForm(), columns=COLUMNS)


@bp.post("/import")
@login_required
def look() -> Any:
    """What the sheet would do."""
    policy.require_admin(me())
    form = SheetForm()
    try:
        return importing.look(me(), form)
    except Invalid as invalid:
        form.take(invalid)
        return page("admin/people_import.html", 422, form=form, columns=COLUMNS)


@bp.post("/import/run")
@login_required
def take_in() -> Any:
    """Make the accounts that were looked at, and show their passwords once."""
    policy.require_admin(me())
    try:
        return importing.run(me(), ImportForm().slip.data or "", clock.now())
    except Invalid as invalid:
        form = SheetForm(formdata=None)
        form.take(invalid)
        return page("admin/people_import.html", 422, form=form, columns=COLUMNS)
