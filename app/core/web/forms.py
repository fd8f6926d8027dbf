"""Forms that answer at the field and keep what was typed."""

import secrets
from collections.abc import Sequence
from functools import cache
from typing import Any

from babel.support import Translations
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.i18n import messages_path
from wtforms.validators import Length

from app.core.errors import Invalid
from app.core.web.locale import lang, said


@cache
def _words_of_wtforms(language: str) -> Any:
    """WTForms' own messages. Flask-WTF would read the file again with every form."""
    return Translations.load(messages_path(), [language], domain="wtforms")


class Form(FlaskForm):
    """A form of ours. After `take` the same page is rendered again with 422 (`page(…, status=422)`).

    ORDER: names of fields as the page shows them, where that is not the order of the class.
    """

    ORDER: Sequence[str] = ()

    class Meta(FlaskForm.Meta):
        """How WTForms makes our forms."""

        csrf = False  # every POST is checked before any form is made (factory: CSRFProtect)

        def get_translations(self, _form: Any) -> Any:
            """In the language of the page."""
            return _words_of_wtforms(lang())

    def take(self, invalid: Invalid) -> None:
        """Put an op's errors at their fields; those of no field, and its message, stand above the form."""
        if invalid.message:
            self.form_errors.append(said(invalid.message, **invalid.params))
        for name, text in invalid.errors.items():
            shown = said(text, **invalid.params)
            if name in self._fields:
                field = self._fields[name]
                field.errors = [*field.errors, shown]
            else:
                self.form_errors.append(shown)

    def errors_of(self, name: str) -> list[str]:
        """The errors of a field, for a page that shows it by hand."""
        return [str(error) for error in _flat(self._fields[name].errors)]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Every error as (id of the field or "", its label, words), for the summary above the form."""
        own = [("", "", str(text)) for text in self.form_errors]
        fields = [f for f in self if f.errors]
        fields.sort(key=lambda f: self.ORDER.index(f.name) if f.name in self.ORDER else len(self.ORDER))
        return own + [(f.id, str(f.label.text), str(e)) for f in fields for e in _flat(f.errors)]


class KeyedForm(Form):
    """A form that makes something: sent five times by an impatient thumb, it is made once."""

    form_key = HiddenField(default=lambda: secrets.token_urlsafe(24), validators=[Length(min=16, max=64)])


def _flat(errors: object) -> list[object]:
    """The errors of a field, those of a list of fields included."""
    if isinstance(errors, dict):
        return [one for part in errors.values() for one in _flat(part)]
    return [one for part in errors for one in _flat(part)] if isinstance(errors, list | tuple) else [errors]
