"""The forms of the handling side and of whoever checks."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.fields import SelectChoice

from app.cases import ops
from app.cases.evidence import BEFORE, wanted_of
from app.cases.labels import label
from app.cases.ops.trail import kinds_at_hand
from app.cases.reports import Result
from app.cases.words import Finding, Outcome, PhotoKind, Visit
from app.casework import choices
from app.casework.fields import Options, area, drop_down, option, radio
from app.casework.forms import MoveForm, Occasion
from app.casework.pictures import PicturesField, pictures_of
from app.catalog.queries import UnitRef
from app.catalog.words import Evidence, ReasonAct

OUTCOME_SMALL = {
    Outcome.RESOLVED: _("问题没有了"),
    Outcome.PARTLY: _("办了一部分，答复里写明还差什么"),
    Outcome.EXPLAINED: _("不能办或不用办，已经说明白"),
    Outcome.UNRESOLVED: _("没办成，答复里写明为什么"),
}
VISITS = (Visit.LASTS, Visit.RETURNED)
VISIT_SMALL = {Visit.LASTS: _("这次复查就办好了"), Visit.RETURNED: _("新立一件，连到这件上，按返潮办")}
FACTS = ((Finding.YES, _("属实")), (Finding.PARTLY, _("部分属实")), (Finding.NO, _("不属实")))
CLAIMS = ((Finding.YES, _("合理")), (Finding.PARTLY, _("部分合理")), (Finding.NO, _("不合理")))


AFTER_HINT = _("在原来的地方拍；照片要带时间和位置，没有的要写原因。")


def why_of_photo() -> TextAreaField:
    """Why a picture of the result does not show when and where it was taken; on the page once that is asked."""
    return area(_("照片说明"), _("核查的人和评议的人看得到。"), optional=True)


def unit_options(units: list[UnitRef], lead: UnitRef | None = None) -> Options:
    """Options of a list of units, the one that the category names first, in a group of its own."""
    recommended, all_units = gettext("按类别推荐"), gettext("全部单位")
    first = [_unit(u, recommended) for u in units if lead and u.id == lead.id]
    return first + [_unit(u, all_units) for u in units if not lead or u.id != lead.id]


def _unit(unit: UnitRef, group: str) -> SelectChoice:
    name = gettext("%(name)s（没有账号，由你联系并代报）", name=unit.name) if unit.external else unit.name
    return option(unit.id, name, group)


class Contact(MoveForm):
    """先行联系."""

    reached = radio(_("联系上了吗"), [("yes", _("联系上了，或到了现场")), ("no", _("没联系上"))])
    note = area(_("说了什么"), _("没联系上的，写原因。"), optional=True)

    def act(self, now: Occasion) -> None:
        """First contact."""
        ops.contact(now.actor, now.case, self.note.data, reached=self.reached.data == "yes", at=now.at)


class HandOver(MoveForm):
    """转办: to a unit, or back to the owner's grid."""

    unit = drop_down(_("转给谁"))
    note = area(_("交代几句"), optional=True)

    def prepare(self, now: Occasion) -> None:
        """Offer the units; suggest the one that the category names."""
        lead, found = choices.lead_unit(now.case, now.at), choices.units(now.case, now.at)
        options = unit_options([u for u in found if u.id != now.case.handling_unit_id], lead)
        back = gettext("收回，由网格自己办") if now.case.handling_unit_id else gettext("请选单位")
        self.unit.choices = [option(None, back), *options]
        if lead is not None and lead.id != now.case.handling_unit_id:
            self.unit.description = gettext("这一类按清单由 %(name)s 主办，已替你选好，可以改。", name=lead.name)
            if not self.is_submitted():
                self.unit.data = lead.id

    def act(self, now: Occasion) -> None:
        """Hand over."""
        ops.hand_over(now.actor, now.case, self.unit.data, self.note.data, at=now.at)


class Refuse(MoveForm):
    """退单."""

    reason = radio(_("为什么退"), [])
    clause = area(_("依据哪一条"), _("不归你们办的，写职责依据：哪份文件、哪一条。"), optional=True)
    note = area(_("说清楚"), _("派遣员和下一家都看得到。"), missing=_("请写为什么退"))
    unit = drop_down(_("建议给谁"))

    def prepare(self, now: Occasion) -> None:
        """Offer the street's reasons, and every other unit."""
        self.reason.choices = choices.reasons(now.case, ReasonAct.REFUSE)
        others = [u for u in choices.units(now.case, now.at) if u.id != now.case.handling_unit_id]
        self.unit.choices = [option(None, gettext("说不准")), *(option(u.id, u.name) for u in others)]

    def act(self, now: Occasion) -> None:
        """Send back."""
        told = (self.reason.data, self.note.data, self.unit.data, self.clause.data)
        ops.refuse(now.actor, now.case, *told, at=now.at)


