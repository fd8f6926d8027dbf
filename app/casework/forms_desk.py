"""The forms of the desk: where it is, what it is, whose it is, and what only the duty chief decides."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.cases import ops
from app.cases.lifecycle import State
from app.cases.models import Case
from app.casework import choices
from app.casework.fields import Options, area, drop_down, option, radio
from app.casework.forms import MoveForm, Occasion
from app.casework.forms_work import unit_options
from app.casework.spots import SpotFields
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.web import named

CONCLUSIONS = {
    State.IN_PROGRESS: (_("继续处置"), _("还由现在的处置方办")),
    State.DISPATCHED: (_("换人办"), _("重新派，从签收开始")),
    State.IN_REVIEW: (_("再请社区评议"), _("结果没有变，请居民再看一次")),
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

    def act(self, now: Occasion) -> None:
        """Whose it is, with a reason."""
        ops.rule(now.actor, now.case, self.member.data, self.unit.data, self.reason.data, at=now.at)


class Conclude(MoveForm):
    """会商定论."""

    target = radio(
        _("定论"),
        [(state, words[0]) for state, words in CONCLUSIONS.items()],
        coerce=State,
        small={state: words[1] for state, words in CONCLUSIONS.items()},
    )
    member = drop_down(_("换给谁"), _("只在换人办时要选。"))
    minutes = area(_("会商纪要"), missing=_("请写会商纪要"))

    def prepare(self, now: Occasion) -> None:
        """Offer members."""
        self.member.choices = member_options(now.case)

    def act(self, now: Occasion) -> None:
        """What the conference decided."""
        ops.conclude(now.actor, now.case, self.target.data, self.minutes.data, self.member.data, at=now.at)


class Override(MoveForm):
    """值班长裁决."""

    solved = radio(
        _("裁决"),
        [("yes", _("认定已解决，结案")), ("no", _("认定未解决，返工"))],
        small={"yes": _("公开理由，标明未经评议")},
    )
    reason = area(_("理由"), _("会公开。"), missing=_("请写明理由"))

    def act(self, now: Occasion) -> None:
        """Decide in the panel's place."""
        ops.override(now.actor, now.case, solved=self.solved.data == "yes", reason=self.reason.data, at=now.at)
