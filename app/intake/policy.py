"""Who may know who reported a case."""

from app.cases.lifecycle import Verb, row
from app.cases.models import Case
from app.cases.policy import complained_about, is_handling_side
from app.core.permissions import Actor, Role


def may_know_reporter(actor: Actor, case: Case) -> bool:
    """Intake and the duty chief; the owner, the handling unit's people and whoever signed for it, while it is
    theirs to call about. Colleagues of the same grid do not.

    Handlers never where the reporter asked to stay unknown, or complains about those who handle. Nobody
    of whom the case complains. Needs `about` and `handlers` loaded.
    """
    if actor.id is None or actor.street_id != case.street_id or complained_about(actor, case):
        return False
    if actor.has(Role.INTAKE_CLERK, Role.DUTY_CHIEF):
        return True
    if case.confidential or case.about_handlers or row(Verb.CONTACT, case.state) is None:
        return False
    if actor.id == case.owner_id:
        return True
    in_person = case.handling_unit_id is not None or actor.id in case.handler_ids
    return in_person and is_handling_side(actor, case)
