"""What an administrator may want otherwise of the calendar. Each form says which changes it means."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.casework.fields import NO_DAY, NONE_OF_THESE, DayField, WholeNumberField, id_or_none, option
from app.core.web.forms import Form
from app.sla import notices_csv
from app.sla.almanac import AlmanacDay
from app.sla.calendar_ops import Changes
from app.sla.daytable import read_windows

FIRST_YEAR, LAST_YEAR = 2004, 2100
BYTES_MAX = 100_000
LONGEST = timedelta(days=366)


class ChangeForm(Form):
    """seen: the version that the effect was reckoned upon; looked: a mark of the changes whose effect was shown."""

    seen = HiddenField()
    looked = HiddenField()
    reason = StringField(_("为什么改"), [Optional()])

    @property
    def seen_version(self) -> int:
        """0 where none was shown."""
        return id_or_none(self.seen.data) or 0


class NoticeForm(ChangeForm):
    """The State Council's arrangement of a year: pasted, or a file."""

    year = WholeNumberField(
        _("哪一年"), [InputRequired(_("请填年份")), NumberRange(FIRST_YEAR, LAST_YEAR, _("请填年份"))]
    )
    days = TextAreaField(_("放假和调休上班的每一天"), default="")
    file = FileField(_("或选一个 CSV 文件"))

    def validate_days(self, field: TextAreaField) -> None:
        """A file takes the place of what was pasted, and is shown in it from then on."""
        if getattr(self.file.data, "filename", ""):
            data = self.file.data.stream.read(BYTES_MAX + 1)
            field.data = data.decode("utf-8-sig", "replace") if b"\x00" not in data else ""
        if len(field.data or "") > BYTES_MAX:
            raise ValidationError(_("太长了：一年的安排没有这么多"))
        if not (field.data or "").strip():
            raise ValidationError(_("请贴上每一天，或选一个 CSV 文件"))

    def changes(self) -> Changes:
        """Raises CalendarRefused with every fault."""
        data = str(self.days.data).encode("utf-8", "replace")
        return Changes(notice=notices_csv.read_notice(data, int(self.year.data)))


class CloseForm(ChangeForm):
    """Days on which this street's office is shut."""

    first = DayField(_("停办的第一天"), [InputRequired(NO_DAY)])
    last = DayField(_("最后一天"), [Optional()])
    name = StringField(_("停办的事由"), [InputRequired(_("写几个字：停电、搬迁…"))])

    def validate_last(self, field: DayField) -> None:
        """Not before the first, and no year of closures by a slip of the finger."""
        first = self.first.data
        if first and field.data and not timedelta(0) <= field.data - first <= LONGEST:
            raise ValidationError(_("要不早于第一天，最多一年"))

    def changes(self) -> Changes:
        """Raises CalendarRefused with every fault."""
        first, last = self.first.data, self.last.data or self.first.data
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        sheet = notices_csv.closures_sheet(days, str(self.name.data).strip())
        return Changes(closures=notices_csv.read_closures(sheet))


class WindowsForm(ChangeForm):
    """Other office hours, for every day."""

    windows = StringField(_("办公时间"), [InputRequired(_("写成 08:30-12:00,13:30-18:00 这样"))])

    def changes(self) -> Changes:
        """Raises CalendarRefused with every fault."""
        return Changes(windows=read_windows(str(self.windows.data).replace("，", ",")))


class ReopenForm(ChangeForm):
    """A closure that is taken back."""

    day = SelectField(_("哪一天照常办公"), [InputRequired(NO_DAY)], choices=[], invalid_choice_message=NONE_OF_THESE)

    def offer(self, closed: Iterable[AlmanacDay]) -> None:
        """The closures of the street."""
        self.day.choices = [option(said.day.isoformat(), f"{said.day} {said.name}") for said in closed]

    def changes(self) -> Changes:
        """Raises CalendarRefused for a day that is no closure any more."""
        return Changes(reopened=(date.fromisoformat(str(self.day.data)),))


AnyForm = NoticeForm | CloseForm | WindowsForm | ReopenForm
FORMS: dict[str, type[NoticeForm] | type[CloseForm] | type[WindowsForm] | type[ReopenForm]] = {
    "notice": NoticeForm,
    "close": CloseForm,
    "windows": WindowsForm,
    "reopen": ReopenForm,
}
