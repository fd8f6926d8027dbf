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
    Part("promises.replies", "message", N_("常用回复"), N_("报办结时点一下就填好，再照实际改。"), "replies"),
    Part("admin.changes", "history", N_("设置变动"), N_("谁在什么时候改了什么，改前改后都在。")),
)
