"""Hotline sheets made up for tests, of the shape of a real one: CSV or workbook, any encoding."""

import csv
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook

HEADER = ("id", "user", "title", "text", "submitted_at", "label", "replied_at", "likes", "dislikes", "set")
FIRST = datetime(2019, 3, 4, 8, 30)  # noqa: DTZ001 (a sheet's times are naive)
THINGS = ("路灯", "井盖", "油烟", "噪声", "停车", "垃圾", "绿化", "漏水")
WORDS = ("一直没有人管", "晚上特别厉害", "请派人看看", "已经两个月了", "影响老人出门", "反映过多次")
LABELS = ("粗类甲", "粗类乙", "粗类丙")


def rows(many: int, seed: int = 7) -> Iterator[list[str]]:
    """So many work orders: every twentieth repeats the text before it, every fifteenth has a coarse label."""
    chance, text = random.Random(seed), ""
    for n in range(many):
        if n % 20 != 19:
            text = "，".join(chance.sample(WORDS, 3)) + f"，第{chance.randrange(99)}号楼。" * chance.randrange(1, 40)
        at = FIRST + timedelta(minutes=37 * n)
        label = LABELS[n % 3] if n % 15 == 0 else ""
        yield [
            str(1000 + n * 3),
            f"U{n:07d}",
            f"{chance.choice(THINGS)}问题",
            text,
            f"{at:%Y-%m-%d %H:%M:%S}",
            label,
            "",
            "0",
            "0",
            "made",
        ]


def as_csv(table: Sequence[Sequence[str]], header: Sequence[str] = HEADER, encoding: str = "utf-8") -> bytes:
    """The sheet as CSV."""
    out = StringIO()
    csv.writer(out).writerows([header, *table])
    return out.getvalue().encode(encoding)


def as_xlsx(table: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """The sheet as a workbook."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *table):
        sheet.append(list(row))
    out = BytesIO()
    book.save(out)
    return out.getvalue()
