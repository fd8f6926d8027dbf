"""How a clock stands, in a shape and in words (look.md sections 5 and 6). Pure.

Words are a msgid and its parameters; the edge translates them with gettext.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.core.msgid import N_
from app.core.values import Span, Unit
from app.sla.clocks import ClockKind
from app.sla.workcal import Calendar, Left, passed, remaining


class LampKind(StrEnum):
    """The four lamps; each has a shape and a word beside its colour."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    OFF = "off"


@dataclass(frozen=True)
class Words:
    """A sentence before translation."""

    msgid: str
    params: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Lamp:
    """A lamp with the clock it speaks of. words: on the case page; short: in lists."""

    kind: LampKind
    clock: ClockKind
    due_at: datetime
    words: Words
    short: Words
    estimated: bool = False

    @property
    def rank(self) -> tuple[int, datetime]:
        """Sorts the worst first: by shape, then by the earliest due."""
        return SEVERITY.index(self.kind), self.due_at


SEVERITY = (LampKind.RED, LampKind.YELLOW, LampKind.GREEN, LampKind.OFF)
LAMP_WORDS = {
    LampKind.GREEN: N_("正常"),
    LampKind.YELLOW: N_("临近"),
    LampKind.RED: N_("超期"),
    LampKind.OFF: N_("停钟"),
}
CLOCK_WORDS = {
    ClockKind.FILE: N_("受理立案"),
    ClockKind.VERIFY: N_("核实"),
    ClockKind.DISPATCH: N_("派遣"),
    ClockKind.SIGN_IN: N_("签收"),
    ClockKind.RESPOND: N_("先行联系"),
    ClockKind.DISPOSE: N_("处置"),
    ClockKind.CHECK: N_("核查"),
    ClockKind.REVIEW: N_("社区评议"),
    ClockKind.CALL_BACK: N_("回访"),
    ClockKind.HOTLINE: N_("热线时限"),
    ClockKind.ANSWER: N_("答复督办"),
    ClockKind.PART_SIGN_IN: N_("协办签收"),
    ClockKind.PART: N_("协办"),
    ClockKind.OVERRIDE: N_("裁决"),
    ClockKind.REOPEN: N_("定是否重开"),
    ClockKind.RECHECK: N_("复查"),
    ClockKind.CONFERENCE: N_("会商"),
}
SPAN_WORDS = {
    Unit.ELAPSED_MINUTE: N_("%(n)s 分钟"),
    Unit.ELAPSED_HOUR: N_("%(n)s 小时"),
    Unit.WORKING_HOUR: N_("%(n)s 个工作时"),
    Unit.WORKING_DAY: N_("%(n)s 个工作日"),
    Unit.CALENDAR_DAY: N_("%(n)s 个自然日"),
}
NOT_BEGUN = {
    ClockKind.SIGN_IN: N_("派遣后起算"),
    ClockKind.RESPOND: N_("派遣后起算"),
    ClockKind.DISPOSE: N_("派遣后起算"),
    ClockKind.CHECK: N_("办好后起算"),
    ClockKind.REVIEW: N_("核查通过后起算"),
}
LEFT_LONG = {
    Left.MINUTE: N_("还剩 %(n)s 分钟"),
    Left.HOUR: N_("还剩 %(n)s 小时"),
    Left.DAY: N_("还剩 %(n)s 天"),
    Left.WORKING_HOUR: N_("还剩 %(n)s 个工作时"),
    Left.WORKING_DAY: N_("还剩 %(n)s 个工作日"),
}
LEFT_SHORT = {
    Left.MINUTE: N_("剩 %(n)s 分钟"),
    Left.HOUR: N_("剩 %(n)s 小时"),
    Left.DAY: N_("剩 %(n)s 天"),
    Left.WORKING_HOUR: N_("剩 %(n)s 工作时"),
    Left.WORKING_DAY: N_("剩 %(n)s 工作日"),
}
OVER_LONG = {
    Left.MINUTE: N_("超期 %(n)s 分钟"),
    Left.HOUR: N_("超期 %(n)s 小时"),
    Left.DAY: N_("超期 %(n)s 天"),
    Left.WORKING_HOUR: N_("超期 %(n)s 个工作时"),
    Left.WORKING_DAY: N_("超期 %(n)s 个工作日"),
}
OVER_SHORT = {
    Left.MINUTE: N_("超 %(n)s 分钟"),
    Left.HOUR: N_("超 %(n)s 小时"),
    Left.DAY: N_("超 %(n)s 天"),
    Left.WORKING_HOUR: N_("超 %(n)s 工作时"),
    Left.WORKING_DAY: N_("超 %(n)s 工作日"),
}
LATE_BY = {
    Left.MINUTE: N_("晚了 %(n)s 分钟"),
    Left.HOUR: N_("晚了 %(n)s 小时"),
    Left.DAY: N_("晚了 %(n)s 天"),
    Left.WORKING_HOUR: N_("晚了 %(n)s 个工作时"),
    Left.WORKING_DAY: N_("晚了 %(n)s 个工作日"),
}
PAUSED = Words(N_("挂账，停钟"))
KEPT = Words(N_("做到了"))
KEPT_LATER = Words(N_("按延期后的时间做到了，严格算没做到"))
UNDONE = Words(N_("核查或评议没通过，这次不算办成"))
DROPPED = Words(N_("不再计时"))
RAN_OUT = Words(N_("到期没有结论"))


def span_words(span: Span) -> Words:
    """What was promised: 5 个工作日."""
    return Words(SPAN_WORDS[span.unit], {"n": span.amount})


def time_words(calendar: Calendar, at: datetime, due_at: datetime, unit: Unit, *, short: bool = False) -> Words:
    """还剩 3 个工作时, 超期 40 分钟; in lists 剩 3 工作时, 超 40 分钟."""
    left = remaining(calendar, at, due_at, unit)
    if left.amount == 0:
        return Words(_under_a_minute(left.late, short))
    table = (OVER_SHORT if short else OVER_LONG) if left.late else (LEFT_SHORT if short else LEFT_LONG)
    return Words(table[left.unit], {"n": left.amount})


def late_words(calendar: Calendar, due_at: datetime, stopped_at: datetime, unit: Unit) -> Words:
    """By how much a promise was broken: 晚了 2 个工作时."""
    left = remaining(calendar, stopped_at, due_at, unit)
    return Words(LATE_BY[left.unit], {"n": left.amount}) if left.amount else Words(N_("晚了一点"))


def lamp_kind(yellow_at: datetime, due_at: datetime, at: datetime, *, paused: bool = False) -> LampKind:
    """Green under 80 % of the limit, yellow from there, red when due, off while paused."""
    if paused:
        return LampKind.OFF
    if at >= due_at:
        return LampKind.RED
    return LampKind.YELLOW if at >= yellow_at else LampKind.GREEN


def worst(lamps: Iterable[Lamp]) -> Lamp | None:
    """The worst running clock is the lamp of the case."""
    return min(lamps, key=lambda lamp: lamp.rank, default=None)


def used_percent(calendar: Calendar, start: datetime, due_at: datetime, at: datetime, unit: Unit) -> int:
    """How much of the promise is used up, 0 to 100, rounded down."""
    whole, gone = passed(calendar, start, due_at, unit), passed(calendar, start, at, unit)
    return max(0, min(100, int(100 * gone / whole))) if whole else 100


def _under_a_minute(late: bool, short: bool) -> str:
    # An office clock that ran out at closing time stands at zero until the next opening: no number then.
    if late:
        return N_("超期") if short else N_("已超期")
    return N_("不到 1 分钟") if short else N_("还剩不到 1 分钟")
