"""Ask to sit on panels, and ask how that stands."""

from flask import make_response, redirect, session, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid, NotAllowed, TooMany
from app.core.msgid import N_
from app.core.web import current_street, page, signed_in
from app.people import passwords
from app.people import queries as people
from app.resident.door import bp, secret
from app.resident.forms_join import AskedForm, JoinForm
from app.review.roster import consent, ops, queries
from app.review.roster.models import ReviewerApplication
from app.review.roster.terms import cap_of
from app.review.words import APPLICATION_WORDS


@bp.get("/s/<slug>/reviewers/join")
def join() -> ResponseReturnValue:
    """What a panel is, what is asked, and the form."""
    return _shown(JoinForm())


@bp.post("/s/<slug>/reviewers/join", endpoint="send_join")
def send_join() -> ResponseReturnValue:
    """Take it in; the answer is the same whether the phone is known or not."""
    form, street = JoinForm(), current_street()
    if signed_in() is not None:
        raise NotAllowed(N_("您已经有账号了，不用再报名"))
    form.offer(queries.homes(street.id))
    if not form.validate_on_submit():
        return _shown(form, 422)
    try:
        wish = form.wish
        with transaction():
            session["joined"] = ops.apply(street.id, wish, at=clock.now())
    except (Invalid, TooMany) as refusal:
        form.take(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))
        return _shown(form, refusal.status)
    return redirect(url_for(".joined", slug=street.slug), 303)


@bp.get("/s/<slug>/reviewers/joined")
def joined() -> ResponseReturnValue:
    """The number, and what comes next."""
    number = session.get("joined")
    if not number:
        return redirect(url_for(".join", slug=current_street().slug))
    return secret(make_response(page("resident/joined.html", number=number)))


@bp.get("/s/<slug>/reviewers/asked")
def asked() -> ResponseReturnValue:
    """Ask for number and password."""
    return page("resident/asked.html", form=AskedForm(), wish=None, words="")


@bp.post("/s/<slug>/reviewers/asked", endpoint="ask_after")
def ask_after() -> ResponseReturnValue:
    """How it stands, on this page only; a wrong number and a wrong password read the same."""
    form = AskedForm()
    if not form.validate_on_submit():
        return page("resident/asked.html", 422, form=form, wish=None, words="")
    try:
        wish = _told(form.number.data, form.password.data)
    except (Invalid, TooMany) as refusal:
        form.take(Invalid(refusal.message, **refusal.params))
        return page("resident/asked.html", refusal.status, form=form, wish=None, words="")
    words = APPLICATION_WORDS[wish.state]
    return secret(make_response(page("resident/asked.html", form=AskedForm(formdata=None), wish=wish, words=words)))


def _told(number: str, typed: str) -> ReviewerApplication:
    """The try is counted in one transaction and judged after it, as at the door: hashing holds no lock."""
    street, at = current_street(), clock.now()
    with transaction():
        knocked = ops.ask_after(street.id, number, at=at)
    proof = passwords.prove(knocked.password_hash, typed)
    with transaction():
        return ops.told(knocked, proof, at=at)


def _shown(form: JoinForm, status: int = 200) -> ResponseReturnValue:
    street = current_street()
    form.offer(queries.homes(street.id))
    row = people.street(street.id)
    cap = cap_of(None, row.settings if row else None)
    context = {"form": form, "rules": consent.RULES, "cap": cap, "inside": signed_in() is not None}
    return page("resident/join.html", status, **context)
