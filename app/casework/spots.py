"""Where it is, in any form: a place of the register, or a tap on the map, and words beside it."""

from dataclasses import replace

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from app.cases.models import Case
from app.cases.reports import Spot
from app.casework.fields import id_or_none, option
from app.catalog import queries as catalog
from app.core import clock
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.values import Point
from app.core.web.forms import Form

ADDRESS_MAX = 200


class SpotFields(Form):
    """The fields of a place. `place` is no control: it carries what is wrong with all that says where it is."""

    place = StringField(_("在哪里"))
    estate = SelectField(_("小区"), coerce=id_or_none, validate_choice=False)
    building = SelectField(_("哪一栋"), coerce=id_or_none, validate_choice=False)
    address = StringField(
        _("地址，或怎么走"), [Length(max=ADDRESS_MAX, message=_("太长了：地址最多 %(n)s 个字", n=ADDRESS_MAX))]
    )
    lon, lat, accuracy = HiddenField(), HiddenField(), HiddenField()

    def offer_places(self, street_id: int) -> None:
        """Fill the lists of estates and of the chosen estate's buildings; for a page without a script."""
        estates = catalog.estates(street_id, clock.now(), self.estate.data)
        buildings = catalog.places(self.estate.data) if self.estate.data else ()
        self.estate.choices = [option(None, gettext("不在小区里，或不知道")), *(option(e.id, e.name) for e in estates)]
        rows = (option(p.id, f"{p.lane} {p.number}".strip()) for p in buildings)
        self.building.choices = [option(None, gettext("哪一栋都不是，或不知道")), *rows]

    def show(self, case: Case) -> None:
        """Start from where the case was said to be."""
        self.address.data, self.estate.data, self.building.data = case.address, case.estate_id, case.place_id
        for field, value in ((self.lon, case.lon), (self.lat, case.lat), (self.accuracy, case.accuracy_m)):
            field.data = "" if value is None else str(value)

    def spot(self) -> Spot:
        """What was said; the device and our map both speak WGS-84."""
        lon, lat = _degrees(self.lon.data, 180), _degrees(self.lat.data, 90)
        point = Point(lon, lat) if lon is not None and lat is not None else None
        return Spot(
            point=point,
            coord_sys="wgs84" if point else None,
            accuracy_m=id_or_none(self.accuracy.data) if point else None,
            address=(self.address.data or "").strip(),
            estate_id=self.estate.data,
            place_id=self.building.data,
        )

    def placed(self, street_id: int) -> Spot:
        """The same with a point: that of the building or the estate where nobody tapped the map. Raises Invalid."""
        spot = self.spot()
        building = catalog.place(spot.place_id) if spot.place_id else None
        estate = catalog.estate(building.estate_id if building and building.estate_id else spot.estate_id or 0)
        chosen = building or estate
        if chosen is not None and chosen.street_id != street_id:
            raise Invalid(errors={"place": N_("请从列表里选小区")})
        spot = replace(spot, estate_id=estate.id if estate else None)
        if spot.point is None and chosen is not None:
            spot = replace(spot, point=chosen.point, coord_sys="wgs84")
        return replace(spot, address=spot.address or (estate.name if estate else ""))


def _degrees(typed: str | None, most: float) -> float | None:
    try:
        value = float(typed or "")
    except ValueError:
        return None
    return value if -most <= value <= most else None
