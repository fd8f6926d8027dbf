"""How a person is written down: what a name and a duty telephone may look like. Pure."""

import re

from app.core.msgid import N_

NAME_MAX, PHONE_MAX = 60, 20
PHONE = re.compile(r"\+?[0-9][0-9 \-]{2,18}")


def fault_of_name(name: str) -> str:
    """What is wrong with a name, as a msgid; "" for one that may stand."""
    plain = name.strip()
    if not plain:
        return N_("请写姓名")
    if len(plain) > NAME_MAX:
        return N_("太长：最多 60 个字")
    return "" if plain.isprintable() else N_("有看不见的字符：请重新输入")


def fault_of_phone(phone: str) -> str:
    """What is wrong with a duty telephone, as a msgid; "" for one that may stand, and for none."""
    plain = phone.strip()
    return "" if not plain or PHONE.fullmatch(plain) else N_("电话只写数字、空格和 -，3 到 20 位")
