"""The roles of the demo as the start page offers them: icon, and for those of the case's path what they do."""

from dataclasses import dataclass

from app.core.msgid import N_
from app.core.permissions import Role

PATH: dict[Role, tuple[str, str]] = {
    Role.GRID_WORKER: ("pin", N_("平板：今天的待办")),
    Role.HANDLER: ("tool", N_("处置，拍照，报办结")),
    Role.INSPECTOR: ("shield", N_("核查别人办的事")),
    Role.REVIEWER: ("ballot", N_("手机：给结果投票")),
    Role.DUTY_CHIEF: ("desk", N_("指挥台：裁定例外")),
}
OTHERS: dict[Role, str] = {
    Role.INTAKE_CLERK: "phone",
    Role.DISPATCHER: "fork",
    Role.GRID_CHIEF: "map",
    Role.PATROLLER: "route",
    Role.COMMITTEE: "users",
    Role.PROPERTY: "building",
    Role.OWNERS_COMMITTEE: "home",
    Role.LEADER: "flag",
    Role.AUDITOR: "book",
    Role.ADMIN: "settings",
}


@dataclass(frozen=True)
class DemoRole:
    """A button of the start page. does: a msgid, "" for the roles beside the path."""

    role: Role
    user_id: int
    icon: str
    does: str


def offered(people: dict[Role, int]) -> list[DemoRole]:
    """The buttons for the people there are, those of the path first."""
    path = [DemoRole(role, people[role], *words) for role, words in PATH.items() if role in people]
    return path + [DemoRole(role, people[role], icon, "") for role, icon in OTHERS.items() if role in people]
