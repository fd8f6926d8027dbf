"""Stories of joint work: an assisting unit is asked, signs in, reports; or has not answered yet."""

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.core.permissions import Role
from app.core.values import Span, Unit
from app.demo import texts
from app.demo.play import Play
from app.demo.stage import Story
from app.demo.stories import judged, working
from app.demo.waits import in_hand

S = State
A_DAY = Span(1, Unit.WORKING_DAY)


def helped(play: Play, *, signed: bool, done: bool) -> Story:
    """请协办 by the owner; left standing unsigned, at work, or with the whole case judged."""
    yield from in_hand(play)
    if not play.stands(S.IN_PROGRESS):
        return
    unit_id = _some_unit(play)
    cases.ask_part(play.owner(play.case()), play.case(), unit_id, texts.REASONS["ask_part"], A_DAY, at=play.now)
    if not signed:
        return
    yield play.stage.soon(10, 60)
    helper = play.cast.actor(play.cast.by_unit[unit_id][0])
    if not play.stands(S.IN_PROGRESS):
        return
    part = play.case().parts[-1]
    cases.sign_in_part(helper, play.case(), part.id, at=play.now)
    if not done:
        return
    yield play.stage.soon(40, 160)
    cases.report_part(helper, play.case(), part.id, texts.REASONS["report_part"], at=play.now)
    yield working(play, 0.0)
    play.handle()
    yield from judged(play, None, 0, 0)


def _some_unit(play: Play) -> int:
    """A department's unit with accounts that is not at it already."""
    handlers = {play.cast.actor(user_id).unit_id for user_id in play.cast.by_role[Role.HANDLER]}
    return min(unit for unit in handlers if unit and unit != play.case().handling_unit_id)
