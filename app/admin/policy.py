"""Who stands at which page of the set-up. Pure."""

from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.people.policy import may_read_set_up, may_set_up


def require_admin(actor: Actor) -> None:
    """The pages that change something. Raises NotAllowed."""
    require(may_set_up(actor), N_("这一页是给管理员看的"))


def require_reader(actor: Actor) -> None:
    """The trail. Raises NotAllowed."""
    require(may_read_set_up(actor), N_("这一页是给管理员、审计员和分管领导看的"))
