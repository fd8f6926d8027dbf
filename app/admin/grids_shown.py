"""What the templates of boundary files are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.admin.grids_forms import ActivateForm, UploadForm
from app.admin.grids_map import drawing
from app.cases import dry_run
from app.cases.dry_run import DAYS, PAGE
from app.cases.naming import names_of
from app.core.clock import street_time
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.web import page
from app.grid.drafts import queries
from app.grid.drafts.queries import DraftRow
from app.grid.linter import Fault
from app.grid.redrawn import How, Moved, Named, Redrawn
from app.people.policy import may_set_up

FAULTS_SHOWN = 200
FOR_ADMINS = N_("这一页是给管理员看的")
HOWS = {
    How.ADDED: N_("新设"),
    How.REMOVED: N_("撤销"),
    How.REDRAWN: N_("边界变了"),
    How.RENAMED: N_("名称或上级变了"),
}


@dataclass(frozen=True)
class Flow:
    """So many cases would be answered there instead of here; None: outside the street. alone: nobody answers there."""

    was: Named | None
    now: Named | None
    count: int
    alone: bool


def index(actor: Actor, form: UploadForm, faults: Sequence[Fault] = (), status: int = 200) -> Any:
    """The boundaries in force, the files that wait, and the form for the next; faults: what is wrong with one."""
    require(may_set_up(actor), FOR_ADMINS)
    context = {"versions": queries.versions(actor.street_id), "drafts": queries.drafts(actor.street_id)}
    shown, more = faults[:FAULTS_SHOWN], max(len(faults) - FAULTS_SHOWN, 0)
    return page("admin/grids_list.html", status, form=form, faults=shown, more=more, count=len(faults), **context)


def draft(actor: Actor, draft_id: int, form: ActivateForm, at: datetime, after: int = 0, status: int = 200) -> Any:
    """A file beside the present boundaries: what is otherwise, whose cases would go where. Raises NotFound."""
    require(may_set_up(actor), FOR_ADMINS)
    row, drawn = queries.draft(actor.street_id, draft_id)
    context = compared(actor, row, queries.redrawn(actor.street_id, drawn, at), at, after) if row.waits else {}
    tomorrow = street_time(at).date() + timedelta(days=1)
    return page("admin/grids_draft.html", status, draft=row, form=form, tomorrow=tomorrow, **context)


def compared(actor: Actor, row: DraftRow, found: Redrawn, at: datetime, after: int) -> dict[str, Any]:
    """The dry run of a draft that waits, one page of its cases after the one with this id."""
    changes, run = queries.changes_of(found), dry_run.dry_run(actor.street_id, found, at)
    moved, older = _page_of(run.moved, after)
    return {
        "run": run,
        "days": DAYS,
        "changes": changes,
        "hows": HOWS,
        "flows": _flows(run, found),
        "moved": moved,
        "older": older,
        "names": found.names,
        "cases": names_of(actor, (move.case_id for move in moved)),
        "drawing": drawing(found.was, found.drawn, {change.grid.code for change in changes}),
        "same": not changes and not row.stale,
    }


def _page_of(moved: tuple[Moved, ...], after: int) -> tuple[tuple[Moved, ...], int | None]:
    """By key: the page begins after a case that an earlier one showed."""
    start = next((n + 1 for n, move in enumerate(moved) if move.case_id == after), 0)
    shown = moved[start : start + PAGE]
    return shown, shown[-1].case_id if len(moved) > start + PAGE else None


def _flows(run: dry_run.DryRun, found: Redrawn) -> list[Flow]:
    alone = {(m.owner, m.new_owner) for m in run.moved if m.nobody}

    def named(grid_id: int | None) -> Named | None:
        return None if grid_id is None else found.names[grid_id]

    return [Flow(named(a), named(b), count, (a, b) in alone) for (a, b), count in run.flows.items()]
