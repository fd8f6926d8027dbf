"""The forms of the duty roster: each shows what it would do before it does it."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput

from app.casework.fields import NO_DAY, DayField, WholeNumberField, drop_down, option, radio
from app.core.clock import from_street, street_time
from app.core.errors import Conflict, Invalid
from app.core.web.forms import Form
from app.grid.duty import Shift, clock_time
from app.grid.models import DutyKind
from app.grid.ops import Draft
from app.grid.ops_roster import LINE_MAX

NO_TIME = _("时间写成 08:30 这样")
DAYS = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))
DAY = timedelta(days=1)


class ChangeForm(Form):
    """Sent once to see what it does, and once more, unchanged, to do it. FIELDS: where an op's errors stand."""

    FIELDS: Mapping[str, str] = {}
    seen = HiddenField()

    @property
    def mark(self) -> str:
        """What was filled in, in short."""
        plain = {field.name: str(field.data) for field in self if field.name != "seen"}
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def was_seen(self) -> bool:
        """Whether what stands here is what the effects were shown for."""
        return str(self.seen.data or "") == self.mark

    def refuse(self, refusal: Invalid | Conflict) -> None:
        """Put what an op says at its field, a conflict above the form."""
        errors = refusal.errors if isinstance(refusal, Invalid) else {}
        known = {self.FIELDS.get(name, name): words for name, words in errors.items()}
        self.take(Invalid(refusal.message, known, **refusal.params))


class DutyForm(ChangeForm):
    """Who answers for a grid, on which line, from when to when, in which shift."""

    FIELDS = {"from": "from_day", "until": "until_day", "shift": "start"}
    kind = radio(
        _("排什么"),
        [(DutyKind.MEMBER, _("网格的班")), (DutyKind.NIGHT, _("街道 24 小时值班"))],
        small={DutyKind.NIGHT.value: _("只排在街道总网格，夜里和节假日的急件由他们接")},
    )
    grid = drop_down(_("网格"), missing=_("请选一个网格"))
    user = drop_down(_("谁"), missing=_("请选一个人"))
    line = StringField(_("条线"), [Length(max=LINE_MAX, message=_("条线名称最多 20 个字"))])
    from_day = DayField(_("从哪天起"), [InputRequired(NO_DAY)])
    until_day = DayField(_("到哪天止（含当天）"), [Optional()])
    weekdays = SelectMultipleField(
        _("星期几"), option_widget=CheckboxInput(), choices=[option(n, words) for n, words in enumerate(DAYS, 1)]
    )
    start = StringField(_("几点上班"))
    end = StringField(_("几点下班"))
    phone_order = WholeNumberField(_("电话顺序"), [Optional()])
    stand_in = drop_down(_("替班（B 角）"))

    @property
    def draft(self) -> Draft:
        """The duty as it is filled in."""
        until = from_street(self.until_day.data + DAY, time.min) if self.until_day.data else None
        hours = [(field.data or "").strip() or None for field in (self.start, self.end)]
        days = "".join(sorted(self.weekdays.data or []))
        shift = Shift(from_street(self.from_day.data, time.min), until, "" if len(days) == len(DAYS) else days, *hours)
        kind = DutyKind(self.kind.data)
        order = (self.phone_order.data or 0) if kind is DutyKind.NIGHT else 0
        line = (self.line.data or "").strip()
        return Draft(self.grid.data, self.user.data, shift, kind, line, order, self.stand_in.data)

    def offer(self, grids: Sequence[tuple[int, str]], people: Sequence[tuple[int, str, str]]) -> None:
        """The grids whose roster is kept, and who may stand, group by group."""
        self.grid.choices = [option(None, str(_("请选一个网格"))), *(option(i, name) for i, name in grids)]
        self.user.choices = [option(None, str(_("请选一个人"))), *_people(people)]
        self.stand_in.choices = [option(None, str(_("没有替班"))), *_people(people)]


class EndForm(ChangeForm):
    """The last day of a duty; none: it ends now."""

    FIELDS = {"ends": "last"}
    last = DayField(_("最后一天（含当天）"), [Optional()])

    def ends(self, at: datetime) -> datetime:
        """The moment at which it ends."""
        return from_street(self.last.data + DAY, time.min) if self.last.data else at


class StandInForm(ChangeForm):
    """Who stands in."""

    stand_in = drop_down(_("替班（B 角）"))

    def offer(self, people: Sequence[tuple[int, str, str]]) -> None:
        """Who may stand in, group by group."""
        self.stand_in.choices = [option(None, str(_("没有替班"))), *_people(people)]


class LeaveForm(ChangeForm):
    """Who is away from when to when."""

    FIELDS = {"from": "from_day", "until": "until_day"}
    user = drop_down(_("谁"), missing=_("请选一个人"))
    from_day = DayField(_("从哪天"), [InputRequired(NO_DAY)])
    from_time = StringField(_("几点起"))
    until_day = DayField(_("到哪天（含当天）"), [InputRequired(NO_DAY)])
    until_time = StringField(_("几点止"))

    def offer(self, people: Sequence[tuple[int, str, str]]) -> None:
        """Who works in the grids whose roster is kept."""
        self.user.choices = [option(None, str(_("请选一个人"))), *_people(people)]

    def validate_from_time(self, field: StringField) -> None:
        """Raises ValidationError for what is no time of day."""
        _check_time(field)

    def validate_until_time(self, field: StringField) -> None:
        """Raises ValidationError for what is no time of day."""
        _check_time(field)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the first moment away to the first one back."""
        begins = clock_time(self.from_time.data) if self.from_time.data else time.min
        if self.until_time.data:
            return from_street(self.from_day.data, begins), from_street(
                self.until_day.data, clock_time(self.until_time.data)
            )
        return from_street(self.from_day.data, begins), from_street(self.until_day.data + DAY, time.min)


class BackForm(ChangeForm):
    """Nothing to fill in."""


def today(at: datetime) -> date:
    """The day in the street."""
    return street_time(at).date()


def _people(people: Iterable[tuple[int, str, str]]) -> list[object]:
    return [option(user_id, name, group) for user_id, name, group in people]


def _check_time(field: StringField) -> None:
    if field.data:
        try:
            clock_time(field.data)
        except ValueError:
            raise ValidationError(str(NO_TIME)) from None
