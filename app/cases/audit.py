"""Sealing and proving the timelines: the hourly root, and `lingrid audit verify`.

A chain proves that nothing inside it was changed; the roots, kept outside the chains, prove that no last
line and no whole case was cut away (the issue; architecture.md section 3).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, column, func, insert, select, table, update

from app.cases.models import Case
from app.cases.models_trail import CaseEntry, CasePhoto, CaseText, LedgerHead, LedgerRoot
from app.cases.ops.trail import body
from app.core.crypto import unseal
from app.core.db import db
from app.core.ledger import GENESIS, commitment, entry_hash, of_contact, root_hash

BATCH = 500
# Intake lies above cases; its sealed contacts are read here to be compared with what the chains say of them.
_SEALED = ("name_cipher", "phone_cipher", "email_cipher")
_CONTACT = table("contact", *map(column, ("case_id", "commitment", "salt", "key_id", *_SEALED)))


@dataclass
class Verified:
    """What an audit found. faults: one line each, naming the case or root, never a text."""

    cases: int = 0
    entries: int = 0
    roots: int = 0
    faults: list[str] = field(default_factory=list)


class Seal(NamedTuple):
    """How long a case was, and its head, when the root of this number was made."""

    number: int
    length: int
    head: str


def make_root(at: datetime, waiting: Iterable[int] = ()) -> int:
    """Seal the heads of every timeline that grew since the last root, a root a street; returns the roots made.

    waiting: streets that get one even if nothing grew, because a draw waits for it.
    """
    grown = select(Case.street_id).where(Case.entry_count != Case.rooted_count).distinct()
    return sum(_seal(street_id, at) for street_id in sorted({*db.session.scalars(grown), *waiting}))


def verify() -> Verified:
    """Recompute every chain, commitment and root of the database, in batches."""
    found = Verified()
    for street_id in db.session.scalars(select(LedgerRoot.street_id).distinct()).all():
        _verify_roots(street_id, found)
    for ids in _batches():
        _verify_cases(ids, found)
    _missing_cases(found)
    return found


def roots(street_id: int, before: int, limit: int) -> Sequence[LedgerRoot]:
    """The roots of a street, the newest first, from below the number `before`. One statement."""
    rows = select(LedgerRoot).where(LedgerRoot.street_id == street_id, LedgerRoot.number < before)
    return db.session.scalars(rows.order_by(LedgerRoot.number.desc()).limit(limit)).all()


def seals(case_id: int) -> Sequence[Seal]:
    """What the roots hold of one case, the oldest first. One statement."""
    rows = select(LedgerRoot.number, LedgerHead.length, LedgerHead.head)
    rows = rows.join(LedgerRoot, LedgerRoot.id == LedgerHead.root_id).where(LedgerHead.case_id == case_id)
    return [Seal(*row) for row in db.session.execute(rows.order_by(LedgerHead.id))]


def chain_fault(case: Case, chain: Sequence[CaseEntry], sealed: Sequence[Seal]) -> str | None:
    """What is wrong with a case's chain, recomputed from its lines; None when it is whole."""
    said = {c for entry in chain for c in entry.commitments}
    return _chain_fault(chain, (case.entry_count, case.head_hash), [(s.length, s.head) for s in sealed], said)


def _seal(street_id: int, at: datetime) -> int:
    rows = select(Case.id, Case.entry_count, Case.head_hash)
    grown = rows.where(Case.street_id == street_id, Case.entry_count != Case.rooted_count)
    heads = [(i, n, head) for i, n, head in db.session.execute(grown.order_by(Case.id))]
    last = _last_root(street_id)
    number, before = (last.number + 1, last.hash) if last else (1, GENESIS)
    root = LedgerRoot(street_id=street_id, number=number, at=at, prev_hash=before, hash=root_hash(before, heads))
    db.session.add(root)
    db.session.flush()
    values = [
        {"street_id": street_id, "root_id": root.id, "case_id": i, "length": n, "head": head} for i, n, head in heads
    ]
    if values:
        db.session.execute(insert(LedgerHead), values)
    # Not part of the case's story: the version that people edit against stays.
    for start in range(0, len(heads), BATCH):
        ids = [i for i, _, _ in heads[start : start + BATCH]]
        sealed = update(Case).where(Case.id.in_(ids)).values(rooted_count=Case.entry_count, version_id=Case.version_id)
        db.session.execute(sealed, execution_options={"synchronize_session": False})
    return 1


def _last_root(street_id: int) -> LedgerRoot | None:
    rows = select(LedgerRoot).where(LedgerRoot.street_id == street_id)
    return db.session.scalars(rows.order_by(LedgerRoot.number.desc()).limit(1)).first()


