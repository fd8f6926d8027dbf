"""What came before decides which of several moves is open (domain.md section 2). Pure."""

from collections.abc import Callable, Mapping

from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.words import DeskKind

RULED_FROM = 2  # refusals: the first is the dispatcher's to settle, the second is ruled on, then a conference ends it
OVERRIDDEN_FROM = 3  # rejections by panels: the first means rework, the second a conference
LEFT_TO_CHIEF = (DeskKind.OVERRIDE, DeskKind.OVERRIDE_UP, DeskKind.NO_PANEL)
REQUESTS = (DeskKind.EXTENSION, DeskKind.SUSPENSION)  # asked by the handling side, to be granted or declined
REOPENINGS = (DeskKind.REOPEN_ASKED, DeskKind.REOPEN_APPEAL)  # asked by a reporter who is not content


def is_its_turn(verb: Verb, case: Case) -> bool:
    """Whether the story of the case leaves this move open, whoever makes it."""
    rule = _RULES.get(verb)
    return rule is None or rule(case)


def is_left_to_the_chief(case: Case) -> bool:
    """Two panels lapsed, none can be drawn, a conference left it so, or a panel said 未解决 again after one."""
    return case.desk_kind in LEFT_TO_CHIEF


def is_asked(case: Case) -> bool:
    """More time was asked for, and nobody has answered."""
    return case.desk_kind in REQUESTS


def is_reopening_asked(case: Case) -> bool:
    """A reporter asked to reopen it, or appealed, and nobody has answered."""
    return case.desk_kind in REOPENINGS


def is_final(case: Case) -> bool:
    """What is decided now ends the matter: the street's answer, not the duty chief's."""
    return case.desk_kind is DeskKind.REOPEN_APPEAL


_RULES: Mapping[Verb, Callable[[Case], bool]] = {
    Verb.REDISPATCH: lambda case: case.returns < RULED_FROM,
    Verb.RULE: lambda case: case.returns == RULED_FROM,
    Verb.OVERRIDE: is_left_to_the_chief,
    Verb.CONCLUDE: lambda case: not is_left_to_the_chief(case),
    Verb.ASK_EXTENSION: lambda case: not is_asked(case),
    Verb.ASK_SUSPENSION: lambda case: not is_asked(case),
    Verb.EXTEND: lambda case: case.desk_kind is DeskKind.EXTENSION,
    Verb.DECLINE: is_asked,
    Verb.SUPERVISE: lambda case: case.answer_by is None,
    Verb.ANSWER: lambda case: case.answer_by is not None,
    Verb.CANCEL_PART: lambda case: case.open_parts > 0,
    Verb.DRAW: lambda case: case.desk_kind is DeskKind.DICE,
    Verb.CALL_BACK: lambda case: case.called_back_at is None,
    Verb.DECLINE_REOPEN: is_reopening_asked,
    Verb.RECHECK: lambda case: case.recheck_on is not None,
}
