"""What an administrator types of the street."""

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired

from app.admin.seen import SeenForm
from app.casework.fields import NO_NUMBER, WholeNumberField, radio
from app.people.street_settings import StreetSettings


def stripped(typed: str | None) -> str:
    """What was typed, without blanks around it."""
    return (typed or "").strip()


class StreetForm(SeenForm):
    """The settings of a street."""

    sampled_rate = WholeNumberField(_("一百件里抽几件评议"), [InputRequired(NO_NUMBER)])
    draw_value = radio(_("抽签的种子"), [("root", _("下一次总码")), ("dice", _("当众掷骰"))])
    reviewer_monthly_cap = WholeNumberField(_("评议员每月最多几次"), [InputRequired(NO_NUMBER)])
    receipt_prefix = StringField(_("回执号开头"), filters=[stripped, str.upper])
    conference_days = WholeNumberField(_("会商几个工作日内开"), [InputRequired(NO_NUMBER)])

    @property
    def wanted(self) -> StreetSettings:
        """What was typed, as the op takes it."""
        return StreetSettings(
            sampled_rate=self.sampled_rate.data,
            draw_value=self.draw_value.data,
            reviewer_monthly_cap=self.reviewer_monthly_cap.data,
            receipt_prefix=self.receipt_prefix.data,
            conference_days=self.conference_days.data,
        )
