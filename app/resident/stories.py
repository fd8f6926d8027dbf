"""What a resident is told of a case: plain words for its state and its timeline. Pure.

No name of a person, no internal note: what a line says comes from this table alone.
"""

from collections.abc import Mapping
from typing import Any

from app.cases.lifecycle import State, Verb
from app.cases.order import LEFT_TO_CHIEF
from app.cases.words import DeskKind
from app.core.msgid import N_
from app.sla.lamps import Words

HEADLINES: dict[State, str] = {
    State.REPORTED: N_("收到了，受理员在看"),
    State.VERIFYING: N_("收到了，先派人去看看"),
    State.FILED: N_("收到了，正在找人办"),
    State.DISPATCHED: N_("派到人了，等他接手"),
    State.DISPUTED: N_("正在定由谁办"),
    State.IN_PROGRESS: N_("有人在办"),
    State.SUSPENDED: N_("先放一放，等条件具备"),
    State.HANDLED: N_("办好了，等别人去核查"),
    State.REWORK: N_("没办好，正在重办"),
    State.IN_REVIEW: N_("办好了，请邻居评一评"),
    State.CONFERENCE: N_("几家单位一起商量怎么办"),
    State.CLOSED: N_("已办好，结案了"),
    State.MERGED: N_("和另一件合在一起办"),
    State.REJECTED: N_("没有立案"),
    State.VOID: N_("已作废"),
}
HELP: dict[State, str] = {
    State.SUSPENDED: N_("到了复查的日子会自动接着办，不会忘。"),
    State.MERGED: N_("有人先报了同一件事，合在一起办。办的人看得到您写的情况。"),
    State.REJECTED: N_("值班长看过了，理由记录在案。情况有变化，请再报一次。"),
    State.CLOSED: N_("要是又出现同样的问题，请再报一次，我们会连起来看。"),
}
# A verb that is missing here is nothing a resident needs to read.
LINES: dict[Verb, str] = {
    Verb.REPORT: N_("收到您的报告"),
    Verb.VERIFY: N_("派人去核实"),
    Verb.REPORT_FINDING: N_("核实的人报来了结果"),
    Verb.FILE: N_("立案了"),
    Verb.SELF_DISPOSE: N_("网格员当场办好了"),
    Verb.REJECT: N_("没有立案"),
    Verb.MERGE: N_("和另一件合在一起办"),
    Verb.UNMERGE: N_("分开单独办"),
    Verb.DISPATCH: N_("派到人了"),
    Verb.SIGN_IN: N_("有人接手了"),
    Verb.HAND_OVER: N_("转给承办单位"),
    Verb.REFUSE: N_("承办的说不归它，正在改派"),
    Verb.REDISPATCH: N_("换人承办"),
    Verb.RULE: N_("值班长定了由谁办"),
    Verb.CONFER: N_("几家单位一起商量"),
    Verb.CONCLUDE: N_("商量有了结论"),
    Verb.MAKE_SAFE: N_("先排除了危险"),
    Verb.SUSPEND: N_("先放一放，等条件具备"),
    Verb.RESUME: N_("接着办"),
    Verb.HANDLE: N_("办好了"),
    Verb.CHECK_PASS: N_("没办过这件事的人去核查，通过"),
    Verb.CHECK_FAIL: N_("核查没通过，退回重办"),
    Verb.REOPEN: N_("重新办理"),
    Verb.VOID: N_("作废"),
    Verb.REASSIGN: N_("换人承办"),
    Verb.EXTEND: N_("值班长同意延期"),
    Verb.SUPERVISE: N_("街道在督办"),
    Verb.CALL_BACK: N_("打电话问了报告人"),
    Verb.ASK_REOPEN: N_("有报告人请求重开"),
    Verb.DECLINE_REOPEN: N_("值班长看过了，不重开"),
    Verb.APPEAL_REOPEN: N_("有报告人向街道申诉"),
    Verb.URGE: N_("催了承办的人"),
    Verb.LAPSE: N_("邻居这一轮没有评出结果"),
    Verb.REFER: N_("由街道裁决，理由会公开"),
}
AT_DESK: dict[DeskKind | None, str] = dict.fromkeys(LEFT_TO_CHIEF, N_("由街道裁决，理由会公开"))
DECIDED: dict[State, str] = {
    State.CLOSED: N_("邻居评议：认为解决了，结案"),
    State.REWORK: N_("邻居评议：认为没解决，退回重办"),
    State.CONFERENCE: N_("邻居评议：还是没解决，再商量怎么办"),
}
# The check itself leaves the case where it is; what the rules then do with it is a line of its own.
PASSED: dict[State, str] = {
    State.IN_REVIEW: N_("抽签请邻居评一评"),
    State.CLOSED: N_("结案"),
}
OVERRULED: dict[State, str] = {
    State.CLOSED: N_("值班长裁决结案（未经评议）"),
    State.REWORK: N_("值班长裁决：退回重办"),
}


def headline(state: State, desk: DeskKind | None = None) -> Words:
    """Where it stands, in a sentence; desk: what it waits for, where that says more than its state."""
    return Words(AT_DESK.get(desk) or HEADLINES[state])


def help_for(state: State) -> Words | None:
    """What a resident may want to know beside it."""
    return Words(HELP[state]) if state in HELP else None


def line(verb: Verb, to: State, facts: Mapping[str, Any], by_resident: bool) -> Words | None:
    """A line of the timeline in plain words; None for what a resident is not told."""
    if verb is Verb.NOTE:
        return Words(N_("您补充了情况")) if by_resident else None
    if verb is Verb.CONTACT:
        return Words(N_("联系了您") if facts.get("reached") else N_("联系过您，没联系上"))
    if verb is Verb.DECIDE:
        return Words(DECIDED[to])
    if verb is Verb.DECLINE_REOPEN and facts.get("final"):
        return Words(N_("街道看过了，不重开"))
    if verb is Verb.OVERRIDE:
        return Words(OVERRULED[to])
    if verb is Verb.CHECK_PASS and to in PASSED:
        return Words(PASSED[to])
    return Words(LINES[verb]) if verb in LINES else None
