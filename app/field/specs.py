"""The forms of the moves as values, so that a tablet draws them without a server: one form, two doors."""

from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import InputRequired

from app.casework.forms import MoveForm
from app.casework.pictures import EACH_MAX, PicturesField
from app.casework.step import Step
from app.casework.steps import STEPS
from app.core.web.forms import Form
from app.core.web.locale import said
from app.field.forms import NewForm
from app.field.verbs import ON_TABLET, REPORT

TYPES = {
    "TextAreaField": "area",
    "StringField": "text",
    "RadioField": "radio",
    "SelectField": "select",
    "BooleanField": "tick",
    "WholeNumberField": "number",
    "DayField": "date",
    "PicturesField": "photos",
}
# Which of several parts it is, the server knows where there is one; whoever has more says so on the page.
NOT_ON_TABLET = {"part"}


def specs() -> dict[str, dict[str, Any]]:
    """Every form that a tablet may draw, by verb, in the page's language. No statement."""
    found = {verb.value: _step(STEPS[verb]) for verb in ON_TABLET}
    words = {"title": gettext("看到了什么问题"), "hint": "", "submit": gettext("上报"), "button": gettext("一键上报")}
    return found | {REPORT: words | {"icon": "camera", "warn": False, "asks": True, "fields": fields(NewForm)}}


def fields(form: type[Form]) -> list[dict[str, Any]]:
    """The visible fields of a form in their order, before it knows its case."""
    drawn = (field for field in form(formdata=None) if field.type in TYPES and field.name not in NOT_ON_TABLET)
    return [_field(field) for field in drawn]


def _step(step: Step) -> dict[str, Any]:
    words = {
        name: said(text) if (text := getattr(step, name)) else "" for name in ("title", "hint", "submit", "button")
    }
    form: type[MoveForm] = step.form
    return words | {"icon": step.icon, "warn": step.warn, "asks": step.asks, "fields": fields(form)}


def _field(field: Field) -> dict[str, Any]:
    told: dict[str, Any] = {"name": field.name, "type": TYPES[field.type], "label": str(field.label.text)}
    small = field.description if isinstance(field.description, dict) else {}
    told |= {"hint": "" if small else str(field.description or ""), **_needed(field)}
    if field.type == "PicturesField":
        told |= {"kind": field.shows, "max": EACH_MAX, "accept": field.accept}
    if field.type == "RadioField":
        told["options"] = [[_value(c.value), str(c.label), str(small.get(c.value, ""))] for c in field.choices or ()]
    return told


def _needed(field: Field) -> dict[str, Any]:
    """Whether it must be filled in, and what is said when it is not."""
    if isinstance(field, PicturesField):
        return {"required": not field.optional, "missing": gettext("请拍一张照片")}
    asks = next((check for check in field.validators if isinstance(check, InputRequired)), None)
    return {"required": asks is not None, "missing": str(asks.message or "") if asks else ""}


def _value(value: object) -> str:
    return str(value)
