"""How a clock is shown: shape and words (look.md sections 5 and 6)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.core.values import Unit
from app.sla.clocks import ClockKind
from app.sla.lamps import Lamp, LampKind, Words, lamp_kind, late_words, time_words, used_percent, worst
from tests.builders.calendars import street_calendar

CALENDAR = street_calendar()


def wall(text: str) -> datetime:
    """Street time, aware."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai"))


def said(words: Words) -> str:
    """The Chinese sentence."""
    return words.msgid % words.params if words.params else words.msgid


@pytest.mark.parametrize(
    ("at", "end", "unit", "long", "short"),
    [
        ("2026-11-23 14:30", "2026-11-23 18:00", Unit.WORKING_DAY, "还剩 3 个工作时", "剩 3 工作时"),
        ("2026-11-20 10:00", "2026-11-24 18:00", Unit.WORKING_DAY, "还剩 2 个工作日", "剩 2 工作日"),
        ("2026-11-18 18:40", "2026-11-18 18:00", Unit.ELAPSED_MINUTE, "超期 40 分钟", "超 40 分钟"),
        ("2026-11-18 20:00", "2026-11-19 18:00", Unit.ELAPSED_HOUR, "还剩 22 小时", "剩 22 小时"),
        ("2026-11-20 18:00", "2026-11-18 18:00", Unit.WORKING_DAY, "超期 2 个工作日", "超 2 工作日"),
        ("2026-11-21 10:00", "2026-11-20 18:00", Unit.WORKING_DAY, "已超期", "超期"),
        ("2026-11-18 10:59:30", "2026-11-18 11:00", Unit.WORKING_HOUR, "还剩不到 1 分钟", "不到 1 分钟"),
    ],
)
def test_time_is_said_with_its_unit(at: str, end: str, unit: Unit, long: str, short: str) -> None:
    assert said(time_words(CALENDAR, wall(at), wall(end), unit)) == long
    assert said(time_words(CALENDAR, wall(at), wall(end), unit, short=True)) == short


def test_a_lamp_is_green_then_yellow_from_eighty_percent_then_red_when_due() -> None:
    yellow, end = wall("2026-11-18 12:00"), wall("2026-11-18 16:00")
    moments = ("2026-11-18 11:59", "2026-11-18 12:00", "2026-11-18 16:00")
    assert [lamp_kind(yellow, end, wall(at)).value for at in moments] == ["green", "yellow", "red"]
    assert lamp_kind(yellow, end, wall("2026-11-18 16:00"), paused=True) is LampKind.OFF


def test_the_worst_running_clock_is_the_lamp_of_the_case() -> None:
    none = Words("")
    end = wall("2026-11-18 16:00")
    lamps = [Lamp(kind, ClockKind.DISPOSE, end, none, none) for kind in LampKind]
    found = worst(lamps)
    assert found is not None and found.kind is LampKind.RED
    assert worst([]) is None


def test_a_broken_promise_says_by_how_much() -> None:
    assert (
        said(late_words(CALENDAR, wall("2026-11-18 17:00"), wall("2026-11-19 09:30"), Unit.WORKING_HOUR))
        == "晚了 2 个工作时"
    )


def test_used_time_stays_between_nothing_and_all() -> None:
    start, end = wall("2026-11-18 08:30"), wall("2026-11-18 18:00")
    moments = ("2026-11-17 09:00", "2026-11-18 12:30", "2026-11-20 09:00")
    assert [used_percent(CALENDAR, start, end, wall(at), Unit.WORKING_HOUR) for at in moments] == [0, 43, 100]
