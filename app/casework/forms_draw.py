"""The form of a draw by dice: what was thrown, and who watched."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.validators import InputRequired

from app.casework.fields import area
from app.casework.forms import MoveForm, Occasion
from app.core.web import local
from app.review import ops as review
from app.review import queries as reviews


class Dice(MoveForm):
    """掷骰子抽签."""

    dice = StringField(_("骰子点数"), [InputRequired(_("请输入 20 到 60 个 1 到 6 的数字"))])
    witnesses = area(_("见证人"), _("至少两位，一行一位；只留在案卷里，不公开。"), missing=_("请写见证人"))

    def prepare(self, now: Occasion) -> None:
        """Show what was frozen: it must be read out before the first throw."""
        waiting = reviews.waiting_of(now.case.id)
        if waiting is not None:
            told = {"at": local(waiting.opened_at), "hash": waiting.pool_hash}
            self.dice.description = gettext(
                "名单已在 %(at)s 定下，指纹 %(hash)s，掷之前先念给见证人听。掷 20 次以上，按顺序输入，空格不算。",
                **told,
            )

    def act(self, now: Occasion) -> None:
        """Draw with what was thrown."""
        review.draw_by_dice(now.actor, now.case, self.dice.data or "", self.witnesses.data or "", now.at)
