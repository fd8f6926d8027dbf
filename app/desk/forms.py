"""What is typed at the desk's list."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField

from app.core.web.forms import Form


class SaveForm(Form):
    """A name for the filters as they stand. Whether it will do is said by the op."""

    name = StringField(_("存成我的筛选"))
    shared = BooleanField(_("给全街道的调度台用"))
