"""A case whose owner has left is followed by somebody else: as routing would choose, else before the duty chief."""

from datetime import datetime

from app.cases import candidates, queries, suggesting
from app.cases.lifecycle import UNDER_WAY
from app.cases.models import Case
from app.cases.ops import supervising, trail
from app.cases.words import DeskKind
from app.core.permissions import system_actor


def find_follower(case_id: int, at: datetime, *, office_open: bool) -> bool:
    """Who handles, the clocks and what waits at the desk stay; False where nothing was to be done, or nothing could.

    A restricted case goes to nobody by the rules. Back again before anybody decided, the owner keeps it.
    """
    case = candidates.loaded(case_id)
    if case.state not in UNDER_WAY or case.owner_id is None:
        return False
    if queries.is_active(case.owner_id):
        return _leave_to_them(case)
    member_id = None if case.restricted else _next(case, at, office_open)
    if member_id is not None:
        supervising.pass_on(system_actor(case.street_id), case, member_id, "", at=at)
        return True
    if case.desk_kind is not None:
        return False  # somebody decides something else about it first
    trail.needs_desk(case, DeskKind.OWNER_GONE, at=at)
    return True


def _leave_to_them(case: Case) -> bool:
    waited = case.desk_kind is DeskKind.OWNER_GONE
    if waited:
        trail.leave_desk(case)
    return waited


def _next(case: Case, at: datetime, office_open: bool) -> int | None:
    would = suggesting.who_would_get([case], at, office_open=office_open, taken_from=case.owner_id)
    chosen = would.get(case.id)
    return chosen.user_id if chosen is not None and candidates.may_own(case, chosen.user_id) else None
