"""What a panel reads of a case, as it stands or as it stood at the decision; and what preparers hid of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import ColumnElement, and_, column, or_, select, table, true

from app.cases.evidence import wanted_of
from app.cases.lifecycle import Verb
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CaseHandler, CasePhoto, CaseText
from app.cases.words import Finding, Outcome, PhotoKind, TextKind
from app.catalog.models import Category
from app.catalog.models_places import Estate, Place
from app.core.crypto import unseal
from app.core.db import db
from app.core.errors import NotFound
from app.grid.models import Grid
from app.people.models import User
from app.review import sheet
from app.review.models import Review
from app.review.models_packet import PacketPhoto, PacketWords
from app.review.packet import told
from app.review.sheet import AFTER, BEFORE, Blacked, Packet, Shown
from app.review.words import PacketField

# Intake lies beside review; the name that a reporter gave is opened here only to be looked for and hidden.
_CONTACT = table("contact", column("case_id"), column("name_cipher"), column("key_id"))
_RESULTS = (Verb.HANDLE, Verb.SELF_DISPOSE)
_TEXTS = {
    PacketField.SAID: TextKind.REPORT,
    PacketField.ANSWERED: TextKind.REPLY,
    PacketField.PHOTO_WHY: TextKind.PHOTO_WHY,
}


def packet(case_id: int, round_: int, until: datetime | None = None) -> Packet:
    """The packet of a round; until: as it was at this moment. Raises NotFound. Three statements."""
    (about, known), texts = _about(case_id, until), _texts(case_id, round_, until)
    photos = _photos(case_id, round_, until)
    hidden = [row for _, row in (*texts, *photos) if row is not None]
    words = [Blacked(row.id, row.field, text.value or "") for text, row in texts if row and row.stood(until)]
    facts = about.facts or {}
    return Packet(
        case_id=case_id,
        round=round_,
        where=about.where or "",
        extensions=about.extensions,
        evidence=wanted_of(about.asked, about.evidence or ()),
        outcome=Outcome(facts["outcome"]) if "outcome" in facts else None,
        fact=Finding(facts["fact"]) if "fact" in facts else None,
        claim=Finding(facts["claim"]) if "claim" in facts else None,
        said=_read(PacketField.SAID, texts, known, words),
        answered=_read(PacketField.ANSWERED, texts, known, words),
        photo_why=_read(PacketField.PHOTO_WHY, texts, known, words),
        photos=tuple(_shown(photos, until, about)),
        words=tuple(words),
        until=until,
        changed_at=sheet.last([m for row in hidden for m in (row.at, row.undone_at)], until),
    )


def picture(case_id: int, round_: int, photo_id: int, until: datetime | None = None) -> Shown | None:
    """One picture of the packet, also when it is left out; None for any other. Two statements."""
    about, _ = _about(case_id, until)
    photos = _shown(_photos(case_id, round_, until), until, about)
    return next((photo for photo in photos if photo.id == photo_id), None)


def last_review(case_id: int) -> Review | None:
    """The newest review of a case."""
    rows = select(Review).where(Review.case_id == case_id).order_by(Review.id.desc()).limit(1)
    return db.session.scalars(rows).one_or_none()


def _about(case_id: int, until: datetime | None) -> tuple[Any, list[str]]:
    """The case with its place and its last result, and the words that are hidden because we know them.

    Those are the names of everybody who had a part in it, the reporter's, and whatever is finer than the grid: the
    address, and the estates there. One statement; a row for each pair of names.
    """
    result = select(CaseEntry.facts).where(CaseEntry.case_id == Case.id, CaseEntry.verb.in_(_RESULTS))
    result = result.where(_by(CaseEntry.at, until)).order_by(CaseEntry.seq.desc()).limit(1)
    rows = select(
        Case.address,
        Case.confidential,
        Case.reported_at,
        Case.extensions,
        Case.evidence.label("asked"),
        Category.evidence,
        Grid.name.label("where"),
        Estate.name.label("estate"),
        (Place.lane + Place.number).label("place"),
        result.scalar_subquery().label("facts"),
        _CONTACT.c.name_cipher,
        _CONTACT.c.key_id,
        User.name,
    )
    rows = rows.outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(Grid, Grid.id == Case.residential_grid_id)
    rows = rows.outerjoin(Estate, or_(Estate.id == Case.estate_id, Estate.grid_id == Case.residential_grid_id))
    rows = rows.outerjoin(Place, Place.id == Case.place_id)
    rows = rows.outerjoin(_CONTACT, _CONTACT.c.case_id == Case.id).outerjoin(User, User.id.in_(_had_a_part(case_id)))
    found = db.session.execute(rows.where(Case.id == case_id)).all()
    if not found:
        raise NotFound()
    about = found[0]
    places = {row.estate or "" for row in found} | {about.address, about.place or ""}
    return about, sheet.known_words({*(row.name or "" for row in found), _opened(about)}, places)


def _had_a_part(case_id: int) -> Any:
    handled = select(CaseHandler.user_id).where(CaseHandler.case_id == case_id)
    return handled.union(select(CaseEntry.actor_id).where(CaseEntry.case_id == case_id))


def _opened(about: Any) -> str:
    if about.name_cipher is None:
        return ""
    try:
        return unseal(about.name_cipher, about.key_id)
    except (InvalidTag, KeyError):
        return ""  # a key that is gone opens nothing for anybody


def _texts(case_id: int, round_: int, until: datetime | None) -> Sequence[tuple[CaseText, PacketWords | None]]:
    """The report, the answers and reasons of the round, and what was blacked out of any. One statement."""
    of_round = CaseText.kind.in_((TextKind.REPLY, TextKind.PHOTO_WHY)) & (CaseText.round == round_)
    wanted = or_(CaseText.kind.in_((TextKind.REPORT, TextKind.BLACKED)), of_round)
    rows = select(CaseText, PacketWords).outerjoin(PacketWords, PacketWords.text_id == CaseText.id)
    rows = rows.where(CaseText.case_id == case_id, wanted, _by(CaseText.at, until)).order_by(CaseText.id)
    return [(text, row) for text, row in db.session.execute(rows)]


def _photos(case_id: int, round_: int, until: datetime | None) -> Sequence[tuple[CasePhoto, PacketPhoto | None]]:
    """Pictures of the round and of the report, with all that was done to each. One statement.

    Documents may carry names and stay out.
    """
    of_round = (CasePhoto.round == round_) | (CasePhoto.kind == PhotoKind.REPORT)
    rows = select(CasePhoto, PacketPhoto).outerjoin(PacketPhoto, PacketPhoto.photo_id == CasePhoto.id)
    rows = rows.where(CasePhoto.case_id == case_id, CasePhoto.kind.in_((*BEFORE, *AFTER)), of_round)
    rows = rows.where(CasePhoto.erased_at.is_(None), CasePhoto.mime.like("image/%"), _by(CasePhoto.at, until))
    return [(photo, row) for photo, row in db.session.execute(rows.order_by(CasePhoto.id, PacketPhoto.id))]


def _shown(
    photos: Sequence[tuple[CasePhoto, PacketPhoto | None]], until: datetime | None, about: Any
) -> Iterable[Shown]:
    stands = {row.photo_id: row for _, row in photos if row and row.stood(until)}
    for photo in {photo.id: photo for photo, _ in photos}.values():
        reporters = sheet.is_the_reporters(photo.kind, photo.at, photo.by_user_id, about.reported_at)
        if about.confidential and reporters:
            continue
        row = stands.get(photo.id)
        sha256, boxes = (row.sha256, sheet.boxes_of(row.boxes)) if row else (photo.sha256, ())
        yield Shown(photo.id, photo.kind, photo.sha256, sha256, boxes)


def _read(
    field: PacketField,
    texts: Sequence[tuple[CaseText, PacketWords | None]],
    known: Sequence[str],
    words: Sequence[Blacked],
) -> str:
    """The first report, the last answer."""
    found = [text.value or "" for text, _ in texts if text.kind is _TEXTS[field]]
    if not found:
        return ""
    chosen = found[0] if field is PacketField.SAID else found[-1]
    return told(chosen, [*(each.words for each in words if each.field is field), *known])


def _by(moment: Any, until: datetime | None) -> ColumnElement[bool]:
    """Not later than this moment; without one, whenever."""
    return true() if until is None else and_(moment <= until)
