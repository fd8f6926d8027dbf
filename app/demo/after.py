"""Stories after the closing: what reporters say of it, and what becomes of those who ask to reopen it."""

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.opinions import Opinion
from app.cases.words import DeskKind, Satisfaction, Solved
from app.core.permissions import Actor, Role
from app.demo import texts
from app.demo.play import Play
from app.demo.stage import Story
from app.demo.stories import life
from app.verdicts import ops as verdicts
from app.verdicts import queries

CONTENT = (
    Opinion(Solved.YES, Satisfaction.VERY_SATISFIED),
    Opinion(Solved.YES, Satisfaction.SATISFIED),
    Opinion(Solved.PARTLY, Satisfaction.UNDERSTANDING),
)
UNHAPPY = Opinion(Solved.NO, Satisfaction.UNSATISFIED)
SPEAKING = 0.3  # how many reporters say anything


def spoken(play: Play) -> Story:
    """Some say how it was done, most of them content."""
    if play.stage.rng.random() < SPEAKING and play.stands(State.CLOSED):
        yield play.stage.soon(60, 2000)
        if _may_speak(play):
            opinion = play.stage.rng.choices(CONTENT, (3, 5, 2))[0]
            verdicts.give(play.case(), opinion, play.stage.rng.choice(texts.HAPPY), at=play.now)


def asks(play: Play) -> Story:
    """Not content: asks to reopen it, and waits for the duty chief."""
    yield from life(play, late=0.05)
    if not play.stands(State.CLOSED):
        return
    yield play.stage.soon(10, 60)
    if _may_speak(play):
        verdicts.give(play.case(), UNHAPPY, texts.UNHAPPY[1], at=play.now)
        verdicts.ask_reopen(play.case(), play.stage.rng.choice(texts.UNHAPPY), at=play.now)


def appeals(play: Play) -> Story:
    """Asked, declined, and taken before the street, where it waits for the leader."""
    yield from asks(play)
    yield play.stage.soon(60, 240)
    chief = _judge(play, Role.DUTY_CHIEF)
    found = queries.closing_of(play.case())
    if chief is None or found is None or not found.standing.waits:
        return
    cases.decline_reopen(chief, play.case(), texts.REASONS["decline_reopen"], at=play.now)
    yield play.stage.soon(60, 240)
    verdicts.appeal(play.case(), texts.REASONS["appeal"], at=play.now)


def answered(play: Play) -> Story:
    """Whoever was unhappy at the telephone gets the duty chief's answer."""
    yield play.stage.soon(60, 400)
    chief = _judge(play, Role.DUTY_CHIEF)
    if chief is not None and play.case().desk_kind is DeskKind.REOPEN_ASKED:
        cases.decline_reopen(chief, play.case(), texts.REASONS["decline_reopen"], at=play.now)


def _may_speak(play: Play) -> bool:
    found = queries.closing_of(play.case())
    return found is not None and found.standing.may_answer(play.now)


def _judge(play: Play, role: Role) -> Actor | None:
    """Somebody of the role who had no part in it."""
    people = map(play.cast.actor, play.cast.by_role[role])
    return next((who for who in people if who.id not in play.case().handler_ids), None)
