"""The forms of the desk: where it is, what it is, whose it is, and what only the duty chief decides."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired

from app.cases import ops
from app.cases import queries as cases
from app.cases.labels import label
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.ops.conferring import JUDGED, Held
from app.cases.words import Decision, Listed
from app.casework import choices
from app.casework.fields import DayField, Options, area, drop_down, option, radio
from app.casework.forms import MoveForm, Occasion
from app.casework.forms_work import unit_options
from app.casework.spots import SpotFields
from app.core.clock import street_time
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web import named

CONCLUSIONS = {
    Decision.REWORK: _("还由现在的处置方办"),
    Decision.ANOTHER_UNIT: _("重新派，从签收开始"),
    Decision.PANEL_AGAIN: _("结果没有变，请居民再看一次"),
    Decision.OVERRIDE: _("两个工作日内裁决，理由公开，标明未经评议"),
}

LISTED = {
    Listed.GRID: _("规则以后直接派给这个单位"),
    Listed.STREET: _("规则以后直接派给这个单位，每个居民区都一样"),
}


def category_options(actor: Actor) -> Options:
    """The categories in their groups."""
    rows = [(named(major), c) for major in choices.categories(actor) for c in major.categories]
    listed = [option(c.id, f"{c.code} {named(c)}", group) for group, c in rows]
    return [option(None, gettext("请选类别")), *listed]


def member_options(case: Case) -> Options:
    """The members: those of the place, then the others."""
    near, far = gettext("管这个位置的"), gettext("其他网格")
    found = [(near if m.near else far, m) for m in choices.members(case)]
    words = N_("%(name)s · %(grid)s · 手上 %(n)s 件")
    listed = [option(m.id, gettext(words, name=m.name, grid=m.grid, n=m.load), group) for group, m in found]
    return [option(None, gettext("请选网格员")), *listed]


class Classify(MoveForm):
    """定类别."""

    category = drop_down(_("类别"), missing=_("请选类别"))

    def prepare(self, now: Occasion) -> None:
        """Offer what this person may register."""
        self.category.choices = category_options(now.actor)
        if not self.is_submitted():
            self.category.data = now.case.category_id

    def act(self, now: Occasion) -> None:
        """Say what it is."""
        ops.classify(now.actor, now.case, self.category.data, at=now.at)


class Place(SpotFields, MoveForm):
    """定位置; a case without a category gets it in the same go, so that it leaves the desk at once."""

    category = drop_down(_("类别"))

    def prepare(self, now: Occasion) -> None:
        """Start from where it was said to be."""
        if now.case.category_id is not None:
            del self.category
        else:
            self.category.choices = category_options(now.actor)
        if not self.is_submitted():
            self.show(now.case)
        self.offer_places(now.case.street_id)

    def act(self, now: Occasion) -> None:
        """Say where it is, and what."""
        if "category" in self and self.category.data is not None:
            ops.classify(now.actor, now.case, self.category.data, at=now.at)
        ops.place(now.actor, now.case, self.placed(now.case.street_id), at=now.at)


class Dispatch(MoveForm):
    """派遣."""

    member = drop_down(_("归口网格员"), missing=_("请选网格员"))
    unit = drop_down(_("主办单位"), _("不选，就由网格先办。"))

    def prepare(self, now: Occasion) -> None:
        """Offer members and units; nothing is chosen beforehand."""
        self.member.choices = member_options(now.case)
        lead, found = choices.lead_unit(now.case, now.at), choices.units(now.case)
        self.unit.choices = [option(None, gettext("不另派单位")), *unit_options(found, lead)]

    def act(self, now: Occasion) -> None:
        """Send it."""
        ops.dispatch(now.actor, now.case, self.member.data, self.unit.data, at=now.at)


class Redispatch(Dispatch):
    """改派."""

    def act(self, now: Occasion) -> None:
        """Send it to somebody else."""
        ops.redispatch(now.actor, now.case, self.member.data, self.unit.data, at=now.at)


class Rule(Dispatch):
    """裁定."""

    reason = area(_("理由"), _("各方都看得到。"), missing=_("请写明理由"))
    listed = radio(_("写进责任清单吗"), [(way, _(label(way))) for way in Listed], coerce=Listed, small={**LISTED})

    def act(self, now: Occasion) -> None:
        """Whose it is, with a reason."""
        ops.rule(now.actor, now.case, self.member.data, self.unit.data, self.reason.data, self.listed.data, at=now.at)


class Conclude(MoveForm):
    """会商定论."""

    held_on = DayField(_("会商日期"), [InputRequired(_("请选日期"))])
    attendance = area(_("到会的人"), _("单位和姓名，谁主持。"), missing=_("请写到会的人"))
    minutes = area(_("会商纪要"), missing=_("请写会商纪要"))
    decision = radio(_("定论"), [(d, _(label(d))) for d in CONCLUSIONS], coerce=Decision, small={**CONCLUSIONS})
    member = drop_down(_("换给谁"), _("只在换人办时要选。"))
    unit = drop_down(_("主办单位"), _("换人办时可以直接指定；兜底指派，不能再退。"))

    def prepare(self, now: Occasion) -> None:
        """Offer members, and what can be decided: a dispute has no result that a panel or the chief could judge."""
        self.member.choices = member_options(now.case)
        lead, found = choices.lead_unit(now.case, now.at), choices.units(now.case)
        self.unit.choices = [option(None, gettext("不另派单位")), *unit_options(found, lead)]
        if cases.conference_called(now.case.id).from_state is not State.IN_REVIEW:
            self.decision.choices = [c for c in self.decision.choices if c.value not in JUDGED]
        if not self.is_submitted():
            self.held_on.data = street_time(now.at).date()

    def act(self, now: Occasion) -> None:
        """What the conference decided."""
        held = Held(self.held_on.data, self.attendance.data, self.minutes.data)
        ops.conclude(now.actor, now.case, self.decision.data, held, self.member.data, self.unit.data, at=now.at)


class Override(MoveForm):
    """值班长裁决."""

    solved = radio(
        _("裁决"),
        [("yes", _("认定已解决，结案")), ("no", _("认定未解决，返工"))],
        small={"yes": _("公开理由，标明未经评议")},
    )
    reason = area(
        _("理由（公开）"),
        _("会登在查询页上，居民看得到；电话、证件号、车牌、门牌号自动遮住，别写人名。"),
        missing=_("请写明理由"),
    )

    def act(self, now: Occasion) -> None:
        """Decide in the panel's place."""
        ops.override(now.actor, now.case, solved=self.solved.data == "yes", reason=self.reason.data, at=now.at)
