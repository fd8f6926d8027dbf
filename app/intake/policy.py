"""Who may know who reported a case."""

from app.cases.lifecycle import Verb, row
from app.cases.models import Case
from app.cases.policy import complained_about, is_handling_side
from app.core.permissions import Actor, Role


def may_know_reporter(actor: Actor, case: Case) -> bool:
    """Intake and the duty chief; the handling side and the owner while the case is theirs to call about.

    Handlers never where the reporter asked to stay unknown, or complains about those who handle. Nobody
    of whom the case complains. Needs `about` loaded.
    """
    if actor.id is None or actor.street_id != case.street_id or complained_about(actor, case):
        return False
    if actor.has(Role.INTAKE_CLERK, Role.DUTY_CHIEF):
        return True
    if case.confidential or case.about_handlers or row(Verb.CONTACT, case.state) is None:
        return False
    return is_handling_side(actor, case) or actor.id == case.owner_id
