"""The page of the list: whoever cannot do what they asked with it is shown it again, with why, and nothing lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.casework import script
from app.core import clock
from app.core.permissions import Actor
from app.core.web import me, page
from app.desk import filters, listing, policy, queries, queries_saved
from app.desk.filters import Filters
from app.desk.forms import SaveForm
from app.desk.models import SavedFilter
from app.desk.queries_saved import Gone
from app.grid import queries as grid
from app.grid.queries import GridRow


@dataclass(frozen=True)
class Asked:
    """Who asks for which cases. wrong: filters that could not be understood; saved, gone: of one kept under a name."""

    actor: Actor
    filters: Filters
    wrong: Sequence[str]
    tree: Sequence[GridRow]
    at: datetime
    saved: SavedFilter | None = None
    gone: Sequence[Gone] = ()


def asked(args: Mapping[str, str]) -> Asked:
    """The list that an address or a form names. Raises NotAllowed."""
    actor = me()
    policy.require_list(actor)
    chosen, wrong = filters.read(args)
    return Asked(actor, chosen, wrong, grid.tree(actor.street_id), clock.now())


def kept(saved_id: int) -> Asked:
    """The list of a saved filter: by what is left of it. Raises NotAllowed, NotFound."""
    actor = me()
    policy.require_list(actor)
    saved = queries_saved.saved_filter(actor, saved_id)
    chosen, wrong = filters.read(saved.filters)
    gone = queries_saved.gone(actor, chosen)
    left, _names = filters.read(chosen.args(**{one.field: None for one in gone}))
    return Asked(actor, left, wrong, grid.tree(actor.street_id), clock.now(), saved, gone)


def show(now: Asked, before: str = "", *, status: int = 200, **more: Any) -> Any:
    """The page. more: `fault`, why something was not done; what else the template names."""
    found = queries.case_list(now.actor, now.filters, now.tree, before, now.at)
    hands = queries.hands(now.actor, now.filters)
    shown = listing.listed(now.actor, now.filters, now.wrong, now.tree, hands)
    more = {"form": SaveForm(formdata=None), "fault": "", **more}
    own = {
        "saved": now.saved,
        "gone": [listing.gone_words(one) for one in now.gone],
        "kept": queries_saved.saved_filters(now.actor),
        "may_export": policy.may_export(now.actor),
        "pins": listing.pins(found.rows),
        "script": script.words(),
        "bulk_verbs": listing.offered(now.actor),
        "may_share": policy.may_share(now.actor),
    }
    return page("desk/list.html", status, **shown, **own, found=found, **more)
