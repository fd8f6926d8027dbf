"""The few kinds of fields that the staff's forms are made of, with our own words for what is wrong."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.core.clock import of_this_century

Options = list[SelectChoice]
NONE_OF_THESE = _("请从列表里选一个")
CHOOSE = _("请选一个")
NO_NUMBER = _("请填一个整数")
DIGITS_MAX = 18
NO_DAY = _("请选一天")


class WholeNumberField(IntegerField):
    """A whole number, with our own words for what is none."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError in the page's language."""
        if valuelist and len(valuelist[0]) > DIGITS_MAX:
            raise ValueError(NO_NUMBER)
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NO_NUMBER) from None


class DayField(DateField):
    """A day of this century, with our own words for what is none: no calendar of ours reaches further."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Raises ValueError in the page's language, also for a day that nobody means."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NO_DAY) from None
        if self.data is not None and not of_this_century(self.data):
            self.data = None
            raise ValueError(NO_DAY)


def id_or_none(value: object) -> int | None:
    """What a select sends: a number, or nothing."""
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def maybe(kind: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Turns a choice that may be left out into its value, None for none; raises ValueError for what is no value."""
    return lambda sent: kind(sent) if sent not in (None, "", "None") else None


def option(value: object, label: str, group: str | None = None) -> SelectChoice:
    """An option of a list, in a group where it has one."""
    return SelectChoice("" if value is None else value, label, optgroup=group)


def radio(
    label: str,
    choices: Iterable[tuple[object, str]],
    *,
    coerce: Callable[[Any], Any] = str,
    small: Mapping[Any, str] | None = None,
    needed: bool = True,
) -> RadioField:
    """A choice with nothing chosen beforehand; small: the line of consequence under a value."""
    return RadioField(
        label,
        [InputRequired(CHOOSE)] if needed else [],
        coerce=coerce,
        choices=[option(value, words) for value, words in choices],
        description=small or "",
        validate_choice=needed,
        invalid_value_message=NONE_OF_THESE,
        invalid_choice_message=NONE_OF_THESE,
    )


def drop_down(label: str, hint: str = "", *, missing: str = "") -> SelectField:
    """A list to choose one row from; `missing`: what is said when one must be chosen."""
    needed = [InputRequired(missing)] if missing else []
    return SelectField(
        label,
        needed,
        coerce=id_or_none,
        description=hint,
        invalid_value_message=NONE_OF_THESE,
        invalid_choice_message=NONE_OF_THESE,
    )


def several(label: str, hint: str = "", *, missing: str) -> SelectMultipleField:
    """Rows to tick; `missing`: what is said when none is."""
    return SelectMultipleField(
        label, [InputRequired(missing)], coerce=id_or_none, description=hint, invalid_choice_message=NONE_OF_THESE
    )


def area(label: str, hint: str = "", *, optional: bool = False, missing: str = "") -> TextAreaField:
    """An area for words; `missing`: what is said when it must not be empty."""
    needed = [] if optional else [InputRequired(missing or _("请写几个字"))]
    return TextAreaField(label, needed, description=hint, default="")
