"""A roster file comes in: every row is shown with what becomes of it, then the good ones are done, each once."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext as _
from flask_login import login_required
from flask_wtf.file import FileField
from wtforms import HiddenField

from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid, Refusal
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web import me, page
from app.core.web.forms import Form
from app.core.web.locale import said
from app.core.workbook import workbook
from app.desk import duties_pages, duties_shown
from app.desk.sheets import MIME, safe
from app.desk.words import SheetKind
from app.grid import ops, roster_sample, roster_sheet
from app.grid.roster_import import Judged, Verdict, judge
from app.grid.roster_sheet import COLUMNS, NEEDED, ROWS_MAX, Cells

bp = Blueprint("duties_import", __name__, url_prefix="/duties/import")
BYTES_MAX = 5 * 1024 * 1024
SAMPLE_NAME = N_("排班样表")
LOST = N_("表格的内容没有传全，请重新选文件")

NOT_SEEN = N_("刚才看的时候还排不了，请再看一遍这份表")


class ImportForm(Form):
    """The file; once it was read, its rows as text, for each is judged anew when it is done."""

    file = FileField(_("排班表（xlsx）"))
    rows = HiddenField()
    seen = HiddenField()

    @property
    def seen_rows(self) -> set[str]:
        """The rows that were shown as good: no other is done."""
        return set(str(self.seen.data or "").split())


@bp.get("")
@login_required
def ask() -> Any:
    """Which file."""
    duties_pages.require_keeper(me())
    return _page(ImportForm(formdata=None))


@bp.get("/sample")
@login_required
def sample() -> Any:
    """A file to begin with: an example week of the street's own, and beside it grids and people to copy from."""
    actor, at = me(), clock.now()
    duties_pages.require_keeper(actor)
    parts = {said(N_("示例一周")): roster_sample.sample(actor, at), said(N_("网格和人")): roster_sample.beside(actor)}
    book = workbook({name: [[safe(cell) for cell in row] for row in rows] for name, rows in parts.items()})
    answer = Response(book, mimetype=MIME[SheetKind.XLSX])
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(said(SAMPLE_NAME))}.xlsx"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("")
@login_required
def take() -> Any:
    """What a file would do; or, once that was seen, the good rows of it."""
    form, actor, at = ImportForm(), me(), clock.now()
    duties_pages.require_keeper(actor)
    try:
        sent = _sent(form)
    except Invalid as invalid:
        form.take(invalid)
        return _page(form, status=422)
    judged = judge(actor, [roster_sheet.parsed(number, cells) for number, cells in sent], at=at)
    if request.form.get("go") == "do":
        return _page(form, [_done(actor, row, form.seen_rows, at) for row in judged], done=True)
    form.rows.data = json.dumps(sent, ensure_ascii=False)
    new = {str(row.row): row.draft.stint for row in judged if row.verdict is Verdict.NEW and row.draft}
    form.seen.data = " ".join(new)
    effects = duties_shown.effects(actor, lambda plan: plan.with_duties(new.values()), at)
    return _page(form, judged, effects=effects)


def _sent(form: ImportForm) -> list[tuple[int, Cells]]:
    """The rows of a file, or those that came back from the page. Raises Invalid."""
    if form.file.data:
        data = form.file.data.read(BYTES_MAX + 1)
        if len(data) > BYTES_MAX:
            raise Invalid(errors={"file": N_("文件太大：最多 5 MB")})
        return roster_sheet.read(data)
    if not form.rows.data:
        raise Invalid(errors={"file": N_("请选一个 xlsx 文件")})
    try:
        rows: list[tuple[int, Cells]] = [
            (int(number), {name: str(cells[name]) for name in COLUMNS}) for number, cells in json.loads(form.rows.data)
        ]
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Invalid(errors={"file": LOST}) from None
    if len(rows) > ROWS_MAX:
        raise Invalid(errors={"file": LOST})
    return rows


def _done(actor: Actor, row: Judged, seen: set[str], at: datetime) -> Judged:
    """A new row is put on duty, in a transaction of its own; what somebody else changed meanwhile is told."""
    if row.verdict is not Verdict.NEW or row.draft is None:
        return row
    if str(row.row) not in seen:
        return Judged(row.row, row.login, Verdict.BAD, words=NOT_SEEN)
    try:
        with transaction():
            ops.put_on_duty(actor, row.draft, at=at)
    except Refusal as refusal:
        errors = refusal.errors.values() if isinstance(refusal, Invalid) else ()
        words = next(iter(errors), refusal.message)
        return Judged(row.row, row.login, Verdict.BAD, words=words, params=refusal.params)
    return row


def _page(form: ImportForm, judged: Sequence[Judged] = (), status: int = 200, **more: Any) -> Any:
    shown = {verdict.value: [row for row in judged if row.verdict is verdict] for verdict in Verdict}
    why = {row.row: said(row.words, **row.params) for row in judged if row.words}
    context = {"form": form, "judged": judged, "why": why, "columns": COLUMNS, "needed": NEEDED, "effects": None}
    return page("desk/duties_import.html", status, **{**context, "done": False, **shown, **more})
