"""The forms about time: 延期 and 挂账 asked for, granted and declined; 督办, 接管, 改派 and 回访."""

from datetime import datetime, time

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import InputRequired, NumberRange

from app.cases import ops
from app.cases import queries as cases
from app.cases.labels import label
from app.cases.lifecycle import Verb
from app.cases.opinions import Opinion
from app.cases.ops.asking import DAYS_MAX, Wait
from app.cases.words import Satisfaction, Solved
from app.casework import choices
from app.casework.fields import DayField, WholeNumberField, area, maybe, radio
from app.casework.forms import MoveForm, Occasion, Reasoned
from app.casework.forms_desk import Dispatch
from app.catalog.words import ReasonAct
from app.core.clock import from_street, street_time
from app.core.values import Span
from app.sla.lamps import SPAN_WORDS

CLOSE_OF_BUSINESS = time(18)
ANSWERS_WITHIN = ("30 elapsed_minute", "2 working_hour", "1 working_day", "3 working_day")
DAYS = [InputRequired(_("请填天数")), NumberRange(1, DAYS_MAX, _("请填 1 到 90 天"))]


class AskExtension(MoveForm):
    """申请延期."""

    days = WholeNumberField(_("延几天"), DAYS, description=_("工作日；原来的到期时间照样看得到。"))
    reason = area(_("理由"), missing=_("请写明理由"))

    def act(self, now: Occasion) -> None:
        """Ask for more time."""
        ops.ask_extension(now.actor, now.case, self.days.data or 0, self.reason.data, at=now.at)


class Extend(MoveForm):
    """批准延期."""

    days = WholeNumberField(_("准几天"), DAYS)
    note = area(_("交代几句"), optional=True)

    def prepare(self, now: Occasion) -> None:
        """Start from what was asked for."""
        asked = cases.last_asked(now.case.id)
        if asked is not None and asked.verb is Verb.ASK_EXTENSION:
            self.days.description = gettext("申请 %(n)s 天，不能多准", n=asked.facts["days"])
            if not self.is_submitted():
                self.days.data = asked.facts["days"]

    def act(self, now: Occasion) -> None:
        """Give it."""
        ops.extend(now.actor, now.case, self.days.data or 0, self.note.data, at=now.at)


class AskSuspension(MoveForm):
    """申请挂账."""

    kind = radio(_("等什么"), [])
    until = DayField(_("复查日期"), [InputRequired(_("请选日期"))], description=_("到这一天自动恢复办理。"))
    reason = area(_("理由"), _("写清楚等的是什么。"), missing=_("请写明理由"))

    @property
    def wait(self) -> Wait:
        """What was filled in."""
        return Wait(self.kind.data, self.reason.data, from_street(self.until.data, CLOSE_OF_BUSINESS))

    def prepare(self, now: Occasion) -> None:
        """Offer the street's reasons."""
        self.kind.choices = choices.reasons(now.case, ReasonAct.SUSPEND)

    def act(self, now: Occasion) -> None:
        """Ask to wait."""
        ops.ask_suspension(now.actor, now.case, self.wait, at=now.at)


class Suspend(AskSuspension):
    """挂账, asked for or not."""

    def prepare(self, now: Occasion) -> None:
        """Start from what was asked for; its reason is offered though it was retired since."""
        asked = cases.last_asked(now.case.id)
        asks = asked is not None and asked.verb is Verb.ASK_SUSPENSION
        also = asked.facts["waiting_for"] if asked is not None and asks else ""
        self.kind.choices = choices.reasons(now.case, ReasonAct.SUSPEND, also)
        if asked is not None and asks and not self.is_submitted():
            self.kind.data = also
            self.until.data = street_time(datetime.fromisoformat(asked.facts["until"])).date()

    def act(self, now: Occasion) -> None:
        """Wait for something outside."""
        ops.suspend(now.actor, now.case, self.wait, at=now.at)


class Decline(Reasoned):
    """不同意."""

    def act(self, now: Occasion) -> None:
        """Say no."""
        ops.decline(now.actor, now.case, self.reason.data, at=now.at)


class Supervise(MoveForm):
    """督办."""

    text = area(_("要求什么"), missing=_("请写要求什么"))
    within = radio(
        _("多久答复"), [(s, _(SPAN_WORDS[Span.parse(s).unit], n=Span.parse(s).amount)) for s in ANSWERS_WITHIN]
    )

    def act(self, now: Occasion) -> None:
        """Issue it."""
        ops.supervise(now.actor, now.case, self.text.data, Span.parse(self.within.data), at=now.at)


class Answer(MoveForm):
    """答复督办."""

    text = area(_("办到哪一步了"), missing=_("请写办到哪一步"))

    def act(self, now: Occasion) -> None:
        """Answer it."""
        ops.answer(now.actor, now.case, self.text.data, at=now.at)


class TakeOver(MoveForm):
    """接管."""

    def act(self, now: Occasion) -> None:
        """It is this person's now."""
        ops.take_over(now.actor, now.case, at=now.at)


class Reassign(Dispatch):
    """改派 while it is under way."""

    reason = area(_("理由"), _("各方都看得到。"), missing=_("请写明理由"))

    def act(self, now: Occasion) -> None:
        """Whose it is from now on."""
        ops.reassign(now.actor, now.case, self.member.data, self.unit.data, self.reason.data, at=now.at)


class CallBack(MoveForm):
    """回访."""

    solved = radio(_("问题解决了吗"), [(s, _(label(s))) for s in Solved], coerce=maybe(Solved), needed=False)
    satisfaction = radio(_("对办理满意吗"), [(s, _(label(s))) for s in Satisfaction], coerce=Satisfaction)
    note = area(_("说了什么"), _("没解决或不满意的，要写为什么：就此申请重开，由没办过的人定。"), optional=True)

    def act(self, now: Occasion) -> None:
        """Write down what the reporter said."""
        answer = Opinion(self.solved.data, self.satisfaction.data)
        ops.call_back(now.actor, now.case, answer, self.note.data, at=now.at)


class DeclineReopen(MoveForm):
    """不予重开."""

    reason = area(_("理由"), _("报告人看得到这段话，不写人名和电话。"), missing=_("请写明理由"))

    def act(self, now: Occasion) -> None:
        """It stays closed."""
        ops.decline_reopen(now.actor, now.case, self.reason.data, at=now.at)
