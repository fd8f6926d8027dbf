"""What `handled` must show (domain.md section 3, column evidence). Pure."""

from collections.abc import Collection, Iterable

from app.cases.words import PhotoKind
from app.catalog.words import Evidence
from app.core.msgid import N_

BEFORE = frozenset({PhotoKind.REPORT, PhotoKind.BEFORE, PhotoKind.SAFE})


def wanted_of(kept: Iterable[str] | None, by_category: Iterable[str]) -> tuple[str, ...]:
    """What a case must show: what was asked when it was filed; of a case of older days what its category asks."""
    return tuple(by_category if kept is None else kept)


def missing(wanted: Iterable[str], kinds: Collection[PhotoKind], reply: str) -> dict[str, str]:
    """Fields and messages of what is missing; empty when everything is there.

    kinds: of the pictures at hand, the report's among them. The reply is needed for every category.
    """
    items = {Evidence(item) for item in wanted}
    errors: dict[str, str] = {}
    if Evidence.PHOTO_PAIR in items and not BEFORE & set(kinds):
        errors["before"] = N_("要有一张处置之前的照片")
    if Evidence.PHOTO_PAIR in items and PhotoKind.AFTER not in kinds:
        errors["after"] = N_("要有一张处置之后的照片")
    if Evidence.DOCUMENT in items and PhotoKind.DOCUMENT not in kinds:
        errors["document"] = N_("这类案件要附一份凭据")
    if not reply.strip():
        errors["reply"] = N_("请写给居民的答复")
    return errors
