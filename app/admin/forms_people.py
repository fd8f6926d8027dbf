"""What an administrator types of people."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from app.admin.forms import stripped
from app.admin.seen import SeenForm
from app.cases.labels import label
from app.casework.fields import NONE_OF_THESE, drop_down, option
from app.catalog.queries import UnitRef
from app.core.msgid import N_
from app.core.permissions import Role
from app.core.web.forms import Form
from app.core.web.locale import said
from app.grid.queries import GridRow
from app.people.policy import KEPT_ELSEWHERE
from app.people.setup.accounts import Entry

OFFERED = tuple(role for role in Role if role not in KEPT_ELSEWHERE)


class ManyField(SelectMultipleField):
    """Several of a list, as short tags, with our own words for what is not in it."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError in the page's language."""
        try:
            self.data = [self.coerce(value) for value in valuelist]
        except ValueError:
            raise ValueError(NONE_OF_THESE) from None

    def pre_validate(self, _form: Any) -> None:
        """Raises StopValidation for what was not offered."""
        known = {choice[0] for choice in self.iter_choices()}
        if not set(self.data or ()) <= known:
            raise StopValidation(NONE_OF_THESE)


def many(label_: str, coerce: Callable[[Any], Any]) -> ManyField:
    """A field of several; its choices are set by whoever makes the form."""
    return ManyField(label_, coerce=coerce, choices=[])


class PersonForm(SeenForm):
    """Who somebody is and what they may do."""

    ORDER: Sequence[str] = ("login", "name", "roles", "grids", "unit", "phone")

    name = StringField(_("姓名"), [InputRequired(_("请写姓名"))], filters=[stripped])
    roles = many(_("角色"), Role)
    grids = many(_("管哪些网格"), int)
    unit = drop_down(_("单位"))
    phone = StringField(_("电话"), filters=[stripped])

    def offer(self, tree: Iterable[GridRow], units: Iterable[UnitRef], kept: tuple[int, str] | None = None) -> None:
        """The lists to choose from. kept: the unit they are in, where it is not among those in use."""
        self.roles.choices = [(role, said(label(role))) for role in OFFERED]
        self.grids.choices = [(row.id, row.name) for row in tree]
        known = [option(unit.id, unit.name) for unit in units]
        more = [option(kept[0], said(N_("%(name)s（已停用）"), name=kept[1]))] if kept else []
        self.unit.choices = [option(None, said(N_("不属于单位"))), *more, *known]

    @property
    def entry(self) -> Entry:
        """What was typed, as the ops take it."""
        roles, grids = frozenset(self.roles.data or ()), frozenset(self.grids.data or ())
        return Entry(self.name.data or "", roles, grids, self.unit.data, self.phone.data or "")


class NewPersonForm(PersonForm):
    """The same, with the name they sign in by."""

    login = StringField(_("用户名"), [InputRequired(_("请写用户名"))], filters=[stripped])


class SheetForm(Form):
    """A sheet of people."""

    sheet = FileField(_("人员名单"))


class ImportForm(Form):
    """The rows of a sheet that was looked at, signed."""

    slip = HiddenField()
