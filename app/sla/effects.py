"""THE MAP OF THE CLOCKS: what each event of a case stops and starts (domain.md sections 2, 3). Pure.

A clock that an event stops met its promise then, late or not. Clocks of a case that ends without work
are dropped. Sent back (退单) or handed over, the time to contact and to dispose runs on: the reporter
was promised a day, not a department.
"""

from dataclasses import dataclass

from app.cases import events as cases
from app.sla.clocks import ClockKind as K

EVERY = frozenset(K)
BEFORE_FILING = frozenset({K.FILE, K.VERIFY})
UNIT_CLOCKS = frozenset({K.RESPOND, K.DISPOSE})
PAUSED_BY_WAITING = UNIT_CLOCKS | {K.PART_SIGN_IN, K.PART}


@dataclass(frozen=True)
class Effect:
    """What one event does to the clocks of its case: first stop, then start.

    drops: stop, nobody asks for it any more. lapses: stop, broken: the time ran out.
    """

    stops: frozenset[K] = frozenset()
    drops: frozenset[K] = frozenset()
    lapses: frozenset[K] = frozenset()
    starts: tuple[K, ...] = ()


EFFECTS: dict[type[cases.CaseEvent], Effect] = {
    cases.CaseReported: Effect(starts=(K.FILE,)),
    cases.CaseVerifying: Effect(stops=frozenset({K.FILE}), starts=(K.VERIFY,)),
    cases.CaseVerified: Effect(stops=frozenset({K.VERIFY}), starts=(K.FILE,)),
    cases.CaseFiled: Effect(stops=BEFORE_FILING, starts=(K.DISPATCH,)),
    cases.CaseDispatched: Effect(
        stops=BEFORE_FILING | {K.DISPATCH, K.SIGN_IN}, starts=(K.SIGN_IN, K.RESPOND, K.DISPOSE)
    ),
    cases.CaseRefused: Effect(stops=frozenset({K.SIGN_IN}), starts=(K.DISPATCH,)),
    cases.CaseSignedIn: Effect(stops=frozenset({K.SIGN_IN})),
    cases.CaseContacted: Effect(stops=frozenset({K.RESPOND})),
    cases.CaseMadeSafe: Effect(stops=UNIT_CLOCKS),
    cases.CaseHandled: Effect(stops=EVERY - {K.CALL_BACK, K.ANSWER}, starts=(K.CHECK,)),
    cases.CaseChecked: Effect(stops=frozenset({K.CHECK})),
    cases.CasePassedOnce: Effect(stops=frozenset({K.CHECK}), starts=(K.CHECK,)),
    cases.CaseReviewStarted: Effect(stops=frozenset({K.CHECK, K.REVIEW}), starts=(K.REVIEW,)),
    cases.CaseReviewLapsed: Effect(lapses=frozenset({K.REVIEW})),
    cases.CaseReviewVoid: Effect(drops=frozenset({K.REVIEW})),
    cases.CaseLeftToChief: Effect(drops=frozenset({K.REVIEW}), starts=(K.OVERRIDE,)),
    cases.CaseReworked: Effect(stops=frozenset({K.CHECK, K.REVIEW, K.OVERRIDE}), starts=(K.DISPOSE,)),
    cases.CaseConferred: Effect(stops=frozenset({K.DISPATCH, K.REVIEW}), starts=(K.CONFERENCE,)),
    cases.CaseConcluded: Effect(stops=frozenset({K.CONFERENCE}), starts=(K.DISPOSE,)),
    cases.CaseReopenAsked: Effect(starts=(K.REOPEN,)),
    cases.CaseReopenAppealed: Effect(drops=frozenset({K.REOPEN}), starts=(K.REOPEN,)),
    cases.CaseReopenDeclined: Effect(stops=frozenset({K.REOPEN})),
    cases.CaseReopened: Effect(
        stops=frozenset({K.REOPEN}), drops=frozenset({K.CALL_BACK, K.RECHECK}), starts=(K.DISPOSE,)
    ),
    cases.CaseClosed: Effect(stops=EVERY - {K.ANSWER}, drops=frozenset({K.ANSWER})),
    cases.CaseAnswered: Effect(stops=frozenset({K.ANSWER})),
    cases.CaseRechecked: Effect(stops=frozenset({K.RECHECK})),
    cases.CaseCalledBack: Effect(stops=frozenset({K.CALL_BACK})),
}
