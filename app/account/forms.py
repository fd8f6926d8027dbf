"""What somebody types at the door and when they change their password."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, IntegerField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, NumberRange

from app.core.values import BIGGEST_ID
from app.core.web.forms import Form


class SignInForm(Form):
    """用户名、密码. next: the page somebody wanted."""

    login = StringField(_("用户名"), [InputRequired(_("请写用户名"))])
    password = PasswordField(_("密码"), [InputRequired(_("请写密码"))])
    next = HiddenField()


class PasswordForm(Form):
    """The present password, and the new one twice."""

    current = PasswordField(_("现在的密码"), [InputRequired(_("请写现在的密码"))])
    new = PasswordField(_("新密码"), [InputRequired(_("请写新密码"))])
    again = PasswordField(_("再写一遍新密码"), [EqualTo("new", _("两遍写的不一样"))])


class SeenForm(Form):
    """Up to which notice somebody has read."""

    up_to = IntegerField(validators=[InputRequired(), NumberRange(0, BIGGEST_ID)])
