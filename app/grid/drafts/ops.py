"""A boundary file is uploaded, and put in force once. Commits nothing."""

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.scope import in_street
from app.grid.drafts.models import NAME_MAX, GridDraft
from app.grid.linter import Reading
from app.grid.ops import ImportResult, import_grid
from app.grid.reading import checked, latest
from app.people import changes
from app.people.changes import one_at_a_time
from app.people.policy import may_set_up
from app.people.words import Setting


def upload_draft(actor: Actor, name: str, data: bytes, *, at: datetime, reading: Reading | None = None) -> int:
    """Keep a file that has no faults; returns the draft's id. The same file again is the same draft.

    name: the file's, shown only. reading: what the linter says of it, asked before anybody waits for this transaction.
    Raises GridRefused with every fault.
    """
    require(may_set_up(actor))
    _, reading = checked(actor.street_id, reading or data)
    base = latest(actor.street_id)
    base_id, sha256 = base.id if base else None, hashlib.sha256(data).hexdigest()
    same = select(GridDraft.id).where(GridDraft.street_id == actor.street_id, GridDraft.sha256 == sha256)
    same = same.where(GridDraft.activated_at.is_(None), GridDraft.base_id.is_not_distinct_from(base_id))
    if (known := db.session.scalar(same.limit(1))) is not None:
        return known
    shown = "".join(c for c in name if c.isprintable())[-NAME_MAX:]
    draft = GridDraft(street_id=actor.street_id, name=shown, source=data.decode("utf-8-sig"), sha256=sha256)
    draft.grids, draft.at, draft.by_id, draft.base_id = len(reading.grids), at, actor.id or 0, base_id
    db.session.add(draft)
    db.session.flush()
    return draft.id


def activate_draft(actor: Actor, draft_id: int, from_at: datetime | None, *, at: datetime) -> ImportResult:
    """The boundaries of a draft hold from `from_at`, or from now on: once, and only upon those it was compared with.

    Raises NotFound for another street's, Conflict the second time and when other boundaries came in between, Invalid
    at `from_day` for a moment that is past.
    """
    require(may_set_up(actor))
    draft = in_street(GridDraft, draft_id, actor.street_id)
    if from_at is not None and from_at <= at:
        raise Invalid(errors={"from_day": N_("请选明天或以后的一天；要马上生效就空着")})
    one_at_a_time(actor.street_id)
    _claim(draft, actor, at)
    base = latest(actor.street_id)
    if (base.id if base else None) != draft.base_id:
        raise Conflict(N_("你上传之后，边界换过了。请重新上传这份文件，再比一次。"))
    done = import_grid(actor.street_id, draft.source, at, from_at=from_at)
    if not done.is_new:
        raise Conflict(N_("这份文件和现行的边界一样，没有什么要换的"))
    draft.version_id = done.version_id
    note_boundaries(actor, done, draft.sha256, from_at or at, at=at)
    db.session.flush()
    return done


def note_boundaries(actor: Actor, done: ImportResult, sha256: str, begins: datetime, *, at: datetime) -> None:
    """Keep in the trail what came in, by a page or by a command; nothing where nothing is new."""
    if not done.is_new:
        return
    before = {"version": done.number - 1} if done.number > 1 else {}
    codes = {"added": list(done.added), "changed": list(done.changed), "removed": list(done.removed)}
    told: dict[str, Any] = {name: found for name, found in codes.items() if found}
    after = {"version": done.number, "from": begins.isoformat(), "sha256": sha256, **told}
    changes.note(actor, Setting.GRIDS, str(done.number), before, after, at=at)


def _claim(draft: GridDraft, actor: Actor, at: datetime) -> None:
    """Whoever comes second, on another page or by a double click, finds it taken."""
    mine = update(GridDraft).where(GridDraft.id == draft.id, GridDraft.activated_at.is_(None))
    won = db.session.execute(mine.values(activated_at=at, activated_by_id=actor.id))
    if won.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(N_("这份边界已经有人启用了"))
