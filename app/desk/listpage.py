"""The page of the list: whoever cannot do what they asked with it is shown it again, with why, and nothing lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core import clock
from app.core.permissions import Actor
from app.core.web import me, page
from app.desk import filters, listing, policy, queries
from app.desk.filters import Filters
from app.grid import queries as grid
from app.grid.queries import GridRow


@dataclass(frozen=True)
class Asked:
    """Who asks for which cases. wrong: filters that could not be understood."""

    actor: Actor
    filters: Filters
    wrong: Sequence[str]
    tree: Sequence[GridRow]
    at: datetime


def asked(args: Mapping[str, str]) -> Asked:
    """The list that an address or a form names. Raises NotAllowed."""
    actor = me()
    policy.require_list(actor)
    chosen, wrong = filters.read(args)
    return Asked(actor, chosen, wrong, grid.tree(actor.street_id), clock.now())


def show(now: Asked, before: str = "", *, status: int = 200, **more: Any) -> Any:
    """The page. more: `fault`, why something was not done; what else the template names."""
    found = queries.case_list(now.actor, now.filters, now.tree, before, now.at)
    hands = queries.hands(now.actor, now.filters)
    shown = listing.listed(now.actor, now.filters, now.wrong, now.tree, hands)
    return page("desk/list.html", status, **shown, found=found, may_export=policy.may_export(now.actor), **more)
