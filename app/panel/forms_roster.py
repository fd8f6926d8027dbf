"""What a committee decides about its roster, and what reviewers say about themselves."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired, Length, Optional

from app.casework.fields import NO_DAY, DayField, WholeNumberField, drop_down, option
from app.core.web.forms import Form
from app.review.roster.ops.deciding import REASON_MAX, Grant


class ApproveForm(Form):
    """The term, and a building head's building."""

    serves_from = DayField(_("任期从哪天起"), [InputRequired(NO_DAY)])
    serves_until = DayField(_("任期到哪天止"), [InputRequired(NO_DAY)])
    place = drop_down(_("负责的楼栋"))

    def offer(self, buildings: Iterable[tuple[int, str, str]]) -> None:
        """The buildings of the community, estate by estate."""
        rows = [option(place_id, house, estate) for place_id, estate, house in buildings]
        self.place.choices = [option(None, str(_("不登记"))), *rows]

    @property
    def grant(self) -> Grant:
        """What the approval gives."""
        return Grant(self.serves_from.data, self.serves_until.data, self.place.data)


class RefuseForm(Form):
    """Why not; the applicant reads it."""

    reason = StringField(
        _("为什么"), [InputRequired(_("写一句为什么，200 字以内，报名的人会看到")), Length(max=REASON_MAX)]
    )


class CapForm(Form):
    """How many seats a month; empty: as many as the street says."""

    cap = WholeNumberField(_("每月最多几次"), [Optional()])


class AwayForm(Form):
    """The last day on which somebody cannot."""

    until = DayField(_("到哪天为止（含当天）"), [InputRequired(NO_DAY)])
