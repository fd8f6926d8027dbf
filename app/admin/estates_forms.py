"""An estate, a building, and a sheet of both."""

from collections.abc import Iterable
from dataclasses import astuple

from flask_babel import lazy_gettext as _
from wtforms import FileField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.admin.seen import SeenForm
from app.casework.fields import DayField, Options, drop_down, option, radio
from app.catalog import queries as catalog
from app.catalog.cells import BadCell
from app.catalog.estates import queries
from app.catalog.estates.sheet import Facts, House, read_point
from app.catalog.models_places import Estate, Place, Unit
from app.catalog.words import EstateKind
from app.core.msgid import N_
from app.core.values import Point
from app.core.web.forms import Form
from app.core.web.locale import said
from app.grid.models import Grid

KINDS = ((EstateKind.COMMODITY, _("商品房")), (EstateKind.OLD, _("老旧小区")), (EstateKind.QUASI, _("类住宅")))
NO_POINT = _("经纬度要写成 121.3665 和 31.2478 这样")


class PointForm(SeenForm):
    """Something with a place on earth."""

    lon = StringField(_("经度（WGS-84）"), [InputRequired(NO_POINT)])
    lat = StringField(_("纬度（WGS-84）"), [InputRequired(NO_POINT)])

    def validate_lon(self, field: StringField) -> None:
        """Both together are a place."""
        try:
            read_point(str(field.data), str(self.lat.data or ""))
        except BadCell as bad:
            raise ValidationError(said(bad.message)) from None

    @property
    def point(self) -> Point:
        """Where it is."""
        return read_point(str(self.lon.data), str(self.lat.data))

    def show_point(self, point: Point) -> None:
        """As it stands."""
        self.lon.data, self.lat.data = str(point.lon), str(point.lat)


class EstateForm(PointForm):
    """What is kept of an estate."""

    name = StringField(_("小区名称"), [InputRequired(_("请写小区名称"))])
    kind = radio(_("类型"), KINDS, coerce=EstateKind)
    grid = drop_down(_("居民区网格"), missing=_("请从列表里选一个居民区"))
    keeper = drop_down(_("物业"))
    owners = drop_down(_("业委会"))
    ORDER = ("name", "kind", "grid", "keeper", "owners", "lon", "lat")

    def offer(self, street_id: int, estate: Estate | None = None) -> None:
        """Residential grids and bodies of the street, and those an estate has though they are in use no more."""
        homes = [(row.id, row.name) for row in queries.homes(street_id)]
        units = [(unit.id, unit.name) for unit in catalog.units(street_id)]
        mine = (estate.property_unit_id, estate.owners_unit_id) if estate is not None else ()
        grids = queries.out_of_use(Grid, (estate.grid_id,) if estate is not None else (), dict(homes))
        bodies = queries.out_of_use(Unit, mine, dict(units))
        self.grid.choices = [option(None, said(N_("请选一个居民区"))), *_offered(grids, homes)]
        self.keeper.choices = self.owners.choices = [option(None, said(N_("没有"))), *_offered(bodies, units)]

    def show(self, estate: Estate) -> None:
        """As it stands."""
        self.name.data, self.kind.data, self.grid.data = estate.name, estate.kind, estate.grid_id
        self.keeper.data, self.owners.data = estate.property_unit_id, estate.owners_unit_id
        self.show_point(estate.point)
        self.shows(astuple(queries.facts_of(estate)))

    @property
    def facts(self) -> Facts:
        """What was sent."""
        bodies = (self.keeper.data, self.owners.data)
        return Facts(str(self.name.data).strip(), self.kind.data, self.grid.data, self.point, *bodies)


def _offered(gone: Iterable[tuple[int, str]], rows: Iterable[tuple[int, str]]) -> Options:
    kept = [option(row_id, said(N_("%(name)s（已停用）"), name=name)) for row_id, name in gone]
    return [*kept, *(option(row_id, name) for row_id, name in rows)]


class EndForm(Form):
    """The last day of an estate; empty for none."""

    last_day = DayField(_("最后一天"), [Optional()])


class HouseForm(PointForm):
    """A building."""

    lane = StringField(_("弄"))
    number = StringField(_("号"), [InputRequired(_("请写号"))])
    ORDER = ("lane", "number", "lon", "lat")

    def show(self, place: Place) -> None:
        """As it stands."""
        self.lane.data, self.number.data = place.lane, place.number
        self.show_point(place.point)

    def house(self, estate: str) -> House:
        """What was sent."""
        return House(estate, (self.lane.data or "").strip(), str(self.number.data).strip(), self.point)


class SheetForm(Form):
    """A CSV or XLSX file."""

    file = FileField(_("小区和楼栋的表（XLSX 或 CSV）"))

    def validate_file(self, field: FileField) -> None:
        """A file, whatever is in it."""
        if not getattr(field.data, "filename", ""):
            raise ValidationError(_("请选一个 XLSX 或 CSV 文件"))
