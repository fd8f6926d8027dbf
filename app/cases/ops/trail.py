"""What every move writes: the new state, a line of the timeline, its texts and pictures, chained by hash."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from app.cases import order, policy
from app.cases.events import CaseNeedsDesk
from app.cases.lifecycle import UNDER_WAY, State, Verb, row
from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CasePhoto, CaseText
from app.cases.reports import Picture
from app.cases.words import DeskKind, PhotoKind, TextKind
from app.core import counters, heard
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.ledger import commitment, entry_hash, new_salt
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.rows import append, append_known, put
from app.core.values import as_json

TEXT_MAX = 20_000
Texts = Sequence[tuple[TextKind, str]]


@dataclass(frozen=True)
class Said:
    """What goes with a move: texts by kind, pictures, and plain facts (no personal data in them).

    kept: commitments of texts that were stored before the move.
    """

    texts: Texts = ()
    pictures: Sequence[Picture] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    kept: Sequence[str] = ()


@dataclass(frozen=True)
class Kept:
    """A stored text, and what the chain holds of it."""

    id: int
    commitment: str


NOTHING = Said()


def authorise(actor: Actor, verb: Verb, case: Case) -> None:
    """Raise NotAllowed unless this person may make this move now; IllegalMove when the state has no such move."""
    if case.street_id != actor.street_id or row(verb, case.state) is None:
        policy.refuse_move(verb, case)
    require(policy.may(actor, verb, case))


def record(
    actor: Actor, case: Case, verb: Verb, at: datetime, to: State | None = None, *, said: Said = NOTHING
) -> CaseEntry:
    """Move the case (to None: it stays) and append the line to its chain. The case must have its id."""
    before = None if verb is Verb.REPORT else case.state
    if to is not None:
        case.move_to(verb, to)
        if before is not to and (order.is_asked(case) or order.is_reopening_asked(case)):
            leave_desk(case)  # what was asked for is no longer the question
        if case.desk_kind in (DeskKind.UNIT_CLOSED, DeskKind.OWNER_GONE) and to not in UNDER_WAY:
            leave_desk(case)  # nobody is to work on it now; when somebody is again, it comes back
    commitments = [_keep_said(actor, case, kind, value, at) for kind, value in said.texts if value]
    commitments += said.kept
    commitments += [_keep_picture(actor, case, picture, at) for picture in _new_pictures(case, said.pictures)]
    entry = CaseEntry(street_id=case.street_id, case_id=case.id, seq=case.entry_count + 1, at=at, verb=verb)
    entry.actor_id, entry.actor_kind = actor.id, kind_of(actor)
    entry.from_state, entry.to_state = before, case.state
    facts = {**said.facts, **(heard.facts() if actor.id is not None else {})}
    entry.facts, entry.commitments, entry.prev_hash = as_json(facts), commitments, case.head_hash
    entry.hash = entry_hash(entry.prev_hash, body(entry))
    case.entry_count, case.head_hash = entry.seq, entry.hash
    return put(entry)


def body(entry: CaseEntry) -> dict[str, Any]:
    """What the hash of a line covers; an auditor makes the same from the row."""
    return {
        "case": entry.case_id,
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor_id,
        "kind": entry.actor_kind,
        "verb": entry.verb,
        "from": entry.from_state,
        "to": entry.to_state,
        "facts": entry.facts,
        "commitments": entry.commitments,
    }


def keep_text(actor: Actor, case: Case, kind: TextKind, value: str, at: datetime) -> Kept:
    """Store a text; the chain gets its salted commitment only, so it can be erased later."""
    text = _text(actor, case, kind, value, at)
    return Kept(append_known(CaseText, **text), text["commitment"])


def _keep_said(actor: Actor, case: Case, kind: TextKind, value: str, at: datetime) -> str:
    text = _text(actor, case, kind, value, at)
    append(CaseText, **text)
    return str(text["commitment"])


def _text(actor: Actor, case: Case, kind: TextKind, value: str, at: datetime) -> dict[str, Any]:
    salt = new_salt()
    about = {"street_id": case.street_id, "case_id": case.id, "kind": kind, "round": case.round, "at": at}
    return about | {"by_user_id": actor.id, "value": value, "salt": salt, "commitment": commitment(value, salt)}


def kind_of(actor: Actor) -> str:
    """user, rules or resident."""
    if actor.id is not None:
        return "user"
    return "rules" if actor.is_system else "resident"


def needs_desk(case: Case, kind: DeskKind, *, at: datetime) -> None:
    """Put the case before a person at the desk; nothing is decided by waiting."""
    case.desk_kind, case.desk_since = kind, at
    counters.tick(counters.desk_of(case.street_id))
    publish(CaseNeedsDesk(case.street_id, at, case_id=case.id, actor_id=None, kind=kind))


def leave_desk(case: Case) -> None:
    """The decision was made."""
    if case.desk_kind is not None:
        counters.tick(counters.desk_of(case.street_id))
    case.desk_kind = case.desk_since = None


def expect_no_open_part(case: Case) -> None:
    """Raise Conflict while an assisting unit's part is open: it is reported, or cancelled by a person, first."""
    if case.open_parts:
        raise Conflict(N_("还有协办没有办完：先等结果，或写明理由撤销"))


def text_needed(value: str, field_name: str = "reason", message: str = N_("请写明理由")) -> str:
    """The text itself; raises Invalid at its field when it is empty or longer than 20,000 characters."""
    if not value.strip():
        raise Invalid(errors={field_name: message})
    return text_fits(value, field_name)


def text_fits(value: str, field_name: str) -> str:
    """The text itself; raises Invalid when it is longer than 20,000 characters."""
    if len(value) > TEXT_MAX:
        raise Invalid(errors={field_name: N_("太长了：最多两万字")})
    return value


def kinds_at_hand(case: Case, pictures: Iterable[Picture]) -> set[PhotoKind]:
    """The kinds of pictures that a result may point to: those of this round, the report's, and the new ones."""
    rows = select(CasePhoto.kind).where(CasePhoto.case_id == case.id)
    rows = rows.where(or_(CasePhoto.round == case.round, CasePhoto.kind == PhotoKind.REPORT)).distinct()
    return {*db.session.scalars(rows), *(picture.kind for picture in pictures)}


def _new_pictures(case: Case, pictures: Sequence[Picture]) -> list[Picture]:
    """Each picture once, also when an impatient thumb sends it twice."""
    fresh = {(p.kind, p.stored.sha256): p for p in pictures}
    if not fresh or not case.entry_count:
        return [*fresh.values()]
    rows = select(CasePhoto.kind, CasePhoto.sha256).where(CasePhoto.case_id == case.id)
    known = {(kind, sha) for kind, sha in db.session.execute(rows.where(CasePhoto.round == case.round))}
    return [picture for key, picture in fresh.items() if key not in known]


def _keep_picture(actor: Actor, case: Case, picture: Picture, at: datetime) -> str:
    stored, salt = picture.stored, new_salt()
    photo = CasePhoto(street_id=case.street_id, case_id=case.id, kind=picture.kind, round=case.round, at=at)
    photo.sha256, photo.mime, photo.name = stored.sha256, stored.mime, stored.name[:120]
    photo.width, photo.height, photo.taken_at = stored.width, stored.height, stored.taken_at
    photo.lon, photo.lat = (stored.point.lon, stored.point.lat) if stored.point else (None, None)
    if picture.shot is not None:
        photo.metres_off, photo.doubts = picture.shot.metres, as_json(picture.shot.doubts)
    photo.by_user_id, photo.salt, photo.commitment = actor.id, salt, commitment(stored.sha256, salt)
    return put(photo).commitment
