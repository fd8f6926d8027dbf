"""What comes in with a report or a result: plain values, made at the door."""

from dataclasses import dataclass
from datetime import datetime

from app.cases.shots import Shot
from app.cases.words import Finding, Outcome, PhotoKind, Source, Urgency
from app.core.files import Stored
from app.core.values import Point


@dataclass(frozen=True)
class Picture:
    """A stored picture or file, and when in the story it was made. shot: how a picture of the result was judged."""

    kind: PhotoKind
    stored: Stored
    shot: Shot | None = None


@dataclass(frozen=True)
class Spot:
    """Where it is. point: WGS-84 degrees or None; coord_sys: what came in; accuracy_m: metres."""

    point: Point | None = None
    coord_sys: str | None = None
    accuracy_m: int | None = None
    address: str = ""
    estate_id: int | None = None
    place_id: int | None = None


@dataclass(frozen=True)
class Result:
    """The disposal as reported done (domain.md section 1, the reply form). fact: is it as told; claim: is
    the demand reasonable; reply: the text to the citizen; note: for the file only; photo_why: why a picture of
    the result does not show that it was taken there and then."""

    outcome: Outcome
    fact: Finding
    claim: Finding
    reply: str
    note: str = ""
    pictures: tuple[Picture, ...] = ()
    photo_why: str = ""


@dataclass(frozen=True)
class Report:
    """A problem as it came in. result: 自行处置, it was fixed on the spot by whoever reports it.

    about_handlers: the reporter says it is about the people who would handle it (complained_about).
    hotline_due_at: until when the city wants an answer.
    contact: the salted commitment of name and phone, which lie elsewhere.
    same_as: the number of an open case that whoever reports says is the same problem.
    urgency: how urgent whoever saw it found it; it counts where that is more than the category says.
    """

    source: Source
    text: str
    category_id: int | None = None
    spot: Spot = Spot()
    pictures: tuple[Picture, ...] = ()
    form_key: str | None = None
    confidential: bool = False
    about_handlers: bool = False
    source_number: str | None = None
    source_at: datetime | None = None
    hotline_due_at: datetime | None = None
    follow_up_of_id: int | None = None
    result: Result | None = None
    contact: str | None = None
    same_as: str | None = None
    urgency: Urgency | None = None

    @property
    def reads_back(self) -> bool:
        """Its own transaction asks the database for what it has just written: it cannot be taken in late."""
        return self.about_handlers or self.result is not None or self.follow_up_of_id is not None
