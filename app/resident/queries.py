"""What the resident's pages show, in a known number of statements. Nothing here names a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.cases import audit
from app.cases import queries as cases
from app.cases.lifecycle import ENDS, State, Verb
from app.cases.models import Case
from app.cases.models_trail import CaseApproval, CaseEntry, CasePhoto, CaseText
from app.cases.words import Approval, PhotoKind, TextKind
from app.catalog.models import Category
from app.catalog.models_places import Unit
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Role
from app.grid.models import Grid
from app.people.models import User, UserRole
from app.resident import stories
from app.review.packet import mask
from app.sla.lamps import Words
from app.sla.promised import Promised, promised
from app.verdicts import queries as verdicts
from app.verdicts.queries import Closing

BEFORE = (PhotoKind.REPORT, PhotoKind.BEFORE)
AFTER = (PhotoKind.AFTER, PhotoKind.SAFE)
SHOWN = (*BEFORE, *AFTER)
# The resident's own words and the answers written to them; never a note, a reason or a finding.
TOLD = (TextKind.REPORT, TextKind.SUPPLEMENT, TextKind.REPLY)
# A ruling in the panel's place is published with its reason, masked by rule; no other reason ever is.
PUBLISHED = (TextKind.REASON,)


@dataclass(frozen=True)
class Line:
    """A line of the timeline; text: own words, or the answer; meta: who handles, as a unit."""

    at: datetime
    title: Words
    text: str
    meta: str


@dataclass(frozen=True)
class Link:
    """A line as the chain has it. title: None for what a resident is not told; root: the first that seals it."""

    seq: int
    at: datetime
    title: Words | None
    hash: str
    before: str
    root: int | None


@dataclass(frozen=True)
class Photo:
    """A picture under its side."""

    id: int
    at: datetime


@dataclass(frozen=True)
class Track:
    """The tracking page. what_zh, what_en: the category, "" while nobody knows; by: the handling body."""

    case_id: int
    street_id: int
    receipt: str
    state: State
    what_zh: str
    what_en: str
    address: str
    reported_at: datetime
    by: str
    headline: Words
    help: Words | None
    promised: Promised
    published: str
    before: tuple[Photo, ...]
    after: tuple[Photo, ...]
    lines: tuple[Line, ...]
    closing: Closing | None
    reopened: str | None
    links: tuple[Link, ...]
    whole: bool

    @property
    def is_open(self) -> bool:
        """Not ended: the resident may still add to it."""
        return self.state not in ENDS


def promised_for(case_id: int, at: datetime) -> Promised:
    """The dates a resident may hold us to. Raises NotFound. Two statements."""
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    return promised(case, at)


def track(case_id: int, at: datetime) -> Track:
    """Everything of the tracking page; raises NotFound. Eight statements; a closing costs two or three more."""
    unit, grid = aliased(Unit), aliased(Grid)
    rows = select(Case, Category.name_zh, Category.name_en, unit.name, grid.name, CaseText.value)
    rows = rows.outerjoin(Category, Category.id == Case.category_id)
    rows = rows.outerjoin(unit, unit.id == Case.handling_unit_id).outerjoin(grid, grid.id == Case.handling_grid_id)
    # A ruling without a review is published with its reason (domain.md section 2, the panel).
    override = (CaseApproval.id == Case.approval_id) & (CaseApproval.kind == Approval.OVERRIDE)
    rows = rows.outerjoin(CaseApproval, override).outerjoin(CaseText, CaseText.id == CaseApproval.reason_text_id)
    row = db.session.execute(rows.where(Case.id == case_id)).one_or_none()
    if row is None or row[0].restricted:  # a petition is on no public page
        raise NotFound
    case, by = row[0], row[3] or row[4] or ""
    photos, entries, seals = _photos(case_id), cases.timeline(case_id), audit.seals(case_id)
    closing = verdicts.closing_of(case)
    return Track(
        case_id=case.id,
        street_id=case.street_id,
        receipt=case.receipt,
        state=case.state,
        what_zh=row[1] or "",
        what_en=row[2] or "",
        address=case.address,
        reported_at=case.reported_at,
        by=by,
        headline=stories.headline(case.state, case.desk_kind),
        help=stories.help_for(case.state),
        promised=promised(case, at),
        published=mask(row[5] or ""),
        before=tuple(Photo(p.id, p.taken_at or p.at) for p in photos if p.kind in BEFORE),
        after=tuple(Photo(p.id, p.taken_at or p.at) for p in photos if p.kind in AFTER),
        lines=_lines(case_id, entries),
        closing=closing,
        reopened=verdicts.reopened_why(case) if closing is None else None,
        links=tuple(_link(entry, seals) for entry in entries),
        whole=audit.chain_fault(case, entries, seals) is None,
    )


def street_of(case_id: int) -> int:
    """The street of a case whose link was shown; raises NotFound. One statement."""
    found = db.session.scalar(select(Case.street_id).where(Case.id == case_id))
    if found is None:
        raise NotFound
    return found


def photo(case_id: int, photo_id: int) -> CasePhoto:
    """A picture that the tracking page shows; NotFound for any other, those for staff included."""
    found = cases.photo(case_id, photo_id)
    if found.kind not in SHOWN:
        raise NotFound
    return found


def people_of_roles(street_id: int) -> dict[Role, int]:
    """For the demo's start page: the first active account of every role. One statement."""
    rows = select(UserRole.role, func.min(User.id)).join(User, User.id == UserRole.user_id)
    rows = rows.where(User.street_id == street_id, User.active).group_by(UserRole.role)
    return dict(db.session.execute(rows).all())


def _photos(case_id: int) -> Sequence[CasePhoto]:
    return [p for p in cases.photos(case_id) if p.kind in SHOWN and p.erased_at is None]


def _link(entry: CaseEntry, seals: Sequence[audit.Seal]) -> Link:
    root = next((seal.number for seal in seals if seal.length >= entry.seq), None)
    return Link(entry.seq, entry.at, _story(entry), entry.hash, entry.prev_hash, root)


def _lines(case_id: int, entries: Sequence[CaseEntry]) -> tuple[Line, ...]:
    """The timeline, newest first. One statement."""
    texts = _texts(case_id)
    told = [(entry, _story(entry)) for entry in entries]
    lines = [Line(entry.at, words, _said(entry, texts), "") for entry, words in told if words is not None]
    return tuple(reversed(lines))


def _story(entry: CaseEntry) -> Words | None:
    return stories.line(entry.verb, entry.to_state, entry.facts, entry.actor_kind == "resident")


def _texts(case_id: int) -> dict[str, CaseText]:
    return {text.commitment: text for text in cases.texts(case_id) if text.kind in (*TOLD, *PUBLISHED)}


def _said(entry: CaseEntry, texts: dict[str, CaseText]) -> str:
    """What stands under a line: found by the commitment that the line carries, so never another line's."""
    if entry.verb is Verb.OVERRIDE:
        return mask(_text_of(entry, texts, PUBLISHED))
    if entry.verb not in (Verb.REPORT, Verb.NOTE, Verb.HANDLE, Verb.SELF_DISPOSE):
        return ""
    return _text_of(entry, texts, TOLD)


def _text_of(entry: CaseEntry, texts: dict[str, CaseText], kinds: Sequence[TextKind]) -> str:
    found = (texts[c] for c in entry.commitments if c in texts and texts[c].kind in kinds)
    return next((text.value or "" for text in found), "")
