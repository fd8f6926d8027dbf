"""How a case goes: each story is a generator that acts, then yields the moment of its next act.

`stop`: the state in which a story is left standing, so that the demo has cases in every state.
"""

from collections.abc import Callable
from datetime import datetime

from app.cases import ops as cases
from app.cases.lifecycle import ENDS, MERGEABLE, State
from app.cases.ops.conferring import Held
from app.cases.words import Decision, Finding, Outcome, RefusalReason, Urgency
from app.core.clock import street_time
from app.core.permissions import Role
from app.demo import texts
from app.demo.play import Play
from app.demo.stage import Story

S = State
URGENT_MINUTES = (4.0, 12.0)


def life(
    play: Play, *, stop: State | None = None, late: float = 0.0, bad_checks: int = 0, bad_panels: int = 0
) -> Story:
    """From a filed case to its closing: bad_checks, bad_panels: how often the result is found wanting."""
    yield first_step(play)
    if stop is S.DISPATCHED or not play.sign_in():
        return
    yield pace(play, 10, 120)
    play.contact()
    yield from _maybe_hand_over(play)
    yield play.stage.soon(40, 160)
    if stop is S.IN_PROGRESS or play.state is not S.IN_PROGRESS:
        return
    play.note()
    yield working(play, late)
    play.handle(play.stage.rng.choices((Outcome.RESOLVED, Outcome.PARTLY, Outcome.EXPLAINED), (8, 1, 1))[0])
    yield from judged(play, stop, bad_checks, bad_panels)


def first_step(play: Play) -> datetime:
    """When somebody begins with it."""
    return play.stage.shortly(*URGENT_MINUTES) if is_urgent(play) else play.stage.soon(8, 100)


def is_urgent(play: Play) -> bool:
    """It does not wait for the office."""
    return play.case().urgency is not Urgency.NORMAL


def pace(play: Play, low: float, high: float) -> datetime:
    """So many minutes later: of office time for what can wait, a tenth and at once for what cannot."""
    return play.stage.shortly(low / 10, high / 10) if is_urgent(play) else play.stage.soon(low, high)


def _maybe_hand_over(play: Play) -> Story:
    if play.stage.rng.random() < 0.4 and play.state is S.IN_PROGRESS and play.hand_over():
        yield play.stage.soon(15, 100)
        play.sign_in()


def working(play: Play, late: float) -> datetime:
    """Most are done within the limit; `late` times the limit for some."""
    share = late or play.stage.rng.uniform(0.15, 0.75)
    return pace(play, 60 + 900 * share, 120 + 1500 * share)


def judged(play: Play, stop: State | None, bad_checks: int, bad_panels: int) -> Story:
    """Check, panel, and again what is found wanting."""
    while play.state not in ENDS:
        yield play.stage.soon(30, 300)
        if stop is S.HANDLED or not play.check(passed=bad_checks <= 0):
            return
        if bad_checks <= 0 and play.state is S.HANDLED:
            continue  # a second person checks
        if bad_checks > 0:
            bad_checks -= 1
            if stop is S.REWORK:
                return
            yield play.stage.soon(60, 300)
            play.handle()
            continue
        if stop is not S.IN_REVIEW:
            yield from _voted(play, bad_panels > 0)
        if play.state is not S.REWORK:
            return
        bad_panels -= 1
        if stop is S.REWORK:
            return
        yield play.stage.soon(60, 300)
        play.handle()


def _voted(play: Play, bad: bool) -> Story:
    while play.state is S.IN_REVIEW:
        yield play.stage.soon(20, 420)
        if not play.vote(solved=not bad) and not play.waits_for_draw():
            return


def checked_once(play: Play) -> Story:
    """Done again where no panel judges: one person has passed it, and one above is to check as well."""
    yield from life(play, stop=S.REWORK, late=0.05, bad_checks=1)
    if not play.stands(S.REWORK):
        return
    yield play.stage.soon(60, 200)
    play.handle()
    yield play.stage.soon(30, 120)
    play.check(passed=True)


def refused(play: Play, *, stop: State | None = None, twice: bool = False) -> Story:
    """退单: sent back, dispatched again; a second time the duty chief rules, or it is conferred about."""
    yield first_step(play)
    case = play.case()
    who = play.handler(case)
    if who is None or case.state is not S.DISPATCHED:
        return
    cases.refuse(
        who, case, RefusalReason.NOT_OURS, "这里的路灯不归我们管。", clause="道路照明养护合同第 3 条", at=play.now
    )
    if stop is S.DISPUTED and not twice:
        return
    yield play.stage.soon(20, 90)
    case = play.case()
    owner_id = play.owner(case).id
    assert owner_id is not None
    cases.redispatch(play.cast.one(Role.DISPATCHER, play.stage), case, owner_id, at=play.now)
    if twice:
        yield play.stage.soon(20, 60)
        case = play.case()
        cases.refuse(play.owner(case), case, RefusalReason.NOT_HERE, "位置在马路对面，归隔壁网格。", at=play.now)
        if stop is S.DISPUTED:
            return
        yield play.stage.soon(30, 90)
        chief = play.cast.one(Role.DUTY_CHIEF, play.stage)
        if stop is S.CONFERENCE:
            cases.confer(chief, play.case(), texts.REASONS["confer"], at=play.now)
            return
        cases.rule(chief, play.case(), owner_id, None, "位置在丰庄一侧，由本网格办。", at=play.now)
    yield from life(play)


