"""The forms of joint work: a unit asked for its part, the part signed in, reported, cancelled."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import SelectField, TimeField
from wtforms.validators import InputRequired

from app.cases import ops, policy
from app.cases.lifecycle import Verb
from app.cases.models_parts import CasePart
from app.cases.ops.enforcing import Outing
from app.cases.words import PhotoKind
from app.casework import choices
from app.casework.fields import DayField, area, drop_down, option, radio, several
from app.casework.forms import MoveForm, Occasion
from app.casework.forms_work import unit_options
from app.casework.pictures import PicturesField, pictures_of
from app.core.clock import from_street, street_time
from app.core.errors import Conflict
from app.core.msgid import N_
from app.core.values import Span
from app.sla.lamps import SPAN_WORDS

AS_LONG_AS_THE_CASE = "case"
WITHIN = ("2 working_hour", "1 working_day", "3 working_day", "5 working_day")


class AskPart(MoveForm):
    """请协办."""

    unit = drop_down(_("请哪个单位"), missing=_("请选单位"))
    task = area(_("请他们办什么"), _("写清楚哪一部分归他们。"), missing=_("请写清楚请他们办什么"))
    within = radio(_("多久办好"), [(AS_LONG_AS_THE_CASE, _("和这件事一样"))])

    def prepare(self, now: Occasion) -> None:
        """Offer the units that are not at it yet."""
        at_it = {now.case.handling_unit_id, *(part.unit_id for part in now.case.parts if part.is_open)}
        found = [unit for unit in choices.units(now.case, now.at) if unit.id not in at_it]
        self.unit.choices = [option(None, gettext("请选单位")), *unit_options(found)]
        spans = [(text, Span.parse(text)) for text in WITHIN]
        words = [(text, gettext(SPAN_WORDS[span.unit], n=span.amount)) for text, span in spans]
        self.within.choices = [(AS_LONG_AS_THE_CASE, gettext("和这件事一样")), *words]
        if not self.is_submitted():
            self.within.data = AS_LONG_AS_THE_CASE

    def act(self, now: Occasion) -> None:
        """Ask."""
        within = None if self.within.data == AS_LONG_AS_THE_CASE else Span.parse(self.within.data)
        ops.ask_part(now.actor, now.case, self.unit.data, self.task.data, within, at=now.at)


class SignInPart(MoveForm):
    """签收协办: the first of those that wait for this person."""

    def act(self, now: Occasion) -> None:
        """Sign in."""
        waiting = policy.own_parts(now.actor, Verb.SIGN_IN_PART, now.case)
        if not waiting:
            raise Conflict(N_("这件事刚刚有了变化，请先看一看再决定"))
        ops.sign_in_part(now.actor, now.case, waiting[0].id, at=now.at)


class OfPart(MoveForm):
    """A move on one of several parts; a single one is not asked for."""

    part: SelectField = drop_down(_("哪个单位的协办"), missing=_("请选单位"))

    def offer(self, parts: list[CasePart]) -> None:
        """The parts it may be."""
        names = choices.unit_names(part.unit_id for part in parts)
        self.part.choices = [option(part.id, names[part.unit_id]) for part in parts]
        if len(parts) == 1:
            self.part.data, self.part.raw_data = parts[0].id, [str(parts[0].id)]  # nobody need send it


class ReportPart(OfPart):
    """报协办结果."""

    feedback = area(_("办了什么"), _("归口的人和主办单位看得到。"), missing=_("请写办了什么"))
    photos = PicturesField(_("照片或凭据"), shows=PhotoKind.DOCUMENT, optional=True)

    def prepare(self, now: Occasion) -> None:
        """Offer their own parts."""
        self.offer(policy.own_parts(now.actor, Verb.REPORT_PART, now.case))

    def act(self, now: Occasion) -> None:
        """Report it."""
        pictures = pictures_of(self)
        ops.report_part(now.actor, now.case, self.part.data or 0, self.feedback.data, pictures, at=now.at)


class CancelPart(OfPart):
    """撤销协办."""

    reason = area(_("理由"), missing=_("请写明理由"))

    def prepare(self, now: Occasion) -> None:
        """Offer every open part."""
        self.offer([part for part in now.case.parts if part.is_open])

    def act(self, now: Occasion) -> None:
        """Cancel it."""
        ops.cancel_part(now.actor, now.case, self.part.data or 0, self.reason.data, at=now.at)


class Enforce(MoveForm):
    """记联合执法."""

    units = several(_("去了哪些单位"), missing=_("联合执法至少两个单位，请勾选"))
    held_on = DayField(_("哪天"), [InputRequired(_("请选日期"))])
    held_time = TimeField(_("几点"), [InputRequired(_("请选时间"))])
    site = area(_("在哪里"), missing=_("请写在哪里"))
    outcome = area(_("结果"), _("查了什么、当场怎么处理、开了什么文书。"), missing=_("请写结果"))
    documents = PicturesField(_("文书和照片"), shows=PhotoKind.DOCUMENT, hint=_("PDF 或照片，可不填。"), optional=True)

    def prepare(self, now: Occasion) -> None:
        """Offer the units of the place; the handling one and those with a part are ticked."""
        found = choices.units(now.case, now.at)
        self.units.choices = [option(unit.id, unit.name) for unit in found]
        if not self.is_submitted():
            here = street_time(now.at)
            self.held_on.data, self.held_time.data = here.date(), here.time().replace(second=0, microsecond=0)
            at_it = {now.case.handling_unit_id, *(part.unit_id for part in now.case.parts)}
            self.units.data = [unit.id for unit in found if unit.id in at_it]

    def act(self, now: Occasion) -> None:
        """Write it down."""
        held_at = from_street(self.held_on.data, self.held_time.data)
        outing = Outing(held_at, self.units.data or (), self.site.data, self.outcome.data)
        ops.enforce(now.actor, now.case, outing, pictures_of(self), at=now.at)


class Lead(MoveForm):
    """领导包案."""

    official = drop_down(_("包案领导"), missing=_("请选一位分管领导"))
    plan = area(_("打算怎么办"), missing=_("请写打算怎么办"))

    def prepare(self, now: Occasion) -> None:
        """Offer the leaders of the street."""
        self.official.choices = [
            option(None, gettext("请选领导")),
            *(option(i, name) for i, name in choices.leaders(now.case)),
        ]
        if not self.is_submitted():
            self.official.data = now.case.official_id

    def act(self, now: Occasion) -> None:
        """Put it under their care."""
        ops.lead(now.actor, now.case, self.official.data, self.plan.data, at=now.at)


class Progress(MoveForm):
    """记包案进展."""

    text = area(_("进展"), missing=_("请写这个月的进展"))

    def act(self, now: Occasion) -> None:
        """Write it down."""
        ops.progress(now.actor, now.case, self.text.data, at=now.at)
