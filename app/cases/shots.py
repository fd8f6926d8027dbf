"""Was the picture of the result taken there, and after the work began? Pure (domain.md section 4, the tablet).

A picture whose camera noted neither, or something that does not fit, is taken only with a written reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.core.distance import metres
from app.core.msgid import N_
from app.core.values import Point

WITHIN_M = 50
AGREE = timedelta(minutes=1)  # of a camera's clock and ours, and of what a slow line adds to a tablet's


class Doubt(StrEnum):
    """What speaks against a picture, the gravest first. OLD: done again, and no new picture."""

    EARLY = "early"
    FAR = "far"
    OLD = "old"
    NO_TIME = "no_time"
    NO_PLACE = "no_place"


WORDS = {
    Doubt.EARLY: N_("开工前拍的"),
    Doubt.FAR: N_("离案件位置超过 50 米"),
    Doubt.OLD: N_("没有新拍的照片"),
    Doubt.NO_TIME: N_("没有时间信息"),
    Doubt.NO_PLACE: N_("没有位置信息"),
}
ASK = {
    Doubt.EARLY: N_("处置之后的照片是开工前拍的：请重拍，或写明原因"),
    Doubt.FAR: N_("处置之后的照片离案件位置超过 50 米：请重拍，或写明原因"),
    Doubt.OLD: N_("没有新拍的处置之后的照片：请重拍，或写明原因"),
    Doubt.NO_TIME: N_("处置之后的照片没有时间信息：请写明原因"),
    Doubt.NO_PLACE: N_("处置之后的照片没有位置信息：请写明原因"),
}
ASK_BOTH = N_("处置之后的照片没有时间和位置信息：请写明原因")


@dataclass(frozen=True)
class Shot:
    """A picture of the result as it was judged. metres: from the case's point, None when unknown."""

    metres: int | None
    doubts: tuple[Doubt, ...]


def judge(taken_at: datetime | None, point: Point | None, *, began_at: datetime, spot: Point | None) -> Shot:
    """What the camera noted against when the work began and where the case is."""
    away = None if point is None or spot is None else round(metres(point, spot))
    holds = {
        Doubt.EARLY: taken_at is not None and taken_at < began_at.replace(microsecond=0) - AGREE,
        Doubt.FAR: away is not None and away > WITHIN_M,
        Doubt.NO_TIME: taken_at is None,
        Doubt.NO_PLACE: point is None,
    }
    return Shot(away, tuple(doubt for doubt, true in holds.items() if true))


def all_doubts(shots: Iterable[Shot], *, wanted: bool) -> tuple[Doubt, ...]:
    """Everything that speaks against some pictures, the gravest first. wanted: there must be one."""
    shots = list(shots)
    found = {doubt for shot in shots for doubt in shot.doubts} | ({Doubt.OLD} if wanted and not shots else set())
    return tuple(doubt for doubt in Doubt if doubt in found)


def ask(doubts: Iterable[Doubt]) -> str:
    """What whoever hands them in is asked, a msgid; of several doubts the gravest."""
    first, *rest = doubts
    return ASK_BOTH if first is Doubt.NO_TIME and rest else ASK[first]
