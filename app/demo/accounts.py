"""The demo's people with a part to play: one account for every role, all with the same password."""

from dataclasses import dataclass

from app.core.permissions import Role

PASSWORD = "LinGrid-2026-demo"  # noqa: S105 (printed at the start on purpose; demo streets only)


@dataclass(frozen=True)
class Player:
    """A demo account. home: name of the grid in whose subtree they act ("" for none); unit: its name."""

    login: str
    name: str
    roles: tuple[Role, ...]
    home: str = ""
    unit: str = ""


R = Role
HOME, MARKET = "丰一居民区", "丰庄茶城微网格"
PLAYERS: tuple[Player, ...] = (
    Player("worker", "陈巧云", (R.GRID_WORKER,), HOME),
    Player("chief", "徐国强", (R.GRID_CHIEF,), HOME),
    Player("patrol", "倪建平", (R.PATROLLER,), "真新街道"),
    Player("inspector", "方志明", (R.INSPECTOR,)),
    Player("clerk", "沈佳", (R.INTAKE_CLERK,)),
    Player("dispatcher", "陆静", (R.DISPATCHER,)),
    Player("dutychief", "顾卫东", (R.DUTY_CHIEF,)),
    Player("handler", "钱立", (R.HANDLER,), unit="综合行政执法队(城管中队)"),
    Player("committee", "吴彩娣", (R.COMMITTEE,), unit="丰一居委会"),
    Player("property", "马晓峰", (R.PROPERTY,), unit="示例物业一部"),
    Player("owners", "朱慧", (R.OWNERS_COMMITTEE,), unit="丰一甲苑业委会"),
    Player("reviewer", "杨阿姨", (R.REVIEWER,), HOME),
    Player("leader", "许明华", (R.LEADER,)),
    Player("auditor", "韩雪", (R.AUDITOR,)),
    Player("admin", "管理员", (R.ADMIN,)),
)


def lines() -> list[str]:
    """What a newcomer is told at the start: every role, its account and the password."""
    rows = [f"  {'+'.join(role.value for role in p.roles):<17} {p.login:<12} {p.name}" for p in PLAYERS]
    return ["", "Demo accounts (演示数据·虚构), password " + PASSWORD, *rows]
