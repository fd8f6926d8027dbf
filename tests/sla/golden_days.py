"""What the State Council's notices say of 2019 to 2026, and what the law alone says: rows typed by hand.

The days are typed from the `holidays` package, not from `chinesecalendar`: the app asks the latter, and a
source cannot vouch for itself. Each number was read at the head of a reprint of its notice; the pages are the
State Council Gazette's (www.gov.cn/gongbao), as the `holidays` package cites them.

Only days that differ from the plain week stand here: a weekend inside a holiday is off by itself.
"""

from typing import NamedTuple


class Year(NamedTuple):
    """The notices that arrange a year, the weekdays off (a comma between feasts), the weekends worked."""

    notices: tuple[str, ...]
    rest: str
    work: str


GOLDEN = {
    2019: Year(
        # The second notice came in March: Labour Day was to be one day, and became four.
        ("国办发明电〔2018〕15号 2018/content_5350046.htm", "国办发明电〔2019〕3号 2019/content_5380356.htm"),
        rest="01-01, 02-04 02-05 02-06 02-07 02-08, 04-05, 05-01 05-02 05-03, 06-07, 09-13,"
        " 10-01 10-02 10-03 10-04 10-07",
        work="02-02 02-03, 04-28 05-05, 09-29 10-12",
    ),
    2020: Year(
        # The second notice made the Spring Festival longer, to 2 February: Friday 31 January became a day
        # off, and Saturday 1 February, which the first one had worked, was given back.
        ("国办发明电〔2019〕16号 2019/content_5459138.htm", "国办发明电〔2020〕1号 2020/content_5477297.htm"),
        rest="01-01, 01-24 01-27 01-28 01-29 01-30 01-31, 04-06, 05-01 05-04 05-05, 06-25 06-26,"
        " 10-01 10-02 10-05 10-06 10-07 10-08",
        work="01-19, 04-26 05-09, 06-28, 09-27 10-10",
    ),
    2021: Year(
        ("国办发明电〔2020〕27号 2020/content_5567750.htm",),
        rest="01-01, 02-11 02-12 02-15 02-16 02-17, 04-05, 05-03 05-04 05-05, 06-14, 09-20 09-21,"
        " 10-01 10-04 10-05 10-06 10-07",
        work="02-07 02-20, 04-25 05-08, 09-18, 09-26 10-09",
    ),
    2022: Year(
        ("国办发明电〔2021〕11号 2021/content_5651728.htm",),
        rest="01-03, 01-31 02-01 02-02 02-03 02-04, 04-04 04-05, 05-02 05-03 05-04, 06-03, 09-12,"
        " 10-03 10-04 10-05 10-06 10-07",
        work="01-29 01-30, 04-02, 04-24 05-07, 10-08 10-09",
    ),
    2023: Year(
        ("国办发明电〔2022〕16号 2023/content_5736714.htm",),
        rest="01-02, 01-23 01-24 01-25 01-26 01-27, 04-05, 05-01 05-02 05-03, 06-22 06-23,"
        " 09-29 10-02 10-03 10-04 10-05 10-06",
        work="01-28 01-29, 04-23 05-06, 06-25, 10-07 10-08",
    ),
    2024: Year(
        ("国办发明电〔2023〕7号 2023/issue_10806/202311/content_6913823.html",),
        rest="01-01, 02-12 02-13 02-14 02-15 02-16, 04-04 04-05, 05-01 05-02 05-03, 06-10, 09-16 09-17,"
        " 10-01 10-02 10-03 10-04 10-07",
        work="02-04 02-18, 04-07, 04-28 05-11, 09-14, 09-29 10-12",
    ),
    2025: Year(
        ("国办发明电〔2024〕12号 2024/issue_11726/202411/content_6989767.html",),
        rest="01-01, 01-28 01-29 01-30 01-31 02-03 02-04, 04-04, 05-01 05-02 05-05, 06-02,"
        " 10-01 10-02 10-03 10-06 10-07 10-08",
        work="01-26 02-08, 04-27, 09-28 10-11",
    ),
    2026: Year(
        ("国办发明电〔2025〕7号 2025/issue_12406/202511/content_7048922.html",),
        rest="01-01 01-02, 02-16 02-17 02-18 02-19 02-20 02-23, 04-06, 05-01 05-04 05-05, 06-19, 09-25,"
        " 10-01 10-02 10-05 10-06 10-07",
        work="01-04, 02-14 02-28, 05-09, 09-20 10-10",
    ),
}

# A notice may reach back: the one for 2019 exchanged these two days of the December before.
REST_2018, WORK_2018 = "2018-12-31", "2018-12-29"

# Where `chinesecalendar` differs from the rows: the day, what it says ("work" or "rest"), and who is right.
# None in these years. (In 2020 to 2022 the two packages differ on which day of the Spring Festival is the
# exchanged one; both give the same days off, and the app never asks which.)
DISAGREEMENTS: tuple[tuple[str, str, str], ...] = ()

