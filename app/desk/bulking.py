"""One move on many cases, from the ticks of the list to the answers: each case is a transaction of its own."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from sqlalchemy.exc import IntegrityError

from app.casework.fields import option
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid, NotFound
from app.core.msgid import N_
from app.core.web import asked, me, page
from app.core.web.locale import said as _
from app.desk import listpage, ops, policy, queries, queries_bulk
from app.desk.bulk import Order, read_ids, read_picks, write_picks
from app.desk.forms import BULK_FORMS, BulkForm, DispatchMany
from app.desk.listing import VERB_WORDS
from app.desk.listpage import Asked
from app.desk.queries_bulk import BulkLine
from app.desk.words import BulkEnd, BulkVerb

BATCH = 200  # in one request: the page answers within seconds, and says how many are left
WOULD_WORDS = {
    BulkEnd.DONE: N_("会办"),
    BulkEnd.MOVED_ON: N_("现在的状态不能这样办"),
    BulkEnd.NOT_ALLOWED: N_("不归你办"),
}
END_WORDS = {
    BulkEnd.DONE: N_("办好了"),
    BulkEnd.MOVED_ON: N_("别人先办了，没有动"),
    BulkEnd.NOT_ALLOWED: N_("不归你办，没有动"),
    BulkEnd.REFUSED: N_("没有办成"),
}


def preview(verb: BulkVerb) -> Any:
    """What would happen to each of the cases that were ticked; to all of the filter when that was asked."""
    now = listpage.asked(request.form)
    policy.require_bulk(now.actor)
    if now.wrong:
        return listpage.show(now, status=422, fault=_("有的筛选看不懂，没有批量办：请先改好。"))
    ids = _ids(now)
    if not ids:
        return listpage.show(now, status=422, fault=_("先在列表里勾选要办的案件。"))
    if len(ids) > ops.MOST:
        return listpage.show(now, status=422, fault=_("一次最多办 %(most)s 件：请再加一个筛选。", most=ops.MOST))
    lines = queries_bulk.preview(now.actor, verb, ids, now.at)
    form = BULK_FORMS[verb](formdata=None)
    form.picks.data = write_picks(queries_bulk.picks(lines))
    return _preview_page(now, verb, form, lines)


def run(verb: BulkVerb) -> Any:
    """Begin, and make the first moves; 422 with the preview when something is missing."""
    now, form = listpage.asked(request.form), BULK_FORMS[verb]()
    policy.require_bulk(now.actor)
    _offer(form, now)
    picks = read_picks(form.picks.data or "")
    if form.validate():
        order = Order(verb, form.form_key.data or "", form.member_id, form.words, now.filters.args(), form.suggested)
        try:
            return go_on(_begun(now, order, picks))
        except Invalid as refused:
            form.take(refused)
    lines = queries_bulk.preview(now.actor, verb, [p.case_id for p in picks], now.at)
    form.picks.data = write_picks(queries_bulk.picks_again(lines, picks))
    return _preview_page(now, verb, form, lines, 422)


def go_on(run_id: int) -> Any:
    """Make the next moves of a run."""
    actor, at = me(), clock.now()
    policy.require_bulk(actor)
    queries_bulk.bulk_run(actor, run_id)
    for row_id in queries_bulk.waiting(run_id, BATCH):
        with transaction():
            ops.make_bulk_move(actor, run_id, row_id, at=at)
    with transaction():
        ops.end_bulk(run_id)
    return redirect(url_for("bulk.done", run_id=run_id), 303)


def answers(run_id: int) -> Any:
    """What became of each."""
    actor, after = me(), asked.number_or("after", 0)
    policy.require_bulk(actor)
    made, counted = queries_bulk.bulk_run(actor, run_id), queries_bulk.ends(run_id)
    lines = queries_bulk.answers(actor, run_id, after)
    more = lines[-1].id if len(lines) == queries_bulk.PAGE else None
    left = counted.pop(None, 0)
    words = {end: _(said) for end, said in END_WORDS.items()}
    return page(
        "desk/bulk_done.html", run=made, verb=_(VERB_WORDS[made.verb]), lines=lines, more=more, left=left,
        counted=[(end, words[end], counted[end]) for end in BulkEnd if counted.get(end)], words=words,
        rule={line.id: _(line.said, **(line.params or {})) for line in lines if line.said},
    )  # fmt: skip


def _ids(now: Asked) -> Sequence[int]:
    if request.form.get("whole"):
        return queries_bulk.picked_by_filter(now.actor, now.filters, now.tree, ops.MOST + 1, now.at)
    return read_ids(request.form.getlist("ids"))


def _begun(now: Asked, order: Order, picks: Any) -> int:
    """The run of this form, whoever of two presses of its button was faster."""
    try:
        with transaction():
            return ops.begin_bulk(now.actor, order, picks, at=now.at).id
    except IntegrityError:
        return queries_bulk.run_by_token(now.actor, order.token).id


def _offer(form: BulkForm, now: Asked) -> None:
    if isinstance(form, DispatchMany):
        hands = queries.hands(now.actor, now.filters)
        form.member.choices = [option(None, _("不选")), *(option(h.id, h.name) for h in hands.owners if h.active)]


def _preview_page(now: Asked, verb: BulkVerb, form: BulkForm, lines: Sequence[BulkLine], status: int = 200) -> Any:
    if not lines:
        raise NotFound()
    _offer(form, now)
    words = {end: _(said) for end, said in WOULD_WORDS.items()}
    counted = Counter(line.end for line in lines)
    sure = sum(line.suggestion is not None for line in lines)
    shown = {"sure": sure, "verb": verb, "what": _(VERB_WORDS[verb]), "lines": lines, "words": words, "form": form}
    return page(
        "desk/bulk.html", status, **shown, filters=now.filters, ready=counted[BulkEnd.DONE],
        counted=[(end, words[end], counted[end]) for end in words if counted[end]],
    )  # fmt: skip
