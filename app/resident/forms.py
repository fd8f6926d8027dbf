"""What a resident fills in. The rules stand in intake; here a form keeps what was typed, whatever it was."""

from datetime import datetime

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from app.cases.labels import label
from app.cases.words import Satisfaction, Solved
from app.casework.fields import id_or_none, radio
from app.casework.spots import SpotFields
from app.core.errors import Invalid, Refusal, TooLarge
from app.core.msgid import N_
from app.core.web.forms import Form, KeyedForm
from app.core.web.locale import said
from app.intake.reports import ReportIn
from app.resident.photos import Kept, again, keep

SATISFACTIONS = [s for s in reversed(Satisfaction) if s is not Satisfaction.NOT_REACHED]


class ReportForm(KeyedForm, SpotFields):
    """The report: what, where, and how to tell the resident."""

    ORDER = ("photos", "text", "category", "place", "estate", "building", "address", "phone", "email", "name")

    category = RadioField(_l("是哪一类"), validate_choice=False)
    text = TextAreaField(_l("说一说"))
    photos = MultipleFileField(_l("照片"))
    name = StringField(_l("怎么称呼您"))
    phone = StringField(_l("手机号"))
    email = StringField(_l("邮箱"))
    confidential = BooleanField(_l("不让办事的人知道我是谁"))
    about_handlers = BooleanField(_l("这件事和办事的人有关"))

    def keep_photos(self, at: datetime) -> int:
        """Store what was picked, beside what the server has already; 0, or the status of the first refusal."""
        self.kept_photos = again(request.form.getlist("kept"))
        status = 0
        for upload in (u for u in request.files.getlist("photos") if u.filename):
            try:
                self._take_photo(keep(upload, at))
            except (Invalid, TooLarge) as refusal:
                status = status or refusal.status
                self._photo_fault(refusal, upload.filename or "")
        return status

    kept_photos: list[Kept] = []

    @property
    def report(self) -> ReportIn:
        """What came in, for `intake.take_report`."""
        return ReportIn(
            form_key=self.form_key.data or "",
            category_id=id_or_none(self.category.data),
            text=self.text.data or "",
            spot=self.spot(),
            pictures=tuple(kept.stored for kept in self.kept_photos),
            name=self.name.data or "",
            phone=self.phone.data or "",
            email=self.email.data or "",
            confidential=self.confidential.data,
            about_handlers=self.about_handlers.data,
        )

    def _take_photo(self, kept: Kept) -> None:
        if kept.stored not in [k.stored for k in self.kept_photos]:
            self.kept_photos = [*self.kept_photos, kept]

    def _photo_fault(self, refusal: Refusal, name: str) -> None:
        texts = refusal.errors.values() if isinstance(refusal, Invalid) and refusal.errors else [refusal.message]
        for text in texts:
            self.photos.errors = [
                *self.photos.errors,
                said(N_("%(name)s：%(fault)s"), name=name, fault=said(text, **refusal.params)),
            ]


class TrackForm(Form):
    """The number of the receipt and the last four digits of the phone."""

    number = StringField(_l("编号"))
    digits = StringField(_l("手机号后四位"))


class VerdictForm(Form):
    """What a reporter says of the closing."""

    solved = radio(_l("问题解决了吗"), [(s, _l(label(s))) for s in Solved], coerce=Solved)
    satisfaction = radio(_l("对办理满意吗"), [(s, _l(label(s))) for s in SATISFACTIONS], coerce=Satisfaction)
    why = TextAreaField(_l("哪里不满意"))


class ReopenForm(Form):
    """请求重开."""

    sure = BooleanField(_l("请街道重新办这件事"), [InputRequired(_l("要请求重开，请先勾上"))])
    reason = TextAreaField(_l("为什么要重开"), [InputRequired(_l("请写为什么要重开"))])


class AppealForm(Form):
    """向街道申诉."""

    reason = TextAreaField(_l("为什么不同意"), [InputRequired(_l("请写为什么不同意"))])


class SupplementForm(Form):
    """What a resident adds."""

    text = TextAreaField(_l("想补充什么"))
