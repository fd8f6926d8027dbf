"""The moves of joint work, as people make them."""

from app.cases.lifecycle import Verb
from app.casework import forms_joint as forms
from app.casework.step import Step
from app.core.msgid import N_

V = Verb
JOINT_STEPS = (
    Step(
        V.SIGN_IN_PART,
        forms.SignInPart,
        N_("签收协办"),
        "check",
        hint=N_("签收后由你们办这一部分，不能再当核查人。"),
        asks=False,
    ),
    Step(
        V.REPORT_PART,
        forms.ReportPart,
        N_("报协办结果"),
        "camera",
        N_("你们这一部分办得怎么样？"),
        N_("各部分都有了结果，主办才能报办结。"),
        N_("报协办结果"),
    ),
    Step(
        V.ASK_PART,
        forms.AskPart,
        N_("请协办"),
        "users",
        N_("请谁协办，办什么？"),
        N_("主办还是主办；协办没有结果，这件事不能报办结。"),
        N_("请他们协办"),
    ),
    Step(
        V.ENFORCE,
        forms.Enforce,
        N_("记联合执法"),
        "flag",
        N_("几家一起上门，办了什么？"),
        N_("记入经过，案件状态不变。"),
        N_("记下来"),
    ),
    Step(
        V.LEAD,
        forms.Lead,
        N_("领导包案"),
        "user",
        N_("哪位领导包案，打算怎么办？"),
        N_("归口、处置方和时限都不变；包案领导每月写一次进展。"),
        N_("定下来"),
    ),
    Step(V.PROGRESS, forms.Progress, N_("记包案进展"), "edit", N_("这个月有什么进展？"), "", N_("记下来")),
    Step(
        V.CANCEL_PART,
        forms.CancelPart,
        N_("撤销协办"),
        "x",
        N_("为什么不要他们协办了？"),
        N_("他们会收到；理由记入经过。"),
        N_("撤销协办"),
    ),
)
