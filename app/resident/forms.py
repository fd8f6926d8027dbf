"""What a resident fills in. The rules stand in intake; here a form keeps what was typed, whatever it was."""

from collections.abc import Sequence
from datetime import datetime

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from app.cases.reports import Spot
from app.catalog.models_places import Estate, Place
from app.core.errors import Invalid, Refusal, TooLarge
from app.core.msgid import N_
from app.core.values import Point
from app.core.web.forms import Form, KeyedForm
from app.core.web.locale import said
from app.intake.reports import ReportIn
from app.resident.photos import Kept, again, keep

ADDRESS_MAX = 200


def _number(typed: str | int | None) -> int | None:
    """A row's id as a form carries it; anything else is none."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _degrees(typed: str | None, most: float) -> float | None:
    try:
        value = float(typed or "")
    except ValueError:
        return None
    return value if -most <= value <= most else None


class ReportForm(KeyedForm):
    """The report. `place` is no control: it carries what is wrong with all that says where it is."""

    category = RadioField(_l("是哪一类"), validate_choice=False)
    text = TextAreaField(_l("说一说"))
    place = StringField(_l("在哪里"))
    estate = SelectField(_l("小区"), coerce=_number, validate_choice=False)
    building = SelectField(_l("哪一栋"), coerce=_number, validate_choice=False)
    address = StringField(
        _l("地址，或怎么走"), [Length(max=ADDRESS_MAX, message=_l("太长了：地址最多 %(n)s 个字", n=ADDRESS_MAX))]
    )
    lon = HiddenField()
    lat = HiddenField()
    accuracy = HiddenField()
    photos = MultipleFileField(_l("照片"))
    name = StringField(_l("怎么称呼您"))
    phone = StringField(_l("手机号"))
    confidential = BooleanField(_l("不让办事的人知道我是谁"))
    about_handlers = BooleanField(_l("这件事和办事的人有关"))

    def offer(self, estates: Sequence[Estate], places: Sequence[Place]) -> None:
        """Fill the lists of estates and of the chosen estate's buildings."""
        self.estate.choices = [("", gettext("不在小区里，或不知道")), *((e.id, e.name) for e in estates)]
        rows = ((p.id, f"{p.lane} {p.number}".strip()) for p in places)
        self.building.choices = [("", gettext("哪一栋都不是，或不知道")), *rows]

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

    def validate_address(self, field: StringField) -> None:
        """Some marks no database keeps in a short text; the long text takes everything."""
        if any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF for c in field.data or ""):
            raise ValidationError(gettext("地址里有看不见的符号，请重新打一遍"))

    @property
    def report(self) -> ReportIn:
        """What came in, for `intake.take_report`."""
        return ReportIn(
            form_key=self.form_key.data or "",
            category_id=_number(self.category.data),
            text=self.text.data or "",
            spot=self.spot,
            pictures=tuple(kept.stored for kept in self.kept_photos),
            name=self.name.data or "",
            phone=self.phone.data or "",
            confidential=self.confidential.data,
            about_handlers=self.about_handlers.data,
        )

    @property
    def spot(self) -> Spot:
        """Where it is; the device and our map both speak WGS-84."""
        lon, lat = _degrees(self.lon.data, 180), _degrees(self.lat.data, 90)
        point = Point(lon, lat) if lon is not None and lat is not None else None
        return Spot(
            point=point,
            coord_sys="wgs84" if point else None,
            accuracy_m=_number(self.accuracy.data) if point else None,
            address=(self.address.data or "").strip(),
            estate_id=self.estate.data,
            place_id=self.building.data,
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


class SupplementForm(Form):
    """What a resident adds."""

    text = TextAreaField(_l("想补充什么"))
