"""Follow a report: by its secret link, or by its number and four digits; add to it; end the link."""

from flask import flash, make_response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.cases import ops as cases
from app.cases import queries as case_queries
from app.core import clock, files
from app.core.db import transaction
from app.core.errors import Conflict, Invalid, NotFound, TooMany
from app.core.permissions import public_actor, system_actor
from app.core.web import current_street, page
from app.core.web.locale import said
from app.intake import ops as intake
from app.resident import passes, queries
from app.resident.door import bp
from app.resident.door import secret as private
from app.resident.forms import SupplementForm, TrackForm
from app.resident.tracked import case_behind, shown


@bp.get("/s/<slug>/track")
def track() -> ResponseReturnValue:
    """Ask for number and digits."""
    return page("resident/track.html", form=TrackForm(), wrong="")


@bp.post("/s/<slug>/track", endpoint="find")
def find() -> ResponseReturnValue:
    """One answer for a wrong number and for wrong digits; the try counts either way."""
    form, street = TrackForm(), current_street()
    try:
        with transaction():
            case_id = intake.track_by_number(street.id, form.number.data or "", form.digits.data or "", clock.now())
    except TooMany as refusal:
        return page("resident/track.html", 429, form=form, wrong=said(refusal.message, **refusal.params))
    if case_id is None:
        wrong = gettext("编号和手机后四位对不上。请看一看回执，或用当时给您的链接。")
        return page("resident/track.html", 422, form=form, wrong=wrong)
    return redirect(url_for(".tracked", secret=passes.give(case_id)), 303)


@bp.get("/t/<secret>")
def tracked(secret: str) -> ResponseReturnValue:
    """How it stands: dates, unit, photos, what happened."""
    return shown(secret)


@bp.post("/t/<secret>/supplement")
def supplement(secret: str) -> ResponseReturnValue:
    """The resident adds something; what was typed stays when it cannot be taken."""
    form, at = SupplementForm(), clock.now()
    case_id = case_behind(secret, at)
    try:
        with transaction():
            case = case_queries.visible_case(system_actor(queries.street_of(case_id)), case_id)
            cases.supplement(public_actor(case.street_id), case, form.text.data or "", at=at)
    except (Invalid, Conflict) as refusal:
        form.take(refusal if isinstance(refusal, Invalid) else Invalid(errors={"text": refusal.message}))
        return shown(secret, refusal.status, form=form)
    flash(gettext("收到了，办的人看得到。"), "ok")
    return redirect(url_for(".tracked", secret=secret), 303)


@bp.post("/t/<secret>/revoke")
def revoke(secret: str) -> ResponseReturnValue:
    """End every link of the case; whoever came by number and digits only may not."""
    at = clock.now()
    case_id = case_behind(secret, at)
    if passes.is_pass(secret):
        raise NotFound
    with transaction():
        intake.revoke_link(case_id, at)
    flash(gettext("链接作废了，谁也打不开了。事情照常办。"), "ok")
    return redirect(url_for(".start"), 303)


@bp.get("/t/<secret>/photos/<int:photo_id>", endpoint="photo")
def photo(secret: str, photo_id: int) -> ResponseReturnValue:
    """A picture of the page, small with ?thumb."""
    found = queries.photo(case_behind(secret, clock.now()), photo_id)
    path = files.open_stored(found.sha256, thumb="thumb" in request.args)
    return private(make_response(send_file(path, mimetype=found.mime)))