class MakeSafe(MoveForm):
    """先排险."""

    photos = PicturesField(_("排险后的照片"), shows=PhotoKind.SAFE, hint=_("至少一张，看得出危险已经没有了。"))
    note = area(_("做了什么"), optional=True)

    def act(self, now: Occasion) -> None:
        """The danger is gone; the repair becomes a case of its own."""
        ops.make_safe(now.actor, now.case, self.note.data, pictures_of(self), at=now.at)


class Handle(MoveForm):
    """报办结, with exactly what the category's evidence needs."""

    before = PicturesField(_("处置之前"), shows=PhotoKind.BEFORE)
    after = PicturesField(_("处置之后"), shows=PhotoKind.AFTER, hint=AFTER_HINT)
    photo_why = why_of_photo()
    document = PicturesField(_("凭据"), shows=PhotoKind.DOCUMENT, hint=_("PDF 或照片，一份 15 MB 以内。"))
    outcome = radio(_("结果"), [(o, _(label(o))) for o in Outcome], coerce=Outcome, small=OUTCOME_SMALL)
    fact = radio(_("事实认定"), FACTS, coerce=Finding)
    claim = radio(_("诉求认定"), CLAIMS, coerce=Finding)
    reply = area(_("给居民的答复"), _("居民会看到这段话，不写人名和电话。"), missing=_("请写给居民的答复"))
    note = area(_("内部备注"), _("居民看不到。"), optional=True)

    def prepare(self, now: Occasion) -> None:
        """Ask only for the evidence of this category; a report's own picture counts as before."""
        self.ask_for(wanted_of(now.case.evidence, now.category.evidence if now.category else ()))
        if "before" in self and BEFORE & kinds_at_hand(now.case, ()):
            self.before.optional = True
            self.before.description = gettext("报告时的照片已经算一张，可以不再拍。")

    def ask_for(self, evidence: object) -> None:
        """Drop the fields whose evidence the category does not want."""
        wanted = set(evidence)  # type: ignore[call-overload]
        drop = {"before", "after", "photo_why"} if Evidence.PHOTO_PAIR not in wanted else set()
        drop |= {"document"} if Evidence.DOCUMENT not in wanted else set()
        for name in drop & set(self._fields):
            delattr(self, name)

    def result(self) -> Result:
        """What was typed, as ops take it."""
        words = (self.outcome.data, self.fact.data, self.claim.data, self.reply.data, self.note.data)
        why = self.photo_why.data if "photo_why" in self else ""
        return Result(*words, pictures=pictures_of(self), photo_why=why or "")

    def act(self, now: Occasion) -> None:
        """Report it done."""
        ops.handle(now.actor, now.case, self.result(), at=now.at)


class SelfDispose(Handle):
    """自行处置 of a case that is still reported."""

    def act(self, now: Occasion) -> None:
        """Fixed on the spot."""
        ops.self_dispose(now.actor, now.case, self.result(), at=now.at)


class CheckPass(MoveForm):
    """核查通过."""

    photos = PicturesField(_("现场照片"), shows=PhotoKind.CHECK, hint=_("到现场拍，和之前的比一比。"), optional=True)
    note = area(_("看到了什么"), optional=True)

    def act(self, now: Occasion) -> None:
        """It is as they say."""
        ops.check_pass(now.actor, now.case, self.note.data, pictures_of(self), at=now.at)


class CheckFail(MoveForm):
    """核查不通过."""

    photos = PicturesField(_("现场照片"), shows=PhotoKind.CHECK, optional=True)
    reason = area(_("哪里没办好"), _("处置的人照这个返工。"), missing=_("请写哪里没办好"))

    def act(self, now: Occasion) -> None:
        """To be done again."""
        ops.check_fail(now.actor, now.case, self.reason.data, pictures_of(self), at=now.at)


class Recheck(MoveForm):
    """复查."""

    visit = radio(_("有没有再出现"), [(v, _(label(v))) for v in VISITS], coerce=Visit, small=VISIT_SMALL)
    photos = PicturesField(_("现场照片"), shows=PhotoKind.RECHECK, hint=_("到原来的地方拍。"), optional=True)
    note = area(_("看到了什么"), _("又出现了的，一定要写。"), optional=True)

    def act(self, now: Occasion) -> None:
        """It lasts, or it is back."""
        ops.recheck(now.actor, now.case, self.visit.data, self.note.data, pictures_of(self), at=now.at)


class ReportFinding(MoveForm):
    """报核实结果."""

    finding = radio(_("是不是真的"), FACTS, coerce=Finding)
    note = area(_("看到了什么"), missing=_("请写看到了什么"))

    def act(self, now: Occasion) -> None:
        """What the visit found."""
        ops.report_finding(now.actor, now.case, self.finding.data, self.note.data, at=now.at)
