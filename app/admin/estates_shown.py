"""What the templates of estates and buildings are given, and how a sheet is read."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from app.admin.estates_forms import EndForm, EstateForm, HouseForm, SheetForm
from app.admin.queries_catalog import open_in
from app.casework import script
from app.catalog import queries as catalog
from app.catalog.cells import BadCell
from app.catalog.estates import queries
from app.catalog.estates.sheet import COLUMNS, HEADERS, Cells, Outcome, records
from app.catalog.models_places import Estate
from app.catalog.words import EstateKind
from app.core.clock import street_time
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.permissions import Actor, require
from app.core.web import lang, page
from app.intake.sheets import table_of
from app.people.policy import may_set_up

FOR_ADMINS = N_("这一页是给管理员看的")
BYTES_MAX = 10_000_000
LINES_SHOWN = 200
KINDS = {EstateKind.COMMODITY: N_("商品房"), EstateKind.OLD: N_("老旧小区"), EstateKind.QUASI: N_("类住宅")}
OUTCOMES = {
    Outcome.NEW: N_("新的"),
    Outcome.CHANGED: N_("要改的"),
    Outcome.SAME: N_("已经有的"),
    Outcome.BAD: N_("不对的"),
}


def index(actor: Actor, form: SheetForm, after: str = "", named: str = "", status: int = 200) -> Any:
    """Every estate by name, the sheets that came before, and the next."""
    require(may_set_up(actor), FOR_ADMINS)
    found = queries.estate_rows(actor.street_id, after, named)
    rows, more = found[: queries.PAGE], found[queries.PAGE - 1].name if len(found) > queries.PAGE else ""
    columns = ", ".join(COLUMNS) if lang() == "en" else N_("、").join(HEADERS)
    context = {"sheets": queries.sheets(actor.street_id), "columns": columns, "outcomes": OUTCOMES}
    return page("admin/estates_list.html", status, form=form, rows=rows, more=more, named=named, kinds=KINDS, **context)


def read(form: SheetForm) -> tuple[str, list[tuple[int, Cells]]]:
    """The name of the file and its rows; raises Invalid at `file` for what is no such sheet."""
    data = form.file.data.stream.read(BYTES_MAX + 1)
    if len(data) > BYTES_MAX:
        raise Invalid(errors={"file": N_("文件太大：请分成几份")})
    try:
        return str(form.file.data.filename), records(table_of(data))
    except BadCell as bad:
        raise Invalid(errors={"file": bad.message}, **bad.params) from None
    except Invalid as refused:
        raise Invalid(errors={"file": refused.message}, **refused.params) from None


def sheet(actor: Actor, sheet_id: int, at: datetime, after: int = 0) -> Any:
    """What a sheet would do, row by row: every bad one with its reason, the others a page at a time."""
    require(may_set_up(actor), FOR_ADMINS)
    row, rows = queries.sheet_of(actor.street_id, sheet_id)
    lines = queries.planned(actor.street_id, rows, at) if row.taken_at is None or row.counts.get(Outcome.BAD) else []
    counts = row.counts if row.taken_at else Counter(line.outcome.value for line in lines)
    bad = [line for line in lines if line.outcome is Outcome.BAD]
    doing = [x for x in lines if x.outcome in (Outcome.NEW, Outcome.CHANGED) and x.number > after]
    context: dict[str, Any] = {"bad": bad, "doing": doing[:LINES_SHOWN], "outcomes": OUTCOMES, "counts": counts}
    more = doing[LINES_SHOWN - 1].number if len(doing) > LINES_SHOWN else None
    return page("admin/estates_sheet.html", sheet=row, more=more, **context)


def estate_form(actor: Actor, estate_id: int | None) -> EstateForm:
    """The form of an estate, with what it offers; as it stands until somebody sends it. Raises NotFound."""
    require(may_set_up(actor), FOR_ADMINS)
    form = EstateForm()
    there = queries.estate_of(actor.street_id, estate_id) if estate_id is not None else None
    form.offer(actor.street_id, there)
    if there is not None and not form.is_submitted():
        form.show(there)
    return form


def end_form(estate: Estate) -> EndForm:
    """Its last day as it stands, whatever another form of the page sent."""
    last = street_time(estate.until_at - timedelta(seconds=1)).date() if estate.until_at else None
    return EndForm(formdata=None, last_day=last)


def estate(
    actor: Actor, estate_id: int | None, form: EstateForm, status: int = 200, ending: EndForm | None = None
) -> Any:
    """An estate and its buildings, its end and what lies in it; None: a new one."""
    there = queries.estate_of(actor.street_id, estate_id) if estate_id is not None else None
    houses = catalog.places(estate_id) if estate_id is not None else ()
    context = {"ending": ending or end_form(there), "open": open_in(there.id)} if there is not None else {}
    return page(
        "admin/estates_edit.html", status, form=form, estate=there, houses=houses, script=script.words(), **context
    )


def house_form(actor: Actor, estate_id: int, place_id: int | None) -> HouseForm:
    """The form of a building. Raises NotFound."""
    require(may_set_up(actor), FOR_ADMINS)
    form = HouseForm()
    if not form.is_submitted():
        if place_id is not None:
            form.show(queries.house_of(actor.street_id, estate_id, place_id))
        else:
            form.show_point(queries.estate_of(actor.street_id, estate_id).point)
    return form


def house(actor: Actor, estate_id: int, place_id: int | None, form: HouseForm, status: int = 200) -> Any:
    """A building of an estate; None: a new one. Raises NotFound."""
    there = queries.estate_of(actor.street_id, estate_id)
    return page("admin/estates_house.html", status, form=form, estate=there, place_id=place_id, script=script.words())
