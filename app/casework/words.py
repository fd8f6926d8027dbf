"""What the page says first: whose turn it is and what to do, or whom the case waits for. Msgids only."""

from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.words import DeskKind, Finding
from app.core.msgid import N_

REWORK = "rework"
NEXT: dict[Verb | str, tuple[str, str]] = {
    Verb.SIGN_IN: (N_("签收"), N_("看清是什么事，再签收。")),
    Verb.SIGN_IN_PART: (N_("签收协办"), N_("看清请你们办哪一部分，再签收。")),
    Verb.REPORT_PART: (N_("协办"), N_("办好你们这一部分，报结果。")),
    Verb.CONTACT: (N_("先联系"), N_("先打电话给报告人，或先到现场看。")),
    Verb.HANDLE: (N_("处置"), N_("办好了，拍照报办结。")),
    REWORK: (N_("返工"), N_("看看哪里没办好，重新办。")),
    Verb.CHECK_PASS: (N_("核查"), N_("到现场看一眼，和照片比一比。")),
    Verb.REPORT_FINDING: (N_("核实"), N_("到现场看是不是真的。")),
    Verb.PLACE: (N_("定位置"), N_("没有街道内的位置，规则不知道派给谁。")),
    Verb.CLASSIFY: (N_("定类别"), N_("没有类别，规则不知道由谁负责、几天办好。")),
    Verb.FILE: (N_("立案"), N_("类别和位置都有了。")),
    Verb.DISPATCH: (N_("派遣"), N_("规则没有自动派，请你定派给谁。")),
    Verb.REDISPATCH: (N_("改派"), N_("退回来了，请改派给该办的。")),
    Verb.RULE: (N_("裁定"), N_("退了两次，由你裁定谁办。")),
    Verb.CONCLUDE: (N_("会商"), N_("开过会，把定论写下来。")),
    Verb.DRAW: (N_("掷骰子抽签"), N_("名单定好了，当着见证人掷骰子，抽出评议的人。")),
    Verb.OVERRIDE: (N_("裁决"), N_("评议走不下去了，由你裁决。")),
    Verb.SELF_DISPOSE: (N_("看一看"), N_("要是当场就能办好，可以自行处置。")),
    Verb.EXTEND: (N_("定延期"), N_("到期前申请的；看看理由，定几天。")),
    Verb.SUSPEND: (N_("定挂账"), N_("看看等的是什么，要等到哪天。")),
    Verb.ANSWER: (N_("答复督办"), N_("写清楚办到哪一步了。")),
    Verb.RECHECK: (N_("复查"), N_("到原来的地方看一看，有没有再出现。")),
    Verb.RESUME: (N_("恢复办理"), N_("条件具备了，就接着办。")),
    Verb.REOPEN: (N_("定是否重开"), N_("报告人认为没办好。看看理由，再定重开还是不重开。")),
}
WAITS: dict[State, str] = {
    State.REPORTED: N_("等受理员看一看"),
    State.VERIFYING: N_("等网格的人去核实"),
    State.FILED: N_("等派遣"),
    State.DISPATCHED: N_("等%(who)s签收"),
    State.DISPUTED: N_("退单了，等调度台定"),
    State.IN_PROGRESS: N_("%(who)s正在处置"),
    State.SUSPENDED: N_("挂账，等条件具备"),
    State.HANDLED: N_("等%(who)s核查"),
    State.REWORK: N_("%(who)s正在返工"),
    State.IN_REVIEW: N_("社区正在评议"),
    State.CONFERENCE: N_("等值班长写会商定论"),
    State.CLOSED: N_("已结案"),
    State.MERGED: N_("并入另一件，在那边办"),
    State.REJECTED: N_("没有立案"),
    State.VOID: N_("已作废"),
}
# A case may stand in a state and wait for somebody else than its state says.
WAITS_AT_DESK: dict[DeskKind | None, str] = {
    DeskKind.OVERRIDE: N_("等值班长裁决"),
    DeskKind.NO_PANEL: N_("等值班长裁决"),
    DeskKind.OVERRIDE_UP: N_("等分管领导裁决"),
}
FACT_WORDS = {Finding.YES: N_("属实"), Finding.PARTLY: N_("部分属实"), Finding.NO: N_("不属实")}
CLAIM_WORDS = {Finding.YES: N_("合理"), Finding.PARTLY: N_("部分合理"), Finding.NO: N_("不合理")}


def next_of(main: Verb, case: Case) -> Verb | str:
    """The key of NEXT for a main move: doing it once more reads differently."""
    return REWORK if main is Verb.HANDLE and case.state is State.REWORK else main
