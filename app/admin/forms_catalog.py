"""What an administrator types of departments, units, limits and reply texts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from app.admin.forms import stripped
from app.admin.seen import SeenForm
from app.casework.fields import NO_DAY, NO_NUMBER, NONE_OF_THESE, DayField, WholeNumberField, drop_down, option, radio
from app.catalog.models import Category, CategoryLimit
from app.catalog.queries import Major, UnitRef
from app.catalog.setup.bodies import UnitEntry
from app.catalog.setup.limits import AMOUNT_MOST, Promise
from app.catalog.setup.replies import ReplyEntry
from app.catalog.words import DepartmentKind
from app.core.msgid import N_
from app.core.values import Span, Unit
from app.core.web.forms import Form
from app.core.web.locale import named, said
from app.grid.queries import GridRow

KINDS = {
    DepartmentKind.ORGANISATION: _("全街道一个"),
    DepartmentKind.PER_GRID: _("每个居民区一个"),
    DepartmentKind.PER_ESTATE: _("每个小区一个"),
}
UNITS = {
    Unit.ELAPSED_MINUTE: _("分钟"),
    Unit.ELAPSED_HOUR: _("小时"),
    Unit.WORKING_HOUR: _("工作时"),
    Unit.WORKING_DAY: _("工作日"),
    Unit.CALENDAR_DAY: _("自然日"),
}
AMOUNT = [NumberRange(1, AMOUNT_MOST, _("写 1 到 999"))]


class DepartmentForm(SeenForm):
    """What may be changed of a department."""

    name_zh = StringField(_("中文名"), [InputRequired(_("请写名称"))], filters=[stripped])
    name_en = StringField(_("英文名"), [InputRequired(_("请写名称"))], filters=[stripped])
    line = StringField(_("条线"), filters=[stripped])
    external = BooleanField(_("外部单位：在这里没有账号"))
    note = StringField(_("说明"), filters=[stripped])
    active = BooleanField(_("在用"))

    @property
    def told(self) -> Mapping[str, Any]:
        """What was typed, column by column."""
        return {name: field.data for name, field in self._fields.items() if name not in ("active", "seen")}


class NewDepartmentForm(DepartmentForm):
    """The same with what stands for good: its code and its kind."""

    code = StringField(_("代码"), [InputRequired(_("请写代码"))], filters=[stripped])
    kind = radio(_("有几个单位"), KINDS.items())


class UnitForm(SeenForm):
    """What may be changed of a unit; a new one of a per-grid department says its grid too."""

    name = StringField(_("名称"), [InputRequired(_("请写名称"))], filters=[stripped])
    phone = StringField(_("电话"), filters=[stripped])
    external = BooleanField(_("外部单位：在这里没有账号"))
    grid = drop_down(_("居民区"))

    def offer(self, grids: Iterable[GridRow]) -> None:
        """The residential grids; none for a department that is not per grid."""
        self.grid.choices = [option(None, said(N_("请选一个居民区"))), *(option(row.id, row.name) for row in grids)]

    @property
    def entry(self) -> UnitEntry:
        """What was typed, as the ops take it."""
        told = (self.name.data or "", self.phone.data or "", bool(self.external.data))
        return UnitEntry(*told, self.grid.data if "grid" in self else None)


class CloseForm(Form):
    """Until when a unit is one, and which gets what it has in hand."""

    last_day = DayField(_("最后一天"), [InputRequired(NO_DAY)])
    successor = drop_down(_("在办的交给谁"))

    def offer(self, units: Iterable[UnitRef], unit_id: int) -> None:
        """Every other unit in use."""
        others = [option(one.id, one.name) for one in units if one.id != unit_id]
        self.successor.choices = [option(None, said(N_("不指定：交值班长一件一件定"))), *others]


def unit_of(label: str) -> SelectField:
    """In which unit an amount of time is told."""
    words = {"invalid_value_message": NONE_OF_THESE, "invalid_choice_message": NONE_OF_THESE}
    return SelectField(label, choices=[option(unit.value, words_) for unit, words_ in UNITS.items()], **words)


class LimitsForm(Form):
    """New limits, and from when. seen: the newest version when the page was made; sure: the effect was looked at."""

    respond_n = WholeNumberField(_("先行联系"), [InputRequired(NO_NUMBER), *AMOUNT])
    respond_u = unit_of(_("先行联系的单位"))
    dispose_n = WholeNumberField(_("办结"), [InputRequired(NO_NUMBER), *AMOUNT])
    dispose_u = unit_of(_("办结的单位"))
    ceiling_n = WholeNumberField(_("延期后最长"), [Optional(), *AMOUNT])
    ceiling_u = unit_of(_("延期后最长的单位"))
    extensions_max = WholeNumberField(_("可延期次数"), [InputRequired(NO_NUMBER)])
    from_day = DayField(_("从哪天起"), [InputRequired(NO_DAY)])
    seen = HiddenField()
    sure = HiddenField()
    PLACES = {"respond": "respond_n", "dispose": "dispose_n", "dispose_ceiling": "ceiling_n"}

    @classmethod
    def of(cls, row: CategoryLimit | None, seen: int | None, today: date) -> "LimitsForm":
        """The form with what holds now."""
        told: dict[str, Any] = {"from_day": today, "seen": seen or "", "extensions_max": 0}
        for name, column in (("respond", "respond"), ("dispose", "dispose"), ("ceiling", "dispose_ceiling")):
            if row is not None and (text := getattr(row, column)):
                span = Span.parse(text)
                told |= {f"{name}_n": span.amount, f"{name}_u": span.unit.value}
        if row is not None:
            told["extensions_max"] = row.extensions_max
        return cls(formdata=None, **told)

    @property
    def promise(self) -> Promise:
        """What was typed, as the op takes it."""
        ceiling = self._span("ceiling") if self.ceiling_n.data else None
        return Promise(self._span("respond"), self._span("dispose"), ceiling, self.extensions_max.data)

    @property
    def seen_id(self) -> int | None:
        """The version that was seen; None for none."""
        text = self.seen.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    def _span(self, name: str) -> Span:
        return Span(self._fields[f"{name}_n"].data, Unit(self._fields[f"{name}_u"].data))


class ReplyForm(Form):
    """A reply text."""

    title = StringField(_("按钮上的字"), [InputRequired(_("写 1 到 20 个字"))], filters=[stripped])
    text = TextAreaField(_("内容"), [InputRequired(_("写 1 到 500 个字"))], filters=[stripped])
    category = drop_down(_("用在哪一类"))
    active = BooleanField(_("在用"), default=True)

    def offer(self, majors: Iterable[Major], kept: Category | None = None) -> None:
        """The categories, group by group. kept: the one it belongs to, where that is switched off."""
        rows = [
            option(one.id, f"{one.code} {named(one)}", named(major)) for major in majors for one in major.categories
        ]
        more = [option(kept.id, f"{kept.code} {named(kept)}")] if kept is not None and not kept.active else []
        self.category.choices = [option(None, said(N_("所有类别"))), *more, *rows]

    @property
    def entry(self) -> ReplyEntry:
        """What was typed, as the ops take it."""
        return ReplyEntry(self.title.data or "", self.text.data or "", self.category.data, bool(self.active.data))
