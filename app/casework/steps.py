"""The table of moves as people make them: verb → its form, and the words of its button and its page."""

from flask import request

from app.cases.lifecycle import Verb
from app.casework import forms, forms_desk, forms_draw, forms_work
from app.casework.forms import MoveForm, Occasion
from app.casework.step import Step
from app.casework.steps_joint import JOINT_STEPS
from app.casework.steps_time import TIME_STEPS
from app.core.errors import NotFound
from app.core.msgid import N_

V = Verb
STEPS: dict[Verb, Step] = {
    step.verb: step
    for step in (
        *TIME_STEPS,
        *JOINT_STEPS,
        Step(V.SIGN_IN, forms.SignIn, N_("签收"), "check", hint=N_("签收后就由你办，不能再当核查人。"), asks=False),
        Step(V.VERIFY, forms.Verify, N_("派人去核实"), "eye", hint=N_("网格的人去看是不是真的。"), asks=False),
        Step(V.FILE, forms.File, N_("立案并派遣"), "send", hint=N_("类别和位置都有了，规则会自动派。"), asks=False),
        Step(V.RESUME, forms.Resume, N_("恢复办理"), "refresh", hint=N_("时钟接着走。"), asks=False),
        Step(
            V.CONTACT,
            forms_work.Contact,
            N_("记下先行联系"),
            "phone",
            N_("先联系报告人，或先到现场"),
            N_("第一次联系后，先行联系的时钟就停。"),
            N_("记下来"),
        ),
        Step(
            V.HANDLE,
            forms_work.Handle,
            N_("报办结"),
            "camera",
            N_("办得怎么样？"),
            N_("交了以后由没办过这件事的人核查。"),
            N_("报办结，等核查"),
        ),
        Step(
            V.SELF_DISPOSE,
            forms_work.SelfDispose,
            N_("当场办好了"),
            "tool",
            N_("自行处置：当场办好了"),
            N_("照样由别人核查。"),
            N_("报办结，等核查"),
        ),
        Step(
            V.MAKE_SAFE,
            forms_work.MakeSafe,
            N_("报先排险"),
            "shield",
            N_("危险排除了吗？"),
            N_("处置时钟就停在这里；修复会另立一件，用正常时限。"),
            N_("已经排险"),
        ),
        Step(
            V.HAND_OVER,
            forms_work.HandOver,
            N_("转承办单位"),
            "fork",
            N_("转给谁办？"),
            N_("时钟不停；你还是归口的人，跟到结案。"),
            N_("转过去"),
        ),
        Step(
            V.REFUSE,
            forms_work.Refuse,
            N_("退单"),
            "back",
            N_("为什么退单？"),
            N_("没人接手之前，还算你们的。"),
            N_("退回派遣员"),
        ),
        Step(
            V.CHECK_PASS,
            forms_work.CheckPass,
            N_("拍现场照片，通过"),
            "camera",
            N_("到现场看过，办好了吗？"),
            N_("要评议的交社区评议，不用评议的就此结案。"),
            N_("核查通过"),
        ),
        Step(
            V.CHECK_FAIL,
            forms_work.CheckFail,
            N_("不通过，退回返工"),
            "back",
            N_("哪里没办好？"),
            N_("退回处置的人，按一半的时限重办。"),
            N_("不通过，退回返工"),
        ),
        Step(
            V.REPORT_FINDING,
            forms_work.ReportFinding,
            N_("报核实结果"),
            "eye",
            N_("到现场看，是不是真的？"),
            "",
            N_("报核实结果"),
        ),
        Step(
            V.RECHECK,
            forms_work.Recheck,
            N_("报复查结果"),
            "eye",
            N_("结案以后，有没有再出现？"),
            N_("由没办过这件事的人去看。"),
            N_("报复查结果"),
        ),
        Step(V.NOTE, forms.Note, N_("记一笔"), "message", N_("记一笔"), "", N_("记下来")),
        Step(V.URGE, forms.Urge, N_("催办"), "bell", N_("催一催"), N_("记一次催办，处置方会收到。"), N_("催办")),
        Step(
            V.PLACE,
            forms_desk.Place,
            N_("定位置"),
            "pin",
            N_("这件事在哪里？"),
            N_("位置和类别都有了，规则会自动立案派遣。"),
            N_("就在这里"),
        ),
        Step(
            V.CLASSIFY,
            forms_desk.Classify,
            N_("定类别"),
            "list",
            N_("这是哪一类？"),
            N_("位置和类别都有了，规则会自动立案派遣。"),
            N_("就这一类"),
        ),
        Step(
            V.DISPATCH, forms_desk.Dispatch, N_("派遣"), "send", N_("派给谁？"), N_("派出去就开始计时。"), N_("派出去")
        ),
        Step(
            V.REDISPATCH,
            forms_desk.Redispatch,
            N_("改派"),
            "send",
            N_("改派给谁？"),
            N_("时钟接着走，退单的时间不另给。"),
            N_("改派"),
        ),
        Step(
            V.RULE,
            forms_desk.Rule,
            N_("裁定由谁办"),
            "gavel",
            N_("裁定：由谁办？"),
            N_("裁定和理由记入经过；再有争议，交疑难会商。"),
            N_("定了"),
        ),
        Step(V.CONFER, forms.Confer, N_("交疑难会商"), "users", N_("为什么要会商？"), "", N_("交疑难会商")),
        Step(
            V.CONCLUDE,
            forms_desk.Conclude,
            N_("写会商定论"),
            "users",
            N_("会商定了什么？"),
            N_("评议后的会商只开一次；居民再说没解决，就由值班长裁决。"),
            N_("定了"),
        ),
        Step(
            V.DRAW,
            forms_draw.Dice,
            N_("掷骰子抽签"),
            "ballot",
            N_("掷骰子，抽出评议的人"),
            N_("抽一次就定了，谁也不能再抽；点数会公开，谁都能照着再算一遍。"),
            N_("就按这个抽"),
        ),
        Step(
            V.OVERRIDE,
            forms_desk.Override,
            N_("值班长裁决"),
            "gavel",
            N_("代替评议，作出裁决"),
            N_("理由登在查询页上；认定解决的，永远标明未经评议。"),
            N_("作出裁决"),
            warn=True,
        ),
        Step(V.MERGE, forms.Merge, N_("并入另一件"), "link", N_("并入哪一件？"), N_("以后只办那一件。"), N_("并过去")),
        Step(V.UNMERGE, forms.Unmerge, N_("撤销并案"), "link-off", N_("为什么分开？"), "", N_("分开单独办")),
        Step(V.PREPARE_PACKET, MoveForm, N_("整理评议材料"), "eye-off", page="casework.packet"),
        Step(V.REOPEN, forms.Reopen, N_("重开"), "refresh", N_("为什么重开？"), N_("开始新的一轮。"), N_("重开")),
        Step(
            V.REJECT,
            forms.Reject,
            N_("不立案"),
            "x",
            N_("为什么不立案？"),
            N_("不能撤回；理由和你的名字留着。"),
            N_("不立案"),
            warn=True,
        ),
        Step(
            V.VOID,
            forms.Void,
            N_("作废"),
            "trash",
            N_("为什么作废？"),
            N_("不能撤回；什么都不删，理由和你的名字留着。"),
            N_("作废"),
            warn=True,
        ),
    )
}


def step_of(name: str) -> Step:
    """The step of a verb in an address; raises NotFound for what nobody does by hand, or elsewhere."""
    try:
        step = STEPS[Verb(name)]
    except (ValueError, KeyError):
        raise NotFound() from None
    if step.page:
        raise NotFound()
    return step


def form_for(step: Step, now: Occasion) -> MoveForm:
    """The step's form, filled from the request when there is one, with what it offers for this case."""
    form = step.form()
    form.prepare(now)
    if not form.is_submitted():
        form.version.data, form.next.data = str(now.case.entry_count), request.args.get("next", "")
    return form
