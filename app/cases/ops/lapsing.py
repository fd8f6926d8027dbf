"""When panels come to no verdict: the round is void, a second one begins, and in the end the duty chief must decide.

Nothing closes because nobody came. All of it is done by the rules; review says when.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.cases import candidates
from app.cases.events import CaseLeftToChief, CaseReviewLapsed, CaseReviewStarted, CaseReviewVoid
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.ops import trail
from app.cases.words import DeskKind
from app.core.events import publish
from app.core.permissions import Role, system_actor


def lapse(case: Case, facts: Mapping[str, Any], *, in_time: bool, at: datetime) -> None:
    """A panel ends without a verdict; in_time: before its limit, because too few are left to sit."""
    if case.desk_kind is DeskKind.DICE:
        trail.leave_desk(case)  # nobody throws for a round that is over
    trail.record(system_actor(case.street_id), case, Verb.LAPSE, at, said=trail.Said(facts=facts))
    ended = CaseReviewVoid if in_time else CaseReviewLapsed
    publish(ended(case.street_id, at, case_id=case.id, actor_id=None))


def review_again(case: Case, *, at: datetime) -> None:
    """Others were drawn for a second round, which has a limit of its own."""
    publish(CaseReviewStarted(case.street_id, at, case_id=case.id, actor_id=None, again=True))


def leave_to_chief(case: Case, why: DeskKind = DeskKind.OVERRIDE, *, at: datetime) -> None:
    """交裁决: the duty chief decides within a limit; a leader, where no duty chief may."""
    facts = {"why": why} if why is DeskKind.NO_PANEL else {}
    trail.record(system_actor(case.street_id), case, Verb.REFER, at, said=trail.Said(facts=facts))
    publish(CaseLeftToChief(case.street_id, at, case_id=case.id, actor_id=None))
    trail.needs_desk(case, why if candidates.may_judge(case, Role.DUTY_CHIEF) else DeskKind.OVERRIDE_UP, at=at)
