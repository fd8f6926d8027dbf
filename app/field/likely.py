"""Open cases that may be what somebody is writing down just now."""

from collections.abc import Sequence
from datetime import datetime

from app.cases.duplicates import Twin, twins
from app.cases.policy import may_report
from app.catalog import queries as catalog
from app.catalog.models import Category
from app.core.errors import Invalid, NotFound
from app.core.permissions import Actor
from app.field.forms import NewForm


def likely(actor: Actor, form: NewForm, at: datetime) -> Sequence[Twin]:
    """The likeliest that this person may see, by what is filled in so far; none before category and point are known.

    Two statements at most: the script sends the point also of a place that was chosen from the list.
    """
    point = form.spot().point
    category = _category(actor, form.category.data) if point is not None and form.category.data else None
    if category is None or point is None:
        return ()
    return twins(actor, category, point, form.text.data or "", at)


def near(actor: Actor, form: NewForm) -> str:
    """Longitude and latitude of the chosen building or estate, for a page that is shown again; "" without one."""
    try:
        point = form.placed(actor.street_id).point if form.is_submitted() else None
    except Invalid:
        return ""
    return f"{point.lon},{point.lat}" if point is not None else ""


def _category(actor: Actor, category_id: int | None) -> Category | None:
    """The category as this person may register it."""
    try:
        category = catalog.category(category_id)
    except NotFound:
        return None
    return category if category.street_id == actor.street_id and may_report(actor, category) else None
