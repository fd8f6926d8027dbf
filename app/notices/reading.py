"""A notice in its reader's language: the edge where msgids become sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext

from app.cases.labels import label
from app.cases.words import DeskKind
from app.core.clock import street_time
from app.core.msgid import N_
from app.notices.channels import Letter, Written
from app.notices.words import FOR_REPORTERS, FOR_REVIEWERS, SENTENCES, NoticeKind
from app.sla.clocks import ClockKind
from app.sla.lamps import CLOCK_WORDS

BOTH = ("zh", "en")
WAYS_BACK = N_(
    "请打开您保存的链接；没有链接的，到 %(page)s 用编号和手机后四位查。"
    "14 天之内可以说解决了没有、满不满意；没办好的可以请求重开。办的人看不到您的评价。"
    "这封信由系统发出，不用回复，里面没有您的链接。"
)


@dataclass(frozen=True)
class Read:
    """A sentence and where it leads."""

    text: str
    href: str | None


def read(kind: NoticeKind, case_id: int | None, params: Mapping[str, Any]) -> Read:
    """The sentence of a notice, and the page where its reader acts on it."""
    href = f"/cases/{case_id}" if case_id else None
    if kind in FOR_REVIEWERS:
        href = f"/panel/{params['review_id']}" if "review_id" in params else "/panel"
    if "handover" in params:  # 0: the one that waits to be signed stands on the page itself
        href = f"/handover/{params['handover']}" if params["handover"] else "/handover"
    if "device" in params:
        href = f"/admin/devices/{params['device']}"
    return Read(gettext(SENTENCES[kind], **_facts(params)), href)


def letter(mail: Letter) -> Written:
    """A mail: the sentence as its subject, and where to go for the rest. No link, no detail of the case."""
    if mail.kind in FOR_REPORTERS:
        return _to_reporter(mail)
    with force_locale(mail.locale):
        text = read(mail.kind, None, mail.params).text
        return Written(text, "\n\n".join((text, gettext("请登录邻格查看。这封信由系统发出，不用回复。"))))


def _to_reporter(mail: Letter) -> Written:
    """In both languages, for we do not know theirs. Their secret link is not known here: only they have it."""
    subjects, bodies = [], []
    for locale in BOTH:
        with force_locale(locale):
            subjects.append(read(mail.kind, None, mail.params).text)
            bodies += [subjects[-1], gettext(WAYS_BACK, page=_track_page(mail.params))]
    return Written(subjects[0], "\n\n".join(bodies))


def _track_page(params: Mapping[str, Any]) -> str:
    base = str(current_app.config["PUBLIC_URL"])
    return f"{base}/s/{params['street']}/track" if base else gettext("邻格网页的“查进度”")


def _facts(params: Mapping[str, Any]) -> dict[str, str]:
    facts = {"receipt": str(params.get("receipt", ""))}
    if "unsent" in params:
        facts["unsent"] = str(params["unsent"])
    if "clock" in params:
        facts["clock"] = gettext(CLOCK_WORDS[ClockKind(params["clock"])])
    if "due_at" in params:
        facts["due"] = street_time(datetime.fromisoformat(params["due_at"])).strftime("%m-%d %H:%M")
    if "desk" in params:
        facts["desk"] = gettext(label(DeskKind(params["desk"])))
    return facts
