"""What came before decides which of several moves is open (domain.md section 2). Pure."""

from collections.abc import Callable, Mapping

from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import DeskKind

RULED_FROM = 2  # refusals: the first is the dispatcher's to settle
OVERRIDDEN_FROM = 3  # rejections by panels: the first means rework, the second a conference
REQUESTS = (DeskKind.EXTENSION, DeskKind.SUSPENSION)  # asked by the handling side, to be granted or declined


def is_its_turn(verb: Verb, case: Case) -> bool:
    """Whether the story of the case leaves this move open, whoever makes it."""
    rule = _RULES.get(verb)
    return rule is None or rule(case)


def is_left_to_the_chief(case: Case) -> bool:
    """No panel can be seated; or one said 未解决 once more after a conference, whose minutes are there."""
    if case.state is State.CONFERENCE:
        return case.rejections >= OVERRIDDEN_FROM
    return case.desk_kind is DeskKind.NO_PANEL


def is_asked(case: Case) -> bool:
    """More time was asked for, and nobody has answered."""
    return case.desk_kind in REQUESTS


_RULES: Mapping[Verb, Callable[[Case], bool]] = {
    Verb.REDISPATCH: lambda case: case.returns < RULED_FROM,
    Verb.RULE: lambda case: case.returns >= RULED_FROM,
    Verb.OVERRIDE: is_left_to_the_chief,
    Verb.CONCLUDE: lambda case: not is_left_to_the_chief(case),
    Verb.ASK_EXTENSION: lambda case: not is_asked(case),
    Verb.ASK_SUSPENSION: lambda case: not is_asked(case),
    Verb.EXTEND: lambda case: case.desk_kind is DeskKind.EXTENSION,
    Verb.DECLINE: is_asked,
    Verb.SUPERVISE: lambda case: case.answer_by is None,
    Verb.ANSWER: lambda case: case.answer_by is not None,
    Verb.CALL_BACK: lambda case: case.called_back_at is None,
    Verb.RECHECK: lambda case: case.recheck_on is not None,
}
