"""What the page of a hand-over shows: the critical cases, what waits at the desk, whom to call, what happened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.cases.labels import label
from app.cases.words import DeskKind
from app.core.errors import NotFound
from app.core.permissions import Actor, system_actor
from app.core.web import page
from app.core.web.forms import Form
from app.core.web.locale import said as _
from app.desk import handover_queries, queries
from app.grid import handovers, policy
from app.grid import queries as grid
from app.grid.models_handover import Handover
from app.people.queries import names_of


def left(street_id: int, at: datetime) -> dict[str, Any]:
    """What is open now, as a hand-over keeps it: all there is, whoever writes; each reader finds what they may see."""
    criticals = handover_queries.criticals(system_actor(street_id), at)
    open_now = [{"id": case.id, "receipt": case.receipt} for case in criticals]
    return {"critical": open_now, "waiting": handover_queries.waiting(street_id)}


def board(actor: Actor, form: Form, at: datetime, status: int = 200) -> Any:
    """The page of the shift that ends. Raises NotFound for whoever has no part in it."""
    on_call = handovers.is_on_call(actor, at)
    if not policy.may_read_hand_over(actor, on_call=on_call, root_id=grid.root(actor.street_id)):
        raise NotFound
    waiting, past = handovers.unsigned(actor.street_id), handovers.signed(actor.street_id)
    since, coming = handovers.told_since(actor.street_id, at), handovers.coming_shift(actor.street_id, at)
    takes_part = policy.may_hand_over(actor, on_call=on_call)
    mine = waiting is not None and waiting.written_by_id == actor.id
    if mine and waiting is not None and not form.is_submitted():
        form.note.data = waiting.note
    return page(
        "desk/handover.html",
        status,
        form=form,
        waiting=waiting,
        writes=takes_part and (waiting is None or mine or form.is_submitted()),  # what was typed stays
        signs=takes_part and waiting is not None and handovers.may_sign(actor, waiting, at),
        seen=queries.key_text(waiting.written_at, waiting.id) if waiting else "",
        criticals=handover_queries.criticals(actor, at),
        counts=[(label(kind), n) for kind, n in queries.counts(actor).items()],
        phones=grid.night_list(actor.street_id, coming),
        coming=coming,
        since=since,
        log=handover_queries.log(actor, since, at),
        past=past,
        names=_names([*past, *([waiting] if waiting else [])]),
    )


def one(actor: Actor, handover_id: int, at: datetime) -> Any:
    """A hand-over as it was signed. Raises NotFound."""
    found = handovers.hand_over(actor, handover_id, at)
    left, waiting = found.left.get("critical", []), found.left.get("waiting", {})
    listed = [case_id for ids in waiting.values() if isinstance(ids, list) for case_id in ids]
    seen = handover_queries.seen_of(actor, [*(row["id"] for row in left), *listed])
    counted = {kind: _seen(ids, seen) for kind, ids in waiting.items()}
    kinds = [(_(label(DeskKind(kind))), n) for kind, n in counted.items() if n]
    # Whoever may not see a case finds no trace of it here either.
    context: dict[str, Any] = {"critical": [row for row in left if row["id"] in seen], "names": _names([found])}
    return page("desk/handover_one.html", handover=found, kinds=kinds, **context)


def _names(rows: Sequence[Handover]) -> dict[int, str]:
    return names_of(user_id for row in rows for user_id in (row.written_by_id, row.signed_by_id))


def _seen(ids: list[int] | int, seen: set[int]) -> int:
    """How many of them somebody may see; the first hand-overs kept no more than how many there were."""
    return ids if isinstance(ids, int) else len(seen.intersection(ids))
