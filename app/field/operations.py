"""An operation as a tablet sends it: read strictly, kept plainly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.values import BIGGEST_ID, Point
from app.field import moments
from app.field.verbs import ON_TABLET, REPORT

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SHA = re.compile(r"[0-9a-f]{64}")
KNOWN = frozenset({REPORT, *(verb.value for verb in ON_TABLET)})
FIELDS_MAX, VALUES_MAX, PHOTOS_MAX = 40, 10, 12
UNREADABLE = N_("这一条平板写得不对，读不懂")


@dataclass(frozen=True)
class Shot:
    """A picture of an operation, by the hash of its bytes. taken_at, point: as the tablet noted them."""

    sha256: str
    taken_at: datetime | None
    point: Point | None


@dataclass(frozen=True)
class Operation:
    """What somebody did. do: a verb, or "report"; seen: how long the story was that they had before them.

    happened_at: by the tablet's clock; fields: as a form would send them; photos: by the name of their field.
    """

    uuid: str
    do: str
    case_id: int | None
    seen: int
    happened_at: datetime
    fields: Mapping[str, list[str]] = field(default_factory=dict)
    photos: Mapping[str, list[Shot]] = field(default_factory=dict)

    @property
    def form(self) -> MultiDict[str, str]:
        """The fields as a request would bring them; a new one each time."""
        return MultiDict({name: list(values) for name, values in self.fields.items()})

    @property
    def hashes(self) -> list[str]:
        """Of all its pictures, each once."""
        return list(dict.fromkeys(shot.sha256 for shots in self.photos.values() for shot in shots))


def uuid_of(raw: Any) -> str:
    """What an operation calls itself, "" for one that has no right name."""
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and UUID.fullmatch(found) else ""


def device_of(raw: Any) -> str:
    """What a tablet calls itself. Raises Invalid."""
    if not isinstance(raw, str) or not UUID.fullmatch(raw):
        raise Invalid(UNREADABLE)
    return raw


def moment(raw: Any) -> datetime:
    """A moment with its zone, held within what a tablet's clock can show: one that lost its battery wakes in 1970, and
    what was done then is not to be refused for it. Raises Invalid for what is no moment."""
    try:
        found = datetime.fromisoformat(raw)
    except (TypeError, ValueError):
        raise Invalid(UNREADABLE) from None
    if found.tzinfo is None:
        raise Invalid(UNREADABLE)
    return min(max(found, moments.FIRST), moments.LAST)


def read(raw: Any) -> Operation:
    """One operation. Raises Invalid for anything that our own tablet would not send."""
    uuid, do = uuid_of(raw), raw.get("do") if isinstance(raw, dict) else None
    if not uuid or not isinstance(do, str) or do not in KNOWN:
        raise Invalid(UNREADABLE)
    case_id, seen = raw.get("case"), raw.get("seen")
    if (do == REPORT) is not (case_id is None) or (case_id is not None and not is_number(case_id)):
        raise Invalid(UNREADABLE)
    at = moment(raw.get("happened_at"))
    return Operation(uuid, do, case_id, seen if is_number(seen) else 0, at, _fields(raw), _photos(raw))


def is_number(value: Any) -> bool:
    """Whether a row, or a place in a story, can have it."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= BIGGEST_ID


def _fields(raw: Mapping[str, Any]) -> dict[str, list[str]]:
    found = raw.get("fields", {})
    good = isinstance(found, dict) and len(found) <= FIELDS_MAX
    if not good or not all(_are_texts(values) for values in found.values()):
        raise Invalid(UNREADABLE)
    return dict(found)


def _are_texts(values: Any) -> bool:
    return isinstance(values, list) and len(values) <= VALUES_MAX and all(isinstance(v, str) for v in values)


def _photos(raw: Mapping[str, Any]) -> dict[str, list[Shot]]:
    found = raw.get("photos", {})
    if not isinstance(found, dict) or not all(isinstance(shots, list) for shots in found.values()):
        raise Invalid(UNREADABLE)
    if sum(map(len, found.values())) > PHOTOS_MAX:
        raise Invalid(N_("照片太多了"))
    return {name: [_shot(one) for one in shots] for name, shots in found.items()}


def _shot(raw: Any) -> Shot:
    sha = raw.get("sha256") if isinstance(raw, dict) else None
    if not isinstance(sha, str) or not SHA.fullmatch(sha):
        raise Invalid(UNREADABLE)
    taken = moment(raw["taken_at"]) if raw.get("taken_at") else None
    return Shot(sha, taken, _point(raw.get("lon"), raw.get("lat")))


def _point(lon: Any, lat: Any) -> Point | None:
    degrees = all(isinstance(v, int | float) and not isinstance(v, bool) for v in (lon, lat))
    return Point(float(lon), float(lat)) if degrees and abs(lon) <= 180 and abs(lat) <= 90 else None
