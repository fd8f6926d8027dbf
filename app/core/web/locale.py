"""Language, theme and type size of a page. Chinese unless somebody chose otherwise; kept in plain cookies."""

from datetime import datetime

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, gettext
from flask_babel import get_locale as babel_locale

from app.core import clock
from app.core.web.sessions import signed_in

LOCALES = ("zh", "en")
THEMES = ("light", "dark")
SIZES = ("large",)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NOTHING = "—"


def install(app: Flask) -> None:
    """Translations by Flask-Babel: msgids are Chinese, English stands in app/translations."""
    Babel(app, default_locale="zh", default_timezone="Asia/Shanghai", locale_selector=chosen_locale)


def chosen_locale() -> str:
    """The cookie `lang`, else the account's language, else Chinese."""
    if not has_request_context():
        return "zh"
    cookie = request.cookies.get("lang", "")
    if cookie in LOCALES:
        return cookie
    person = None if g.get("bare") else signed_in()
    return person.account.locale if person is not None and person.account.locale in LOCALES else "zh"


def lang() -> str:
    """The language this page is written in: "zh" or "en"."""
    found = babel_locale()
    return found.language if found is not None and found.language in LOCALES else "zh"


def theme() -> str:
    """ "light" or "dark" when chosen, else "" (as the device says)."""
    return _cookie("theme", THEMES)


def size() -> str:
    """ "large" when chosen, else ""."""
    return _cookie("size", SIZES)


def local(moment: datetime | None, style: str = "staff") -> str:
    """A moment in the street's wall time: staff 11-23 18:00, resident 11月23日 18:00, day, time.

    The year stands only when it is not this one; None is a dash.
    """
    if moment is None:
        return NOTHING
    wall = clock.street_time(moment)
    this_year = wall.year == clock.street_time(clock.now()).year
    hour = f"{wall:%H:%M}"
    if style == "time":
        return hour
    if style == "staff":
        return f"{wall:%m-%d} {hour}" if this_year else f"{wall:%Y-%m-%d} {hour}"
    day = _day(wall, this_year)
    return day if style == "day" else f"{day} {hour}"


def named(row: object) -> str:
    """The name of anything that has name_zh and name_en, in the page's language."""
    zh, en = getattr(row, "name_zh", ""), getattr(row, "name_en", "")
    return str(en or zh) if lang() == "en" else str(zh)


def _day(wall: datetime, this_year: bool) -> str:
    if lang() == "en":
        return f"{wall.day} {MONTHS[wall.month - 1]}" + ("" if this_year else f" {wall.year}")
    return ("" if this_year else f"{wall.year}年") + f"{wall.month}月{wall.day}日"


def _cookie(name: str, known: tuple[str, ...]) -> str:
    value = request.cookies.get(name, "") if has_request_context() else ""
    return value if value in known else ""


def said(message: str, **params: object) -> str:
    """A msgid in the page's language, its places filled only where it has some."""
    return str(gettext(message, **params) if params else gettext(message))