# The weekdays off in January and February by 全国年节及纪念日放假办法 alone, without any notice: 1 January, the
# first three days of the lunar year, from 2025 (国务院令 795) its eve too, and the next weekdays for those of
# them on a weekend. Two months are as far as the promises of December reach.
LAW = {
    2020: "01-01, 01-27 01-28 01-29",
    2022: "01-03, 02-01 02-02 02-03",
    2023: "01-02, 01-23 01-24 01-25",
    2024: "01-01, 02-12 02-13 02-14",
    2026: "01-01, 02-16 02-17 02-18 02-19",
    2027: "01-01, 02-05 02-08 02-09 02-10",
    2028: "01-03, 01-25 01-26 01-27 01-28",
    2029: "01-01, 02-12 02-13 02-14 02-15",
}

# Promises over New Year, as start, span and due; the notices end with the year of the start.
CROSSING = [
    # 2019 ended on a Tuesday; the law alone knows neither the make-up Sunday 19 January nor the eve, Friday 24
    ("2019-12-30 10:00", "1 working_day", "2019-12-31 18:00"),
    ("2019-12-31 10:00", "1 working_day", "2020-01-02 18:00"),
    ("2019-12-31 17:00", "1 working_hour", "2019-12-31 18:00"),
    ("2019-12-31 17:00", "2 working_hour", "2020-01-02 09:30"),
    ("2019-12-28 10:00", "2 working_day", "2019-12-31 18:00"),
    ("2019-12-28 10:00", "3 working_day", "2020-01-02 18:00"),
    ("2019-12-29 10:00", "2 calendar_day", "2019-12-31 18:00"),
    ("2019-12-29 10:00", "3 calendar_day", "2020-01-02 18:00"),
    ("2019-12-31 10:00", "19 calendar_day", "2020-01-20 18:00"),
    ("2019-12-31 10:00", "24 calendar_day", "2020-01-24 18:00"),
    ("2019-12-31 10:00", "25 calendar_day", "2020-01-30 18:00"),
    # 2021 ended on a Friday: 1 January fell on Saturday, and Monday 3 replaces it
    ("2021-12-30 10:00", "1 working_day", "2021-12-31 18:00"),
    ("2021-12-31 10:00", "1 working_day", "2022-01-04 18:00"),
    ("2021-12-31 18:30", "1 working_hour", "2022-01-04 09:30"),
    ("2021-12-26 10:00", "5 working_day", "2021-12-31 18:00"),
    ("2021-12-26 10:00", "6 working_day", "2022-01-04 18:00"),
    ("2021-12-31 10:00", "1 calendar_day", "2022-01-04 18:00"),
    # 2022 ended on a Saturday, so its last weekend crosses: Monday 2 January replaces Sunday
    ("2022-12-29 10:00", "1 calendar_day", "2022-12-30 18:00"),
    ("2022-12-30 10:00", "1 calendar_day", "2023-01-03 18:00"),
    ("2022-12-30 17:00", "1 working_hour", "2022-12-30 18:00"),
    ("2022-12-30 17:00", "2 working_hour", "2023-01-03 09:30"),
    ("2022-12-31 10:00", "1 working_hour", "2023-01-03 09:30"),
    ("2022-12-31 10:00", "1 working_day", "2023-01-03 18:00"),
    # 2023 ended on a Sunday, and Monday 1 January was off
    ("2023-12-28 10:00", "1 working_day", "2023-12-29 18:00"),
    ("2023-12-29 10:00", "1 working_day", "2024-01-02 18:00"),
    ("2023-12-30 10:00", "1 calendar_day", "2024-01-02 18:00"),
    ("2023-12-31 23:30", "1 working_day", "2024-01-02 18:00"),
    # 2025 ended on a Wednesday; the law alone works on Friday 2 January, and not on Sunday 4
    ("2025-12-31 10:00", "1 working_day", "2026-01-02 18:00"),
    ("2025-12-31 10:00", "2 working_day", "2026-01-05 18:00"),
    ("2025-12-27 10:00", "3 working_day", "2025-12-31 18:00"),
    ("2025-12-27 10:00", "4 working_day", "2026-01-02 18:00"),
    ("2025-12-31 10:00", "4 calendar_day", "2026-01-05 18:00"),
    ("2025-12-31 10:00", "46 calendar_day", "2026-02-20 18:00"),
    # 2026 ends on a Thursday; the Spring Festival of 2027 is off from Friday 5 to Wednesday 10 February
    ("2026-12-30 10:00", "1 calendar_day", "2026-12-31 18:00"),
    ("2026-12-31 10:00", "1 calendar_day", "2027-01-04 18:00"),
    ("2026-12-31 16:00", "9 working_hour", "2027-01-04 17:00"),
    ("2026-12-26 10:00", "4 working_day", "2026-12-31 18:00"),
    ("2026-12-26 10:00", "5 working_day", "2027-01-04 18:00"),
    ("2026-12-31 10:00", "24 working_day", "2027-02-04 18:00"),
    ("2026-12-31 10:00", "25 working_day", "2027-02-11 18:00"),
    ("2026-12-31 10:00", "36 calendar_day", "2027-02-11 18:00"),
]
