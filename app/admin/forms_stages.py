"""What an administrator types of the limits of a stage."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import InputRequired

from app.admin.forms_catalog import AMOUNT, unit_of
from app.casework.fields import NO_DAY, NO_NUMBER, DayField, WholeNumberField, id_or_none
from app.catalog.words import Urgency
from app.core.errors import Invalid
from app.core.values import Span, Unit
from app.core.web.forms import Form

NEEDED = [InputRequired(NO_NUMBER), *AMOUNT]


class StageForm(Form):
    """The three limits of a stage, and from when. seen: the newest version; sure: the effect was looked at."""

    normal_n, normal_u = WholeNumberField(_("一般"), NEEDED), unit_of(_("一般的单位"))
    urgent_n, urgent_u = WholeNumberField(_("紧急"), NEEDED), unit_of(_("紧急的单位"))
    critical_n, critical_u = WholeNumberField(_("特急"), NEEDED), unit_of(_("特急的单位"))
    from_day = DayField(_("从哪天起"), [InputRequired(NO_DAY)])
    seen = HiddenField()
    sure = HiddenField()

    @classmethod
    def of(cls, spans: Mapping[Urgency, Span], seen: int | None, today: date) -> "StageForm":
        """The form with what holds, or will."""
        told: dict[str, Any] = {"from_day": today, "seen": seen or ""}
        for urgency, span in spans.items():
            told |= {f"{urgency.value}_n": span.amount, f"{urgency.value}_u": span.unit.value}
        return cls(**told)

    @property
    def spans(self) -> dict[Urgency, Span]:
        """What was typed, as the op takes it."""
        sent = self._fields
        return {u: Span(sent[f"{u.value}_n"].data, Unit(sent[f"{u.value}_u"].data)) for u in Urgency}

    @property
    def seen_id(self) -> int | None:
        """The version that was seen; None for none."""
        return id_or_none(self.seen.data)

    def take(self, invalid: Invalid) -> None:
        """The op names urgencies; each has its field."""
        names = {urgency.value: f"{urgency.value}_n" for urgency in Urgency}
        errors = {names.get(name, name): words for name, words in invalid.errors.items()}
        super().take(Invalid(invalid.message, errors, **invalid.params))
