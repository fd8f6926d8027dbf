"""What an administrator types of a category, limits apart."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.admin.forms import stripped
from app.admin.forms_people import many
from app.cases.labels import label
from app.cases.routing import TIER_WORDS
from app.casework.fields import NONE_OF_THESE, option, radio
from app.catalog.models import Category, Department
from app.catalog.setup.rules import RULES, seen_of
from app.catalog.words import CategoryKind, Evidence, ReviewRule, Urgency
from app.core.msgid import N_
from app.core.web.forms import Form
from app.core.web.locale import named, said

KINDS = {CategoryKind.EVENT: N_("事件"), CategoryKind.COMPONENT: N_("部件")}
URGENCIES = {urgency: label(urgency) for urgency in Urgency}
REVIEWS = {rule: label(rule) for rule in ReviewRule}
EVIDENCE = {
    Evidence.PHOTO_PAIR: N_("前后照片"),
    Evidence.DOCUMENT: N_("凭据"),
    Evidence.REPLY_NOTE: N_("给居民的答复"),
}
NO_NAME = _("请写名称")


def _of(label: str, words: Mapping[Any, str]) -> Any:
    return radio(label, [(value.value, _(text)) for value, text in words.items()])


class RulesForm(Form):
    """Names and rules of a category. seen: what it said when the page was made; sure: the effect was looked at."""

    name_zh = StringField(_("中文名"), [InputRequired(NO_NAME)], filters=[stripped])
    name_en = StringField(_("英文名"), [InputRequired(NO_NAME)], filters=[stripped])
    kind = _of(_("事件还是部件"), KINDS)
    tier = _of(_("由哪一级负责"), TIER_WORDS)
    lead_department = SelectField(_("主办部门"), invalid_choice_message=NONE_OF_THESE)
    assist_departments = many(_("协办部门"), str)
    urgency = _of(_("缓急"), URGENCIES)
    evidence = many(_("报办结要有什么"), str)
    review = _of(_("评议"), REVIEWS)
    complex = BooleanField(_("复杂：五人评议"))
    make_safe = BooleanField(_("可以先排险"))
    suspend_allowed = BooleanField(_("可以申请挂账"))
    family = StringField(_("同类代码"), filters=[stripped])
    duplicate_radius_m = StringField(_("查重的距离（米）"), filters=[stripped])
    duplicate_days = StringField(_("查重的天数"), filters=[stripped])
    relapse_radius_m = StringField(_("认返潮的距离（米）"), filters=[stripped])
    relapse_days = StringField(_("认返潮的天数"), filters=[stripped])
    recheck_days = StringField(_("结案后第几天复查"), filters=[stripped])
    public = BooleanField(_("居民可以报，公开页上有"))
    confidential = BooleanField(_("对处置方隐去报告人"))
    contact_required = BooleanField(_("报告时要留手机号"))
    note = StringField(_("说明"), filters=[stripped])
    seen = HiddenField()
    sure = HiddenField()

    def offer(self, departments: Sequence[Department], row: Category) -> None:
        """The departments in use, and those that the category names already."""
        codes = [option(one.code, named(one)) for one in departments]
        known = {choice.value for choice in codes}
        gone = [option(code, code) for code in (row.lead_department, *row.assist_departments) if code not in known]
        offered: list[SelectChoice] = [*codes, *(choice for choice in gone if choice.value)]
        self.lead_department.choices = [option(None, said(N_("没有：由网格自己办"))), *offered]
        self.assist_departments.choices = [(choice.value, choice.label) for choice in offered]
        self.evidence.choices = [(item.value, said(words)) for item, words in EVIDENCE.items()]

    @classmethod
    def of(cls, row: Category) -> "RulesForm":
        """The form with what the category says now, unless something was sent."""
        told = {name: getattr(row, name) for name in RULES if name != "recheck_days"}
        told |= {name: str(value) for name, value in told.items() if type(value) is int}
        days = ";".join(str(day) for day in row.recheck_days)
        return cls(**told, recheck_days=days, seen=seen_of(row))

    @property
    def told(self) -> dict[str, Any]:
        """What was typed, as the catalogue's sheet would have it."""
        return {name: _cell(name, self._fields[name].data) for name in RULES}


def _cell(name: str, typed: Any) -> Any:
    if isinstance(typed, list):
        return ";".join(typed)
    if name == "recheck_days":
        return (typed or "").replace("；", ";").replace("、", ";").replace("，", ";").replace(",", ";")
    return typed if isinstance(typed, bool) else str(typed if typed is not None else "")
