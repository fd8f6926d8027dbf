"""The story of a case in its reader's language: the edge where entries become sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import ngettext

from app.cases import shots
from app.cases.labels import label
from app.cases.lifecycle import State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CasePhoto, CaseText
from app.cases.words import (
    Approval,
    Decision,
    DeskKind,
    Finding,
    Outcome,
    Satisfaction,
    Solved,
    Source,
    TextKind,
    Urgency,
    Visit,
)
from app.casework.done import done
from app.casework.queries import CasePage, Names
from app.catalog.reasons import kept_words
from app.catalog.words import ReasonAct
from app.core.clock import from_street
from app.core.msgid import N_
from app.core.permissions import Actor, Role
from app.core.values import Span
from app.core.web import local
from app.core.web.locale import named
from app.core.web.locale import said as _
from app.review.words import WHY_VOID_WORDS, WhyVoid
from app.sla.lamps import SPAN_WORDS

KNOWS_REPORTER = (Role.INTAKE_CLERK, Role.DUTY_CHIEF)
NOON = time(12)
WORTH_TELLING = timedelta(minutes=1)
ERASED = N_("（已按规定删除）")


@dataclass(frozen=True)
class Line:
    """A line of the timeline, as the macro shows it."""

    at: datetime
    title: str
    text: str
    meta: str


def knows_reporter(actor: Actor, case: Case) -> bool:
    """`confidential` hides the reporter from all but intake and the duty chief (architecture.md section 3)."""
    return not case.confidential or actor.has(*KNOWS_REPORTER)


def lines(actor: Actor, page: CasePage) -> list[Line]:
    """The whole story, newest first."""
    hide = not knows_reporter(actor, page.case)
    return lines_of(page.entries, page.names, page.texts, page.photos, hide_reporter=hide)[::-1]


def lines_of(
    entries: Sequence[CaseEntry],
    names: Names,
    texts: Sequence[CaseText] = (),
    photos: Sequence[CasePhoto] = (),
    *,
    hide_reporter: bool = False,
) -> list[Line]:
    """Some of the story, in order. Texts and photos stand under the line whose chain committed to them."""
    said = {text.commitment: text for text in texts}
    shown = {photo.commitment for photo in photos if photo.erased_at is None}
    return [_line(entry, names, said, shown, hide_reporter) for entry in entries]


def _line(entry: CaseEntry, names: Names, said: Mapping[str, CaseText], shown: set[str], hide: bool) -> Line:
    kept = [t for c in entry.commitments if (t := said.get(c)) and t.kind is not TextKind.BLACKED]
    texts = [_(ERASED) if text.value is None else text.value for text in kept]
    pictures = sum(c in shown for c in entry.commitments)
    more = [*_facts(entry, names), *([ngettext("%(num)s 张照片", "%(num)s 张照片", pictures)] if pictures else [])]
    title = _("%(who)s　%(what)s", who=_who(entry, names, hide), what=_what(entry))
    return Line(entry.at, title, "\n".join(texts), " · ".join(more))


def _who(entry: CaseEntry, names: Names, hide: bool) -> str:
    if entry.verb is Verb.DECIDE:
        return _("评议小组")
    if entry.actor_id is not None:
        if hide and entry.verb is Verb.REPORT:
            return _("报告人（不公开）")
        return names.users.get(entry.actor_id, _("工作人员"))
    return _("居民") if entry.actor_kind == "resident" else _("规则自动")


def _what(entry: CaseEntry) -> str:
    # The rules' own lines after a passed check say where the case went, not that it was checked once more.
    if entry.actor_id is None and entry.verb in (Verb.CHECK_PASS, Verb.DECIDE):
        if entry.to_state is State.IN_REVIEW:
            return _("交社区评议")
        if entry.to_state is State.CLOSED:
            return _("结案")
    if entry.actor_kind == "resident" and entry.verb is Verb.NOTE:
        return _("补充情况")
    return done(entry.verb)


def _facts(entry: CaseEntry, names: Names) -> list[str]:
    facts = entry.facts
    told = [named(one) for act, key in REASONS.items() if (one := kept_words(act, key, facts)) is not None]
    told += [_listed(kind, facts[key]) for key, kind in LISTED.items() if facts.get(key)]
    told += [text for key, name in NAMED.items() if facts.get(key) and (text := name(facts[key], names))]
    told += [tell(facts[key]) for key, tell in TOLD.items() if facts.get(key) is not None]
    if entry.verb is Verb.DECIDE:
        told.append(_(label(entry.to_state)))
    return [*told, *_made_earlier(entry)]


def _made_earlier(entry: CaseEntry) -> list[str]:
    """That a move was made on a tablet before we heard of it, and that its clock went wrong."""
    if "acted_at" not in entry.facts:
        return []
    acted, device = (datetime.fromisoformat(entry.facts[key]) for key in ("acted_at", "device_at"))
    told = [_("%(at)s 办的，有信号后才收到", at=local(acted))] if entry.at - acted >= WORTH_TELLING else []
    off = abs(device - acted) >= WORTH_TELLING
    return [*told, _("平板上的钟是 %(at)s，没有照它算", at=local(device))] if off else told


def _listed(kind: type[StrEnum], value: str) -> str:
    return _(label(kind(value)))


def _owner(value: Any, names: Names) -> str:
    return _("归口 %(name)s", name=names.users.get(int(value), "—"))


def _unit(value: Any, names: Names) -> str:
    return _("由 %(name)s 承办", name=names.units.get(int(value), "—"))


def _suggested(value: Any, names: Names) -> str:
    return _("建议 %(name)s", name=names.units.get(int(value), "—"))


def _grid(value: Any, names: Names) -> str:
    found = names.grids.get(int(value))
    return found.name if found else ""


def _span(value: str) -> str:
    span = Span.parse(value)
    return _(SPAN_WORDS[span.unit], n=span.amount)


def day_of(value: str) -> str:
    """A day of the street as facts carry it: 11月23日."""
    return local(from_street(date.fromisoformat(value), NOON), "day")


def _counts(value: Sequence[int]) -> dict[str, int]:
    words, boxes, out = value
    return {"words": words, "boxes": boxes, "out": out}


REASONS = {ReasonAct.REFUSE: "reason", ReasonAct.SUSPEND: "waiting_for"}
LISTED: dict[str, type[StrEnum]] = {
    "source": Source,
    "outcome": Outcome,
    "approval": Approval,
    "solved": Solved,
    "satisfaction": Satisfaction,
    "asked": DeskKind,
    "to": State,
    "decision": Decision,
    "why": DeskKind,
    "visit": Visit,
    "urgency": Urgency,
}
NAMED: dict[str, Callable[[Any, Names], str]] = {
    "owner": _owner,
    "unit": _unit,
    "grid": _grid,
    "units": lambda value, names: _("、").join(names.units.get(int(i), "—") for i in value),
    "official": lambda value, names: _("包案 %(name)s", name=names.users.get(int(value), "—")),
    "part_unit": lambda value, names: _("协办 %(name)s", name=names.units.get(int(value), "—")),
    "suggested_unit": _suggested,
    "closed_unit": lambda value, names: _("%(name)s停用了", name=names.units.get(int(value), "—")),
    "before": lambda value, names: _("原来归 %(name)s", name=names.users.get(int(value), "—")),
    "called": lambda value, names: _("呼叫 %(name)s", name=names.users.get(int(value), "—")),
}
TOLD: dict[str, Callable[[Any], str]] = {
    "pool": lambda value: _("名单指纹 %(hash)s", hash=value[:8]),
    "seed": lambda value: _("种子 %(hash)s", hash=value[:8]),
    "reached": lambda value: _("联系上了") if value else _("没联系上"),
    "finding": lambda value: _("是否属实：%(what)s", what=_(label(Finding(value)))),
    "until": lambda value: _("到 %(day)s 复查", day=local(datetime.fromisoformat(value), "day")),
    "days": lambda value: ngettext("%(num)s 天", "%(num)s 天", int(value)),
    "within": lambda value: _("%(span)s内答复", span=_span(value)),
    "part_within": lambda value: _("%(span)s内办好", span=_span(value)),
    "held_at": lambda value: _("%(at)s 在现场", at=local(datetime.fromisoformat(value))),
    "held_on": lambda value: _("%(day)s 会商", day=day_of(value)),
    "void": lambda value: _(WHY_VOID_WORDS[WhyVoid(value)]),
    "voted": lambda value: _("投了 %(n)s 票", n=value),
    "second": lambda value: _("第二轮") if value else _("第一轮"),
    "same_as": lambda value: _("说和 %(receipt)s 是同一件事", receipt=value),
    "into": lambda value: _("并入 %(receipt)s", receipt=value),
    "relapse_of": lambda _value: _("返潮：这里结过案的，又出现了"),
    "recheck_days": lambda value: _("结案后第 %(n)s 天的复查", n=value),
    "came_back_as": lambda value: _("新立一件 %(receipt)s", receipt=value),
    "doubts": lambda value: _("照片：%(what)s", what=_("、").join(_(shots.WORDS[shots.Doubt(d)]) for d in value)),
    "category": lambda value: _("类别 %(code)s", code=value),
    "hotline_due_at": lambda value: _("热线要求 %(at)s 前办结", at=local(datetime.fromisoformat(value))),
    "packet": lambda value: _("文字 %(words)s 处、照片 %(boxes)s 块涂黑，%(out)s 张不给看", **_counts(value)),
    "source_at": lambda value: _("来源时间 %(at)s", at=local(datetime.fromisoformat(value))),
}
