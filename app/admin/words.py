"""The words of the trail: what was changed, and the names of its values. Pure."""

from app.core.msgid import N_
from app.people.words import Setting

SETTING_WORDS: dict[Setting, str] = {
    Setting.STREET: N_("街道设置"),
    Setting.GRIDS: N_("网格"),
    Setting.CATEGORY: N_("类别和时限"),
    Setting.DEPARTMENT: N_("部门"),
    Setting.UNIT: N_("单位"),
    Setting.ESTATE: N_("小区"),
    Setting.PLACE: N_("楼栋"),
    Setting.PERSON: N_("人员"),
    Setting.CALENDAR: N_("工作日历"),
    Setting.REPLY: N_("常用回复"),
    Setting.DUTY: N_("值班"),
    Setting.LEAVE: N_("请假"),
    Setting.HAND_OVER: N_("交接班"),
    Setting.RESPONSIBILITY: N_("责任清单"),
}
# A name without words here is shown as it is kept: another part of the program wrote it.
FIELD_WORDS: dict[str, str] = {
    "sampled_rate": N_("抽评比例"),
    "draw_value": N_("抽签的种子"),
    "reviewer_monthly_cap": N_("评议员每月上限"),
    "receipt_prefix": N_("回执号开头"),
    "conference_days": N_("会商期限（工作日）"),
    "active": N_("在用"),
    "name": N_("名称"),
    "name_zh": N_("中文名"),
    "name_en": N_("英文名"),
    "phone": N_("电话"),
    "roles": N_("角色"),
    "grids": N_("网格"),
    "unit": N_("单位"),
    "password": N_("密码"),
    "login": N_("用户名"),
    "external": N_("外部单位"),
    "department": N_("部门"),
    "grid": N_("网格"),
    "until_at": N_("停用日期"),
    "line": N_("条线"),
    "kind": N_("种类"),
    "note": N_("说明"),
    "respond": N_("先行联系"),
    "dispose": N_("办结"),
    "dispose_ceiling": N_("最长"),
    "extensions_max": N_("可延期次数"),
    "from_at": N_("从何时起"),
    "category": N_("类别"),
    "title": N_("标题"),
    "text": N_("内容"),
}
VALUE_WORDS: dict[str, str] = {
    "root": N_("下一次总码"),
    "dice": N_("当众掷骰"),
    "changed": N_("改过了（内容不记）"),
    "reset": N_("重设了"),
}
