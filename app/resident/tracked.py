"""The page of one report behind its secret: which case it leads to, and what it shows with whichever form was sent."""

from datetime import datetime
from typing import Any

from flask import make_response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core import clock
from app.core.errors import NotFound
from app.core.msgid import N_
from app.core.web import all_streets, local, page
from app.core.web.forms import Form
from app.core.web.sessions import is_staff_browser
from app.intake import queries as intake
from app.resident import forms, passes, queries
from app.resident.door import secret as private


def case_behind(code: str, at: datetime) -> int:
    """The case of a secret or a pass. Raises NotFound."""
    found = passes.case_of(code) if passes.is_pass(code) else intake.case_by_secret(code, at)
    if found is None:
        raise NotFound(N_("这个链接打不开：可能少了几个字，作废了，或查进度的那半小时过了。"))
    return found


def shown(code: str, status: int = 200, **sent: Form) -> ResponseReturnValue:
    """The page; `sent`: the form that was sent and is shown again, by the name that the template has for it."""
    at = clock.now()
    found = queries.track(case_behind(code, at), at)
    street = next(s for s in all_streets() if s.id == found.street_id)
    sides = {
        "before": [_picture(p, code, gettext("之前的照片")) for p in found.before],
        "after": [_picture(p, code, gettext("之后的照片")) for p in found.after],
    }
    context: dict[str, Any] = {"track": found, "street": street, "code": code, "by_link": not passes.is_pass(code)}
    context |= {"staff_here": is_staff_browser(at), **_empty(), **sent, **sides}
    return private(make_response(page("resident/tracking.html", status, **context)))


def _empty() -> dict[str, Form]:
    made = {"form": forms.SupplementForm, "verdict": forms.VerdictForm}
    made |= {"reopening": forms.ReopenForm, "appealing": forms.AppealForm}
    return {name: form(formdata=None) for name, form in made.items()}


def _picture(photo: queries.Photo, code: str, alt: str) -> dict[str, str]:
    url = url_for(".photo", secret=code, photo_id=photo.id)
    return {"url": url, "alt": alt, "caption": local(photo.at, "resident")}
