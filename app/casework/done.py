"""What somebody did, for a line of the story. Chinese has one word for a button and for what was done; English two."""

from flask_babel import pgettext

from app.cases.lifecycle import Verb
from app.core.msgid import NP_

DONE: dict[Verb, str] = {
    Verb.REPORT: NP_("done", "上报"),
    Verb.VERIFY: NP_("done", "派人核实"),
    Verb.REPORT_FINDING: NP_("done", "报核实结果"),
    Verb.FILE: NP_("done", "立案"),
    Verb.SELF_DISPOSE: NP_("done", "自行处置"),
    Verb.REJECT: NP_("done", "不予立案"),
    Verb.MERGE: NP_("done", "并案"),
    Verb.UNMERGE: NP_("done", "撤销并案"),
    Verb.DISPATCH: NP_("done", "派遣"),
    Verb.SIGN_IN: NP_("done", "签收"),
    Verb.HAND_OVER: NP_("done", "转办"),
    Verb.REFUSE: NP_("done", "退单"),
    Verb.REDISPATCH: NP_("done", "改派"),
    Verb.RULE: NP_("done", "裁定"),
    Verb.CONFER: NP_("done", "交疑难会商"),
    Verb.CONCLUDE: NP_("done", "会商定论"),
    Verb.MAKE_SAFE: NP_("done", "先排险"),
    Verb.SUSPEND: NP_("done", "挂账"),
    Verb.RESUME: NP_("done", "恢复办理"),
    Verb.HANDLE: NP_("done", "报办结"),
    Verb.CHECK_PASS: NP_("done", "核查通过"),
    Verb.CHECK_FAIL: NP_("done", "核查不通过"),
    Verb.DECIDE: NP_("done", "评议结论"),
    Verb.OVERRIDE: NP_("done", "值班长裁决"),
    Verb.REOPEN: NP_("done", "重开"),
    Verb.VOID: NP_("done", "作废"),
    Verb.CONTACT: NP_("done", "先行联系"),
    Verb.NOTE: NP_("done", "记一笔"),
    Verb.URGE: NP_("done", "催办"),
    Verb.PLACE: NP_("done", "定位置"),
    Verb.CLASSIFY: NP_("done", "定类别"),
    Verb.CALL_NEXT: NP_("done", "呼叫下一位值守"),
    Verb.REASSIGN: NP_("done", "办理中改派"),
    Verb.ASK_EXTENSION: NP_("done", "申请延期"),
    Verb.EXTEND: NP_("done", "同意延期"),
    Verb.ASK_SUSPENSION: NP_("done", "申请挂账"),
    Verb.DECLINE: NP_("done", "不同意申请"),
    Verb.TAKE_OVER: NP_("done", "接管"),
    Verb.SUPERVISE: NP_("done", "督办"),
    Verb.ANSWER: NP_("done", "答复督办"),
    Verb.CALL_BACK: NP_("done", "回访"),
    Verb.ENFORCE: NP_("done", "联合执法"),
    Verb.LEAD: NP_("done", "领导包案"),
    Verb.PROGRESS: NP_("done", "包案进展"),
    Verb.ASK_PART: NP_("done", "请协办"),
    Verb.SIGN_IN_PART: NP_("done", "签收协办"),
    Verb.REPORT_PART: NP_("done", "报协办结果"),
    Verb.CANCEL_PART: NP_("done", "撤销协办"),
    Verb.FREEZE: NP_("done", "定评议名单"),
    Verb.DRAW: NP_("done", "抽签"),
    Verb.LAPSE: NP_("done", "评议作废"),
    Verb.REFER: NP_("done", "交裁决"),
    Verb.PREPARE_PACKET: NP_("done", "整理评议材料"),
    Verb.ASK_REOPEN: NP_("done", "请求重开"),
    Verb.DECLINE_REOPEN: NP_("done", "不予重开"),
    Verb.APPEAL_REOPEN: NP_("done", "向街道申诉"),
    Verb.RECHECK: NP_("done", "复查"),
}


def done(verb: Verb) -> str:
    """签收; in English: Signed for it."""
    return str(pgettext("done", DONE[verb]))