def made_safe(play: Play, follow: Callable[[Play, int], None]) -> Story:
    """先排险, then the result; the repair is another story."""
    yield first_step(play)
    if not play.sign_in():
        return
    yield play.stage.shortly(3, 15)
    play.contact()
    yield play.stage.shortly(10, 60)
    case = play.case()
    if case.state is not S.IN_PROGRESS:
        return
    shown = play.result().pictures[:1]
    follow_up = cases.make_safe(
        play.handler(case) or play.owner(case), case, "已拉警戒线，危险解除。", shown, at=play.now
    )
    follow(play, follow_up.id)
    yield play.stage.soon(30, 200)
    play.handle()
    yield from judged(play, None, 0, 0)


def reopened(play: Play, stop: State | None = None) -> Story:
    """Closed, and open again on the reporter's word."""
    yield from life(play)
    yield play.stage.soon(500, 1500)
    case = play.case()
    if case.state is not S.CLOSED:
        return
    cases.reopen(play.cast.one(Role.DUTY_CHIEF, play.stage), case, texts.REASONS["reopen"], at=play.now)
    if stop is not None:
        return
    yield play.stage.soon(100, 500)
    play.handle()
    yield from judged(play, None, 0, 0)


def conferred(play: Play, stop: State | None = None, decision: Decision = Decision.REWORK) -> Story:
    """Twice 未解决: 疑难会商; back to work, and in the end the panel is content, or the duty chief must decide."""
    yield from life(play, bad_panels=2)
    case = play.case()
    if case.state is not S.CONFERENCE or stop is S.CONFERENCE:
        return
    yield play.stage.soon(300, 900)
    chief = play.cast.one(Role.DUTY_CHIEF, play.stage)
    held = Held(street_time(play.now).date(), texts.ATTENDANCE, texts.MINUTES)
    cases.conclude(chief, play.case(), decision, held, at=play.now)
    if decision is Decision.OVERRIDE:
        return
    yield working(play, 0.0)
    play.handle()
    yield from judged(play, None, 0, 1 if stop is S.CLOSED else 0)
    case = play.case()
    if case.state is S.CONFERENCE:
        yield play.stage.soon(60, 300)
        judge = next(
            a for a in map(play.cast.actor, play.cast.by_role[Role.DUTY_CHIEF]) if a.id not in case.handler_ids
        )
        cases.override(judge, play.case(), solved=True, reason=texts.REASONS["override"], at=play.now)


def ended(play: Play, how: str) -> Story:
    """Ends without work: reject, void."""
    yield play.stage.soon(10, 60)
    case, chief = play.case(), play.cast.one(Role.DUTY_CHIEF, play.stage)
    if how == "reject" and case.state is S.REPORTED:
        cases.reject(chief, case, texts.REASONS["reject"], at=play.now)
    elif how == "void":
        cases.void(chief, case, texts.REASONS["void"], at=play.now)


def merge(play: Play, into: Play) -> None:
    """并案 while both still lie where a dispatcher may join them."""
    case, other = play.case(), into.case()
    if case.state in MERGEABLE and other.state not in ENDS:
        dispatcher = play.cast.one(Role.DISPATCHER, play.stage)
        cases.merge(dispatcher, case, other, texts.REASONS["merge"], at=play.now)


def verified(play: Play, *, stop: State | None = None) -> Story:
    """派人核实: somebody looks before it is filed."""
    yield play.stage.soon(10, 50)
    case = play.case()
    if case.state is not S.REPORTED:
        return
    cases.verify(play.cast.one(Role.INTAKE_CLERK, play.stage), case, at=play.now)
    if stop is S.VERIFYING:
        return
    yield play.stage.soon(60, 200)
    inspector = play.cast.one(Role.INSPECTOR, play.stage)
    cases.report_finding(inspector, play.case(), Finding.YES, "到场看过，情况属实，位置在北门。", at=play.now)


def by_hand(play: Play, *, stop: State | None = None) -> Story:
    """A restricted case: the rules send nobody, a person dispatches."""
    yield play.stage.soon(5, 25)
    case = play.case()
    if stop is S.FILED or case.state is not S.FILED:
        return
    worker = play.cast.actor(play.cast.by_role[Role.GRID_WORKER][0])
    assert worker.id is not None
    cases.dispatch(play.cast.one(Role.DISPATCHER, play.stage), case, worker.id, at=play.now)
    yield from life(play)
