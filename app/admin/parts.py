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
    Part("admin.changes", "history", N_("设置变动"), N_("谁在什么时候改了什么，改前改后都在。")),
)
