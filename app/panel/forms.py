"""The ballot: nothing is chosen beforehand."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from app.core.web.forms import Form
from app.review.ops import LINE_MAX
from app.review.words import ATTITUDE_WORDS, VOTE_WORDS, Vote


class BallotForm(Form):
    """解决, 基本解决, 未解决 or 回避; attitude 1 to 5 unless one steps back; one line."""

    vote = RadioField(
        _("您的意见"),
        [InputRequired(_("请选一个意见"))],
        coerce=Vote,
        choices=[SelectChoice(vote, _(words[0])) for vote, words in VOTE_WORDS.items()],
    )
    attitude = RadioField(
        _("办事态度"),
        [Optional()],
        coerce=int,
        choices=[SelectChoice(n, _(words)) for n, words in ATTITUDE_WORDS.items()],
    )
    line = StringField(
        _("一句话理由"),
        [Length(max=LINE_MAX, message=_("太长了：一句话，60 个字以内"))],
        description=_("办理单位会看到这句话，看不到是谁写的。"),
    )
