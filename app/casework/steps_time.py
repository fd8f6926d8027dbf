"""The moves about time, and those from above, as people make them."""

from app.cases.lifecycle import Verb
from app.casework import forms_time as forms
from app.casework.step import Step
from app.core.msgid import N_

V = Verb
TIME_STEPS = (
    Step(
        V.EXTEND,
        forms.Extend,
        N_("同意延期"),
        "clock",
        N_("同意延期几天？"),
        N_("原来的到期时间照样看得到，严格按时率按它算。"),
        N_("同意延期"),
    ),
    Step(
        V.SUSPEND,
        forms.Suspend,
        N_("挂账"),
        "pause",
        N_("挂账：等什么，等到哪天？"),
        N_("处置时钟停住；还算没办结。热线的期限不停。"),
        N_("挂账"),
    ),
    Step(
        V.DECLINE,
        forms.Decline,
        N_("不同意申请"),
        "x",
        N_("为什么不同意？"),
        N_("时钟一直没有停，照原来的时间办。"),
        N_("不同意"),
    ),
    Step(
        V.ANSWER,
        forms.Answer,
        N_("答复督办"),
        "message",
        N_("督办：办到哪一步了？"),
        "",
        N_("答复"),
    ),
    Step(
        V.ASK_EXTENSION,
        forms.AskExtension,
        N_("申请延期"),
        "clock",
        N_("为什么要延期？"),
        N_("要在到期之前申请，值班长同意了才算。"),
        N_("申请延期"),
    ),
    Step(
        V.ASK_SUSPENSION,
        forms.AskSuspension,
        N_("申请挂账"),
        "pause",
        N_("为什么要挂账？"),
        N_("值班长同意了，处置时钟才停。"),
        N_("申请挂账"),
    ),
    Step(
        V.SUPERVISE,
        forms.Supervise,
        N_("督办"),
        "flag",
        N_("督办：要求什么，多久答复？"),
        N_("处置方和归口的人会收到，到时不答复会亮灯。"),
        N_("发督办"),
    ),
    Step(V.TAKE_OVER, forms.TakeOver, N_("接管"), "user", hint=N_("归你跟到结案；处置方和时钟不变。"), asks=False),
    Step(
        V.REASSIGN,
        forms.Reassign,
        N_("改派"),
        "send",
        N_("改派给谁？"),
        N_("要重新签收；处置时钟接着走。"),
        N_("改派"),
    ),
    Step(
        V.CALL_BACK,
        forms.CallBack,
        N_("记下回访"),
        "phone",
        N_("回访：报告人怎么说？"),
        N_("没联系上的也记一笔，时钟接着走；打满三次就算回访过。"),
        N_("记下来"),
    ),
    Step(
        V.DECLINE_REOPEN,
        forms.DeclineReopen,
        N_("不予重开"),
        "x",
        N_("为什么不重开？"),
        N_("还是结案。报告人会看到理由，可以向街道申诉一次；分管领导的答复是最后的。"),
        N_("不予重开"),
    ),
)
