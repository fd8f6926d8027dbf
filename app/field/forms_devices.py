"""What an administrator says when a tablet is taken out of use."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from app.core.web.forms import Form


class RevokeForm(Form):
    """Why."""

    reason = StringField(_("为什么"))
