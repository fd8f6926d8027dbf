"""What happens to a case, as told to the features above (app/wiring.py lists who listens)."""

from dataclasses import dataclass

from app.cases.words import Approval, DeskKind
from app.core.events import Event
from app.core.values import Span, Unit

A_DAY = Span(1, Unit.WORKING_DAY)


@dataclass(frozen=True)
class CaseEvent(Event):
    """Something happened to one case; actor_id is None when the rules or a resident did it."""

    case_id: int
    actor_id: int | None


@dataclass(frozen=True)
class CaseReported(CaseEvent):
    """A report came in."""


@dataclass(frozen=True)
class CaseVerifying(CaseEvent):
    """Somebody is sent to see whether it is true."""


@dataclass(frozen=True)
class CaseVerified(CaseEvent):
    """The visit was made; the case waits for filing again."""


@dataclass(frozen=True)
class CaseFiled(CaseEvent):
    """It is opened formally (立案)."""


@dataclass(frozen=True)
class CaseDispatched(CaseEvent):
    """It lies with a handling side, unsigned. `again` when it was dispatched before in this round."""

    again: bool = False


@dataclass(frozen=True)
class CaseSignedIn(CaseEvent):
    """The handling side took it."""


@dataclass(frozen=True)
class CaseContacted(CaseEvent):
    """First contact with the reporter, or arrival (先行联系)."""


@dataclass(frozen=True)
class CaseRefused(CaseEvent):
    """Sent back (退单); the clock keeps running."""


@dataclass(frozen=True)
class CaseMadeSafe(CaseEvent):
    """The danger is gone; the lasting repair is the follow-up case."""

    follow_up_id: int | None = None


@dataclass(frozen=True)
class CaseSuspended(CaseEvent):
    """挂账: waiting for something outside."""


@dataclass(frozen=True)
class CaseResumed(CaseEvent):
    """The wait is over."""


@dataclass(frozen=True)
class CaseHandled(CaseEvent):
    """The work is reported done."""


@dataclass(frozen=True)
class CaseChecked(CaseEvent):
    """Somebody independent looked at the result. A failed check is followed by CaseReworked."""

    passed: bool = True


@dataclass(frozen=True)
class CaseCheckerNamed(CaseEvent):
    """Somebody else is to check: whoever was named is gone. The promise runs on."""


@dataclass(frozen=True)
class CasePassedOnce(CaseEvent):
    """The first of two checks passed; somebody one tier up looks as well."""


@dataclass(frozen=True)
class CaseReviewStarted(CaseEvent):
    """The community's panel has it; again: a second one, after the first ended void."""

    again: bool = False


@dataclass(frozen=True)
class CaseReviewLapsed(CaseEvent):
    """A panel came to no verdict within its limit."""


@dataclass(frozen=True)
class CaseReviewVoid(CaseEvent):
    """A panel can come to no verdict any more: too few are left to sit."""


@dataclass(frozen=True)
class CaseLeftToChief(CaseEvent):
    """No panel will decide it: the duty chief must, with a published reason."""


@dataclass(frozen=True)
class CaseReworked(CaseEvent):
    """To be done again."""


@dataclass(frozen=True)
class CaseConferred(CaseEvent):
    """疑难会商. held: False where the conference was, and the duty chief rules at once."""

    held: bool = True


@dataclass(frozen=True)
class CaseConcluded(CaseEvent):
    """The conference decided."""


@dataclass(frozen=True)
class CaseClosed(CaseEvent):
    """Closed on a recorded approval."""

    approval: Approval = Approval.CHECK


@dataclass(frozen=True)
class CaseReopened(CaseEvent):
    """A new round of the same case."""


@dataclass(frozen=True)
class CaseEnded(CaseEvent):
    """Rejected, voided or merged: over without work."""


@dataclass(frozen=True)
class CaseUnmerged(CaseEvent):
    """Apart again."""


@dataclass(frozen=True)
class CaseNeedsDesk(CaseEvent):
    """A person at the desk must decide."""

    kind: DeskKind = DeskKind.UNROUTED


@dataclass(frozen=True)
class CaseExtensionAsked(CaseEvent):
    """延期 was asked for, in days."""

    days: int = 0


@dataclass(frozen=True)
class CaseExtended(CaseEvent):
    """延期 was approved."""

    days: int = 0


@dataclass(frozen=True)
class CaseSuspensionAsked(CaseEvent):
    """挂账 was asked for."""


@dataclass(frozen=True)
class CaseDeclined(CaseEvent):
    """What was asked for was refused; `asked_by_id`: who had asked."""

    asked_by_id: int | None = None


@dataclass(frozen=True)
class CaseReclassified(CaseEvent):
    """Another category after the dispatch."""


@dataclass(frozen=True)
class CaseTakenOver(CaseEvent):
    """Somebody else owns it now: owner_id, often the actor; before_id: who did."""

    before_id: int | None = None
    owner_id: int | None = None


@dataclass(frozen=True)
class CaseSupervised(CaseEvent):
    """督办, to be answered within so many hours or days."""

    within: Span = A_DAY


@dataclass(frozen=True)
class CaseAnswered(CaseEvent):
    """The 督办 was answered; issued_by_id: who wants to know."""

    issued_by_id: int | None = None


@dataclass(frozen=True)
class CaseCalledBack(CaseEvent):
    """回访: the reporter was asked."""


@dataclass(frozen=True)
class CasePartEvent(CaseEvent):
    """Something happened to an assisting unit's part."""

    part_id: int = 0


@dataclass(frozen=True)
class CasePartAsked(CasePartEvent):
    """请协办. within: how long the unit has; None: as long as the case itself."""

    within: Span | None = None


@dataclass(frozen=True)
class CasePartSignedIn(CasePartEvent):
    """The unit took its part."""


@dataclass(frozen=True)
class CasePartReported(CasePartEvent):
    """The part is done."""


@dataclass(frozen=True)
class CasePartCancelled(CasePartEvent):
    """A person cancelled it, with a reason."""


@dataclass(frozen=True)
class CaseClosingRefused(CaseEvent):
    """Somebody tried to close it without an approval."""


@dataclass(frozen=True)
class CaseReopenAsked(CaseEvent):
    """A reporter is not content and asks for a new round; somebody must say yes or no."""


@dataclass(frozen=True)
class CaseReopenAppealed(CaseEvent):
    """The reporter takes a no before the street."""


@dataclass(frozen=True)
class CaseReopenDeclined(CaseEvent):
    """It stays closed."""


@dataclass(frozen=True)
class CaseRechecked(CaseEvent):
    """复查: somebody went to see whether the closing lasts."""


@dataclass(frozen=True)
class CaseUrged(CaseEvent):
    """催办."""
