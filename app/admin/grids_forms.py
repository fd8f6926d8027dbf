"""What an administrator sends of boundaries: a file, and the day from which it holds."""

from datetime import datetime, time

from flask_babel import lazy_gettext as _
from wtforms import FileField
from wtforms.validators import Optional, ValidationError

from app.casework.fields import DayField
from app.core.clock import from_street
from app.core.web.forms import Form
from app.grid.linter import MAX_BYTES

FIRST_YEAR, LAST_YEAR = 2004, 2100
NO_FILE = _("请选一个 GeoJSON 文件")


class UploadForm(Form):
    """A boundary file; what is in it, the linter says."""

    file = FileField(_("边界文件（GeoJSON）"))

    def validate_file(self, field: FileField) -> None:
        """A file, whatever is in it."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(NO_FILE)

    def read(self) -> tuple[str, bytes]:
        """Its name and its bytes; one byte more than may be, so that the linter sees that it is too long."""
        return str(self.file.data.filename), self.file.data.stream.read(MAX_BYTES + 1)


class ActivateForm(Form):
    """From which day; empty: at once."""

    from_day = DayField(_("从哪天零点起生效"), [Optional()])

    def validate_from_day(self, field: DayField) -> None:
        """A day of this age: beyond it there is no moment to reckon with."""
        if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
            raise ValidationError(_("请选明天或以后的一天；要马上生效就空着"))

    @property
    def from_at(self) -> datetime | None:
        """The beginning of that day in the street."""
        return from_street(self.from_day.data, time()) if self.from_day.data else None
