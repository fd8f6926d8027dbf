"""What the templates of the roster are given."""

from datetime import datetime
from typing import Any

from app.core.errors import NotFound
from app.core.permissions import Actor
from app.core.web import page
from app.grid import queries as grid
from app.panel.forms_roster import ApproveForm, AwayForm, CapForm, RefuseForm
from app.review.roster import consent, queries
from app.review.roster.ops.deciding import REASON_MAX
from app.review.roster.ops.serving import LONGEST_AWAY
from app.review.roster.queries import Applied
from app.review.roster.terms import last_day, today
from app.review.words import KIND_WORDS, ROSTER_WORDS, ReviewerKind


def roster(actor: Actor, wanted: int | None, at: datetime) -> dict[str, Any]:
    """The roster of one community of those somebody reads. Raises NotFound for whoever reads none, or not this one."""
    homes = queries.readable(actor)
    here = next((row for row in homes if wanted in (None, row.id)), None)
    if here is None:
        raise NotFound
    return {
        "homes": homes,
        "here": here,
        "asking": queries.waiting(row.id for row in homes if row.kept),
        "members": queries.members(here.id, at),
        "changes": queries.changes(here.id),
        "day": today(at),
        "kinds": KIND_WORDS,
        "verbs": ROSTER_WORDS,
    }


def member(actor: Actor, reviewer_id: int, form: CapForm, at: datetime, status: int = 200) -> Any:
    """The page of one line of a roster. Raises NotFound for whoever does not keep it."""
    found = queries.kept_member(actor, reviewer_id, at)
    if found is None:
        raise NotFound
    if not form.is_submitted():
        form.cap.data = found.own_cap
    context = {"home": grid.row(found.grid_id), "day": today(at), "kinds": KIND_WORDS}
    return page("panel/member.html", status, form=form, member=found, **context)


def approval(at: datetime) -> ApproveForm:
    """The form with a term of two years from today."""
    return ApproveForm(formdata=None, serves_from=today(at), serves_until=last_day(today(at)))


def applied(actor: Actor, wish_id: int, form: ApproveForm) -> Applied:
    """One who asks, and the buildings to choose from. Raises NotFound once decided, and for whoever may not."""
    found = queries.application(actor, wish_id)
    if found is None:
        raise NotFound
    form.offer(queries.buildings(found.grid_id) if found.kind is ReviewerKind.BUILDING_HEAD else ())
    return found


def wish(actor: Actor, wish_id: int, form: ApproveForm, no: RefuseForm, status: int = 200) -> Any:
    """The page of one who asks. Raises NotFound as `applied` does."""
    found = applied(actor, wish_id, form)
    context = {"home": grid.row(found.grid_id), "kind": KIND_WORDS[found.kind], "longest": REASON_MAX}
    asks_building = found.kind is ReviewerKind.BUILDING_HEAD
    return page("panel/wish.html", status, form=form, no=no, wish=found, asks_building=asks_building, **context)


def mine(actor: Actor, form: AwayForm, at: datetime, status: int = 200) -> Any:
    """A reviewer's own page. Raises NotFound for whoever is on no roster."""
    found = queries.member(actor, at)
    if found is None:
        raise NotFound
    day = today(at)
    context = {"home": grid.row(found.grid_id), "kind": KIND_WORDS[found.kind], "day": day, "last": day + LONGEST_AWAY}
    outdated = found.consent_version < consent.VERSION
    return page("panel/mine.html", status, form=form, member=found, rules=consent.RULES, outdated=outdated, **context)
