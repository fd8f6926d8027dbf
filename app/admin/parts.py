"""The parts of the set-up, a card each. Pure."""

from dataclasses import dataclass

from app.core.msgid import N_


@dataclass(frozen=True)
class Part:
    """A card: where it leads, what it is called, what is done there. counted: a column of `queries.counts`, or ""."""

    endpoint: str
    icon: str
    title: str
    text: str
    counted: str = ""


PARTS = (
    Part("admin.street", "settings", N_("街道设置"), N_("抽评比例、抽签方式、评议员每月上限、回执号开头。")),
    Part("accounts.index", "users", N_("人员"), N_("建账号、改角色和网格、重设密码、停用，或导入名单。"), "people"),
    Part(
        "catalog.departments", "building", N_("部门和单位"), N_("加部门和单位、改名称和电话、停用单位。"), "departments"
    ),
    Part("promises.categories", "clock", N_("类别和时限"), N_("改时限前先看影响：谁照旧，从何时起。"), "categories"),
    Part("stages.index", "clock", N_("各步时限"), N_("受理、派遣、签收、核查、评议各要多久；改了只管以后的。")),
    Part("promises.replies", "message", N_("常用回复"), N_("报办结时点一下就填好，再照实际改。"), "replies"),
    Part("reasons.index", "flag", N_("退单和挂账的理由"), N_("加一条、改说法、排次序、停用；老案件还按当时的说法。")),
    Part("admin_grids.index", "map", N_("网格边界"), N_("上传新边界，先看近 90 天会有什么不同，再定哪天启用。")),
    Part("admin_calendar.index", "calendar", N_("工作日历"), N_("放假、调休、上班时间；改之前先看哪些时钟会动。")),
    Part("admin_estates.index", "home", N_("小区和楼栋"), N_("加小区、楼栋，换物业，或导入表格。")),
    Part("duties.index", "users", N_("值班表"), N_("谁在哪一格当班、请假、替班，或导入表格。")),
    Part("devices.index", "shield", N_("平板"), N_("谁在用哪台、最近什么时候连过；丢了的停用，看还有几件没送出。")),
    Part("admin.changes", "history", N_("设置变动"), N_("谁在什么时候改了什么，改前改后都在。")),
)
