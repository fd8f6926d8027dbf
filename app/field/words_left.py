"""Time left and over, for the clocks that the tablet tells by itself."""

from flask_babel import gettext

from app.core.web.locale import said
from app.sla import lamps
from app.sla.workcal import Left

N = "{n}"  # the place that a module fills
SPANS = {
    "Minute": Left.MINUTE,
    "Hour": Left.HOUR,
    "Day": Left.DAY,
    "WorkingHour": Left.WORKING_HOUR,
    "WorkingDay": Left.WORKING_DAY,
}


def left() -> dict[str, str]:
    """Time left and over, as the pages say it."""
    tables = {"left": lamps.LEFT_LONG, "over": lamps.OVER_LONG}
    short = {"left": lamps.LEFT_SHORT, "over": lamps.OVER_SHORT}
    found = {f"{way}{name}": said(tables[way][unit], n=N) for way in tables for name, unit in SPANS.items()}
    found |= {f"{way}{name}Short": said(short[way][unit], n=N) for way in short for name, unit in SPANS.items()}
    now = {"leftNow": gettext("还剩不到 1 分钟"), "leftNowShort": gettext("不到 1 分钟")}
    return found | now | {"overNow": gettext("已超期"), "overNowShort": gettext("超期")}
