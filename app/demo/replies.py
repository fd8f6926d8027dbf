"""The reply texts of the demo street, as its administrator would have written them. Invented."""

from datetime import datetime

from sqlalchemy import select

from app.catalog import queries as catalog
from app.catalog.setup import ops
from app.catalog.setup.replies import ReplyEntry
from app.core.db import db
from app.core.permissions import Actor, Role
from app.people.models import User, UserRole

# (code of the category, "" for all; words on the button; the text)
REPLIES = (
    ("", "办好了", "您反映的问题已经办好，请您看一看。还有问题请随时告诉我们，谢谢您。"),
    ("", "要分几步", "您反映的问题要分几步解决：眼下先做了应急处理，其余的已排上计划，办完再告诉您。"),
    ("", "不归本街道", "您反映的事不在本街道办理范围，已转给负责的单位，并请他们直接答复您。"),
    ("0101", "已清运", "垃圾已经清走，桶和地面都冲洗过，这几天会多来看几次。"),
    ("0102", "楼道清空了", "楼道里的东西已请住户搬走，通道清空了，楼组长每周看一次。"),
    ("0601", "车位已协调", "停车的事已和物业、双方住户说好，怎么停贴在门口了。"),
)


def write(street_id: int, at: datetime) -> None:
    """Every text, by the administrator of the street."""
    rows = select(User.id, User.name).join(UserRole, UserRole.user_id == User.id)
    rows = rows.where(User.street_id == street_id, UserRole.role == Role.ADMIN).order_by(User.id).limit(1)
    user_id, name = db.session.execute(rows).one()
    admin = Actor(user_id, street_id, name, frozenset({Role.ADMIN}))
    for code, title, text in REPLIES:
        category = catalog.category_by_code(street_id, code) if code else None
        ops.add_reply(admin, ReplyEntry(title, text, category.id if category else None), at=at)
