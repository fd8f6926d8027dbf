"""The packet as the panel reads it, composed from what was written and what is hidden of it. Pure."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cases.words import Finding, Outcome, PhotoKind
from app.catalog.words import Evidence
from app.core.pictures import Box
from app.review.words import PacketField

BEFORE = (PhotoKind.REPORT, PhotoKind.BEFORE)
AFTER = (PhotoKind.AFTER, PhotoKind.CHECK)
KNOWN_AT_LEAST = 2  # letters of a known word: a single one would black out half a text
ROAD = re.compile("[一-鿿]{2,8}?[路街道巷]")


@dataclass(frozen=True)
class Shown:
    """A picture of the packet. sha256: of what the panel gets, None when it is left out; original: of what was sent.

    boxes: what is blacked out in it.
    """

    id: int
    kind: PhotoKind
    original: str
    sha256: str | None
    boxes: tuple[Box, ...] = ()

    @property
    def untouched(self) -> bool:
        """Nothing was done to it."""
        return self.sha256 == self.original


@dataclass(frozen=True)
class Blacked:
    """Words that a preparer blacked out of a text."""

    id: int
    field: PacketField
    words: str


@dataclass(frozen=True)
class Packet:
    """What the panel reads: no name, phone, door number or plate, and of the place the residential grid alone.

    said: what was reported; answered: the last answer of the round; photo_why: why a picture of the result does not
    show when and where it was taken; "" where there is none or it was erased.
    photos: all that belong to it, also those left out. changed_at: when something was last hidden or shown again.
    until: the moment of which this is the packet; None: now.
    """

    case_id: int
    round: int
    where: str
    extensions: int
    evidence: tuple[str, ...]
    outcome: Outcome | None
    fact: Finding | None
    claim: Finding | None
    said: str
    answered: str
    photo_why: str
    photos: tuple[Shown, ...]
    words: tuple[Blacked, ...]
    changed_at: datetime | None
    until: datetime | None = None

    @property
    def before(self) -> list[Shown]:
        """The pictures of how it was."""
        return [photo for photo in self.photos if photo.kind in BEFORE and photo.sha256]

    @property
    def after(self) -> list[Shown]:
        """The pictures of how it is."""
        return [photo for photo in self.photos if photo.kind in AFTER and photo.sha256]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How much is hidden by hand: words, boxes, whole pictures."""
        boxes = sum(len(photo.boxes) for photo in self.photos if photo.sha256)
        return len(self.words), boxes, sum(photo.sha256 is None for photo in self.photos)

    def text(self, field: PacketField) -> str:
        """One of its texts."""
        texts = {PacketField.SAID: self.said, PacketField.ANSWERED: self.answered}
        return texts.get(field, self.photo_why)

    def photo(self, photo_id: int) -> Shown | None:
        """One of its pictures."""
        return next((photo for photo in self.photos if photo.id == photo_id), None)

    def may_leave_out(self, photo: Shown) -> bool:
        """Where a pair of pictures is the evidence, one after the work stays."""
        others = [other for other in self.after if other.id != photo.id]
        return photo.kind not in AFTER or bool(others) or Evidence.PHOTO_PAIR not in self.evidence


def known_words(names: Iterable[str], places: Iterable[str]) -> list[str]:
    """What is hidden because we know it: names of people, and everything of the place finer than its grid."""
    found: list[str] = []
    for place in places:
        found += [place, *ROAD.findall(place)]
    return _longest_first(word for word in (*names, *found) if len(word.strip()) >= KNOWN_AT_LEAST)


def is_the_reporters(kind: PhotoKind, taken_in: datetime, by_user_id: int | None, reported_at: datetime) -> bool:
    """A picture that came with the report: of somebody who asked to stay unknown it tells from which window."""
    return kind is PhotoKind.REPORT and (by_user_id is None or taken_in <= reported_at)


def boxes_of(kept: Sequence[Sequence[int]]) -> tuple[Box, ...]:
    """Boxes as a row keeps them."""
    return tuple(Box(*box) for box in kept)


def last(moments: Collection[datetime | None], until: datetime | None) -> datetime | None:
    """The last of these moments; until: not after it."""
    return max((m for m in moments if m is not None and (until is None or m <= until)), default=None)


def _longest_first(words: Iterable[str]) -> list[str]:
    # 和风苑 after 和风苑一期, or what is left of the longer would still tell.
    return sorted(set(words), key=lambda word: (-len(word), word))
