"""Who may vote, and when a panel is needed: asked by ops and by the ballot alike. Pure."""

from app.cases import policy as cases
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import Approval, ReviewRule
from app.core.permissions import Actor, Role
from app.review.pool import Candidate, Parties


def needs_panel(rule: ReviewRule | None, drawn: bool | None) -> bool:
    """required: always; sampled: when the lot, or an earlier failure, said so; none: the check closes."""
    return rule is ReviewRule.REQUIRED or (rule is ReviewRule.SAMPLED and drawn is True)


def has_packet(case: Case) -> bool:
    """A panel has the case, or will have it when the check passes: there is something to prepare."""
    due = case.state is State.HANDLED and needs_panel(case.review_rule, case.drawn)
    return due or case.state is State.IN_REVIEW


def may_read_packet(actor: Actor, case: Case) -> bool:
    """Whoever may prepare it now, and those who watch over the street. Needs handlers and about loaded."""
    return cases.may(actor, Verb.PREPARE_PACKET, case) or actor.has(*cases.RESTRICTED_ROLES)


def approval(rule: ReviewRule | None, again: bool) -> Approval:
    """Which approval a panel gives: what was drawn by lot stays told apart from what had to be reviewed."""
    by_lot = rule is ReviewRule.SAMPLED and not again
    return Approval.PANEL_SAMPLED if by_lot else Approval.PANEL


def may_look(actor: Actor) -> bool:
    """Whom a draw seated, and why others were left out, only an auditor reads."""
    return actor.has(Role.AUDITOR)


def may_vote(actor: Actor, seated: Candidate | None, parties: Parties) -> bool:
    """Whoever sits now may vote, and change it, until decided; never somebody whom the case concerns."""
    return seated is not None and actor.id == seated.user_id and parties.concern(seated) is None