def _verify_roots(street_id: int, found: Verified) -> None:
    before = GENESIS
    rows = select(LedgerRoot).where(LedgerRoot.street_id == street_id).order_by(LedgerRoot.number)
    for number, root in enumerate(db.session.scalars(rows), start=1):
        heads = select(LedgerHead.case_id, LedgerHead.length, LedgerHead.head).where(LedgerHead.root_id == root.id)
        again = root_hash(before, [(i, n, head) for i, n, head in db.session.execute(heads)])
        if (root.number, root.prev_hash, root.hash) != (number, before, again):
            found.faults.append(f"root {root.number} of street {street_id}: hash differs")
        before, found.roots = root.hash, found.roots + 1


def _batches() -> Iterator[Sequence[int]]:
    last = 0
    while ids := db.session.scalars(select(Case.id).where(Case.id > last).order_by(Case.id).limit(BATCH)).all():
        yield ids
        last = ids[-1]


def _verify_cases(ids: Sequence[int], found: Verified) -> None:
    chains: dict[int, list[CaseEntry]] = {i: [] for i in ids}
    rows = select(CaseEntry).where(CaseEntry.case_id.in_(ids)).order_by(CaseEntry.case_id, CaseEntry.seq)
    for entry in db.session.scalars(rows):
        chains[entry.case_id].append(entry)
    heads = dict[int, tuple[int, str]]()
    for case_id, n, head in db.session.execute(
        select(Case.id, Case.entry_count, Case.head_hash).where(Case.id.in_(ids))
    ):
        heads[case_id] = (n, head)
    kept = _commitments(ids, found)
    sealed, contacts = _sealed(ids), _contacts(ids, found)
    for case_id, chain in chains.items():
        found.cases, found.entries = found.cases + 1, found.entries + len(chain)
        fault = _chain_fault(chain, heads[case_id], sealed.get(case_id, []), kept)
        if not fault and any(e.facts.get("contact", contacts.get(case_id)) != contacts.get(case_id) for e in chain):
            fault = "its contact is missing or another"
        if fault:
            found.faults.append(f"case {case_id}: {fault}")
    db.session.expunge_all()


def _chain_fault(
    chain: Sequence[CaseEntry], head: tuple[int, str], sealed: Sequence[tuple[int, str]], kept: set[str]
) -> str | None:
    before, hashes = GENESIS, [GENESIS]
    for seq, entry in enumerate(chain, start=1):
        if (entry.seq, entry.prev_hash, entry.hash) != (seq, before, entry_hash(before, body(entry))):
            return f"line {entry.seq} was changed"
        if not set(entry.commitments) <= kept:
            return f"line {entry.seq}: a text or picture is missing"
        before = entry.hash
        hashes.append(before)
    if any(n >= len(hashes) or hashes[n] != sealed_head for n, sealed_head in sealed):
        return "shorter or other than when it was sealed"
    return None if head == (len(chain), before) else "its head differs from its last line"


def _sealed(ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = {}
    rows = select(LedgerHead.case_id, LedgerHead.length, LedgerHead.head).where(LedgerHead.case_id.in_(ids))
    for case_id, length, head in db.session.execute(rows):
        found.setdefault(case_id, []).append((length, head))
    return found


def _commitments(ids: Sequence[int], found: Verified) -> set[str]:
    """Every commitment of these cases; a value that was not erased must match its own."""
    kept: set[str] = set()
    texts = select(CaseText.case_id, CaseText.commitment, CaseText.value, CaseText.salt, CaseText.erased_at)
    photos = select(CasePhoto.case_id, CasePhoto.commitment, CasePhoto.sha256, CasePhoto.salt, CasePhoto.erased_at)
    for rows in (texts.where(CaseText.case_id.in_(ids)), photos.where(CasePhoto.case_id.in_(ids))):
        for case_id, said, value, salt, erased_at in db.session.execute(rows):
            kept.add(said)
            whole = value is not None and salt is not None and commitment(value, salt) == said
            if not (whole if erased_at is None else salt is None):
                found.faults.append(f"case {case_id}: a text or picture was changed")
    return kept


def _contacts(ids: Sequence[int], found: Verified) -> dict[int, str]:
    """What was committed to of each case's contact; one that was not forgotten must open and match."""
    known: dict[int, str] = {}
    for row in db.session.execute(select(_CONTACT).where(_CONTACT.c.case_id.in_(ids))):
        known[row.case_id] = row.commitment
        if row.salt is not None and not _opens(row):
            found.faults.append(f"case {row.case_id}: its contact was changed")
    return known


def _opens(row: Row[Any]) -> bool:
    try:
        name, phone, email = (unseal(cipher, row.key_id) if cipher else "" for cipher in map(row._mapping.get, _SEALED))
    except (InvalidTag, KeyError):
        return False
    return bool(commitment(of_contact(name, phone, email), row.salt) == row.commitment)


def _missing_cases(found: Verified) -> None:
    gone = select(LedgerHead.case_id).where(~select(Case.id).where(Case.id == LedgerHead.case_id).exists()).distinct()
    found.faults += [
        f"case {case_id}: sealed, but gone" for case_id in db.session.scalars(gone.order_by(LedgerHead.case_id))
    ]
    if db.session.scalar(select(func.count()).select_from(LedgerHead)) and not found.roots:
        found.faults.append("sealed heads without a root")
