"""The pictures of a case as its pages show them: side by side, and what each of a result is worth."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import url_for

from app.cases.labels import label
from app.cases.models import Case
from app.cases.models_trail import CasePhoto
from app.cases.shots import WORDS, Doubt
from app.cases.words import PhotoKind
from app.core.distance import metres
from app.core.values import Point
from app.core.web import local
from app.core.web.locale import said as _

BEFORE, AFTER = (PhotoKind.REPORT, PhotoKind.BEFORE), (PhotoKind.AFTER, PhotoKind.CHECK)


@dataclass(frozen=True)
class Picture:
    """A picture as the macro shows it."""

    url: str
    alt: str
    caption: str
    is_image: bool = True


@dataclass(frozen=True)
class Noted:
    """A picture of the result: the n-th, when and how far away it was taken, and a lamp with its words."""

    n: int
    when: str
    away: str
    lamp: str
    words: str


def context(case: Case, photos: Sequence[CasePhoto]) -> dict[str, Any]:
    """What the case page says of pictures."""
    return {
        "before": sides(case, photos, BEFORE),
        "after": sides(case, photos, AFTER),
        "apart": metres_apart(photos, case.round),
        "noted": noted(photos, case.round),
        "papers": papers(case, photos),
    }


def sides(case: Case, photos: Sequence[CasePhoto], kinds: Sequence[PhotoKind]) -> list[Picture]:
    """The pictures of one side: the report's always, the others of this round."""
    return [_picture(case, p) for p in photos if p.kind in kinds and _is_shown(p, case.round)]


def papers(case: Case, photos: Sequence[CasePhoto]) -> list[Picture]:
    """Everything that does not stand in the pair: documents, the picture after making safe, earlier rounds."""
    pair = {p.id for p in photos if p.kind in (*BEFORE, *AFTER) and _is_shown(p, case.round)}
    rest = [p for p in photos if p.id not in pair and p.erased_at is None]
    return [replace(_picture(case, p), alt=_name(p, case.round)) for p in rest]


def noted(photos: Sequence[CasePhoto], round_: int) -> list[Noted]:
    """What the camera noted for every picture of this round's result, and what that is worth."""
    results = [p for p in photos if p.kind is PhotoKind.AFTER and _is_shown(p, round_)]
    return [_noted(n, p) for n, p in enumerate(results, start=1) if p.doubts or p.metres_off is not None]


def metres_apart(photos: Sequence[CasePhoto], round_: int) -> int | None:
    """How far the first picture before and the first after were taken from each other; None when unknown."""
    placed = [
        (p.kind, Point(p.lon, p.lat))
        for p in photos
        if _is_shown(p, round_) and p.lon is not None and p.lat is not None
    ]
    first = next((point for kind, point in placed if kind in BEFORE), None)
    second = next((point for kind, point in placed if kind in AFTER), None)
    return None if first is None or second is None else round(metres(first, second))


def _is_shown(photo: CasePhoto, round_: int) -> bool:
    of_round = photo.round == round_ or photo.kind is PhotoKind.REPORT
    return of_round and photo.erased_at is None and photo.mime.startswith("image/")


def _picture(case: Case, photo: CasePhoto) -> Picture:
    url = url_for("casework.photo", case_id=case.id, photo_id=photo.id)
    taken = local(photo.taken_at or photo.at)
    alt = _("%(kind)s的照片", kind=_(label(photo.kind)))
    return Picture(url, alt, f"{_(label(photo.kind))} {taken}", photo.mime.startswith("image/"))


def _noted(n: int, photo: CasePhoto) -> Noted:
    doubts = [Doubt(doubt) for doubt in photo.doubts]
    when = _("拍于 %(at)s", at=local(photo.taken_at)) if photo.taken_at else _("上传于 %(at)s", at=local(photo.at))
    away = "" if photo.metres_off is None else _("离案件位置 %(n)s 米", n=photo.metres_off)
    words = _("、").join(_(WORDS[doubt]) for doubt in doubts) or _("时间、位置都对得上")
    return Noted(n, when, away, _lamp_of(doubts), words)


def _lamp_of(doubts: Sequence[Doubt]) -> str:
    return "red" if {Doubt.EARLY, Doubt.FAR} & set(doubts) else "yellow" if doubts else "green"


def _name(photo: CasePhoto, round_: int) -> str:
    what = photo.name or _(label(photo.kind))
    return what if photo.round == round_ else _("第 %(n)s 轮 %(name)s", n=photo.round, name=what)
