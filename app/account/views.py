"""The doors of one's own account: in and out, password, inbox, language and look."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, request
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_login import login_required

from app.account import back
from app.account.forms import PasswordForm, SeenForm, SignInForm
from app.casework.turns import landing
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid, NotFound, TooMany
from app.core.values import BIGGEST_ID
from app.core.web import asked, demo_allowed, demo_configured, me, page, sessions, signed_in
from app.core.web.locale import SIZES, THEMES
from app.notices import ops as notices
from app.notices import queries as inboxes
from app.notices import reading
from app.people import ops, passwords, policy
from app.people import queries as people
from app.people.models import User

bp = Blueprint("account", __name__)
A_YEAR = 365 * 24 * 3600


@bp.get("/sign-in")
def sign_in() -> Any:
    """The door; somebody who is in already goes to their work."""
    if signed_in() is not None:
        return redirect(landing(me()))
    return page("account/sign_in.html", form=SignInForm(next=request.args.get("next", "")))


@bp.post("/sign-in")
def knock() -> Any:
    """Somebody says who they are: in with a new session, or the same page with what was wrong."""
    form = SignInForm()
    if not form.validate():
        return page("account/sign_in.html", 422, form=form)
    try:
        account = _let_in(form.login.data, form.password.data)
    except (Invalid, TooMany) as refusal:
        form.take(Invalid(refusal.message, **refusal.params))
        return page("account/sign_in.html", refusal.status, form=form)
    sessions.begin(account, clock.now())
    return redirect(back.after_sign_in(form.next.data, me()), 303)


@bp.post("/sign-out")
def sign_out() -> Any:
    """Out, on this device."""
    sessions.end()
    return redirect("/sign-in", 303)


@bp.get("/password")
@login_required
def password() -> Any:
    """The form to change one's password; at the first sign-in it comes by itself."""
    return _password_page(PasswordForm())


@bp.post("/password")
@login_required
def change_password() -> Any:
    """Take the new password; every other session ends, this one begins anew."""
    form = PasswordForm()
    if not form.validate():
        return _password_page(form, 422)
    try:
        account = _change(me().id or 0, form.current.data, form.new.data)
    except Invalid as refusal:
        form.take(refusal)
        return _password_page(form, 422)
    sessions.begin(account, clock.now())
    flash(_("密码换好了。别的设备要重新登录。"), "ok")
    return redirect(landing(me()), 303)


@bp.get("/inbox")
@login_required
def inbox() -> Any:
    """What was told to this person, newest first."""
    rows = inboxes.inbox(me(), before=asked.number_or("before", BIGGEST_ID))
    lines = [(row, reading.read(row.kind, row.case_id, row.params)) for row in rows]
    older = rows[-1].id if len(rows) == inboxes.PAGE else None
    unseen = [row.id for row in rows if row.read_at is None]
    return page("account/inbox.html", lines=lines, older=older, form=SeenForm(up_to=max(unseen, default=None)))


@bp.post("/inbox/read")
@login_required
def seen() -> Any:
    """Everything up to a notice was read."""
    actor, form = me(), SeenForm()
    if form.validate():
        with transaction():
            notices.mark_read(actor, form.up_to.data, clock.now())
    return redirect("/inbox", 303)


@bp.get("/lang/<any(zh, en):code>")
def language(code: str) -> Any:
    """The pages in another language, from now on and on this device."""
    return _keep(redirect(back.safe(request.args.get("next"), "/"), 303), "lang", code)


@bp.post("/look")
def look() -> Any:
    """Dark or light, large or normal type, on this device; an empty value is as the device says."""
    answer = redirect(back.safe(request.form.get("next"), "/"), 303)
    for name, known in (("theme", THEMES), ("size", SIZES)):
        if request.form.get(name, "?") in ("", *known):
            answer = _keep(answer, name, request.form[name])
    return answer


@bp.record
def demo_door(state: BlueprintSetupState) -> None:
    """Where this is no demo, the route does not exist."""
    if demo_configured(state.app):  # type: ignore[arg-type]
        state.add_url_rule("/demo/<int:user_id>", "step_in", step_in, methods=["POST"])


def step_in(user_id: int) -> Any:
    """Into a role without a password: in a demo, at this machine; a 404 otherwise."""
    account = people.user(user_id) if demo_allowed(current_app) else None
    if account is None or not policy.may_step_in(account, people.street(account.street_id)):
        raise NotFound
    sessions.begin(account, clock.now())
    return redirect(landing(me()), 303)


def _let_in(login: str, typed: str) -> User:
    """The try is counted in one transaction and judged after it: hashing holds no lock."""
    at = clock.now()
    with transaction():
        knocked = ops.knock(login, at=at)
    proof = passwords.prove(knocked.password_hash, typed)
    with transaction():
        return ops.enter(knocked, proof, at=at)


def _change(user_id: int, current: str, new: str) -> User:
    with transaction():
        former = people.former_passwords(user_id)
    fresh = passwords.changed(former, current, new)
    with transaction():
        return ops.set_password(user_id, fresh, seen=former.present, at=clock.now())


def _password_page(form: PasswordForm, status: int = 200) -> Any:
    person = signed_in()
    first = person is not None and bool(person.account.must_change)
    return page("account/password.html", status, form=form, first=first, home=landing(me()))


def _keep(answer: Any, name: str, value: str) -> Response:
    """A plain cookie of this device; an empty value takes it back."""
    flags = {"samesite": "Lax", "secure": bool(current_app.config["HTTPS"]), "httponly": True}
    if value:
        answer.set_cookie(name, value, max_age=A_YEAR, **flags)
    else:
        answer.delete_cookie(name, **flags)
    return answer  # type: ignore[no-any-return]
