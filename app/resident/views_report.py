"""Report a problem, and what the resident takes home."""

from flask import make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.casework import script
from app.catalog import queries as catalog
from app.core import clock
from app.core.errors import Invalid
from app.core.late import at_once, late
from app.core.web import current_street, page
from app.intake import ops as intake
from app.intake.reports import Receipt
from app.resident import queries
from app.resident.door import bp, secret
from app.resident.forms import ReportForm

CATCH_ALL = "99"  # the code of "other" in its group: offered beside the groups, for who cannot tell
# An icon for each group of the shipped catalogue; a group of another code gets the list's.
ICONS = {
    "01": "trash",
    "02": "building",
    "03": "home",
    "04": "droplet",
    "05": "flame",
    "06": "road",
    "07": "leaf",
    "08": "shop",
    "09": "users",
    "10": "message",
}


@bp.get("/s/<slug>/report")
def report() -> ResponseReturnValue:
    """The empty form."""
    return _shown(ReportForm())


@bp.post("/s/<slug>/report", endpoint="send_report")
def send_report() -> ResponseReturnValue:
    """Take it in. Wrong input comes back at its field with everything typed, photos included."""
    form, street, at = ReportForm(), current_street(), clock.now()
    refused = form.keep_photos(at)
    if "buildings" in request.form:
        return _shown(form)
    if refused or not form.validate_on_submit():
        return _shown(form, refused or 422)
    try:
        told = form.report
        take = at_once if told.reads_back else late
        receipt = take(lambda: intake.take_report(street.id, told, at))
    except Invalid as invalid:
        form.take(Invalid(errors=invalid.errors) if invalid.errors else invalid)
        return _shown(form, 422)
    session["done"] = _remembered(receipt, form)
    return redirect(url_for(".done", slug=street.slug), 303)


@bp.get("/s/<slug>/report/done")
def done() -> ResponseReturnValue:
    """Number, secret link (this once), dates."""
    found = session.get("done")
    if not found:
        return redirect(url_for(".report", slug=current_street().slug))
    link = url_for(".tracked", secret=found["secret"], _external=True) if found["secret"] else ""
    context = {"done": found, "link": link, "promised": queries.promised_for(found["case"], clock.now())}
    answer = secret(make_response(page("resident/done.html", **context)))
    session["done"] = found | {"secret": ""}  # only once the page is made: an accident must not lose the link
    return answer


def _remembered(receipt: Receipt, form: ReportForm) -> dict[str, object]:
    """For the next page only; the cookie is signed, readable by its owner alone, and holds no contact."""
    has_phone = bool((form.phone.data or "").strip())
    return {"case": receipt.case_id, "receipt": receipt.receipt, "secret": receipt.secret, "has_phone": has_phone}


def _shown(form: ReportForm, status: int = 200) -> ResponseReturnValue:
    street = current_street()
    majors = catalog.choices(street.id, public_only=True)
    catch_all = next((c for m in majors for c in m.categories if c.code.endswith(CATCH_ALL)), None)
    form.offer_places(street.id)
    context = {"form": form, "majors": majors, "catch_all": catch_all, "icons": ICONS, "said": _script_words()}
    return page("resident/report.html", status, **context)


def _script_words() -> dict[str, str]:
    """What report.js says, in the page's language."""
    return script.words() | {
        "add": gettext("加照片"),
        "more": gettext("再加一张"),
        "noCategory": gettext("没找到，换个词试试，或选最后一个"),
        "outside": gettext("这一点不在本街道。也可以报，受理员会转给管这里的街道。"),
        "phoneNeeded": gettext("这一类要留手机号，好联系您"),
    }
