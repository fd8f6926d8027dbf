"""The doors' answer when a rule says no, and when something breaks: one page, or JSON for a script."""

from collections.abc import Callable
from typing import Any

from flask import Flask, current_app, g, jsonify, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError, Unauthorized
from werkzeug.wrappers import Response as AnyResponse

from app.core.db import db
from app.core.errors import Conflict, IllegalMove, Invalid, Refusal
from app.core.msgid import N_
from app.core.web.asked import wants_json
from app.core.web.locale import said

Answer = Any
PAGE = "errors/error.html"
TITLES = {
    400: N_("这个请求看不懂"),
    401: N_("请先登录"),
    403: N_("这一步不归你办"),
    404: N_("没有这个页面"),
    405: N_("这个页面不能这样用"),
    409: N_("别人刚改过"),
    413: N_("文件太大了"),
    422: N_("有的地方没填对"),
    429: N_("试得太多了，过一会儿再来"),
    500: N_("我们这边出错了"),
    503: N_("现在忙不过来，过一会儿再来"),
}
NOT_NOW = N_("这一步现在不能做")
# What to do, where nothing better is known.
HINTS = {
    403: N_("要是该归你办，请找管理员看一看你的职责。"),
    404: N_("地址可能写错了，或者这一页不给你看。"),
}
STALE = N_("别人刚改过这件事，你写的还没有存。请退回上一页，看看改了什么再办。")
EXPIRED = N_("这个页面放得太久了。请退回上一页，刷新后再交，你写的还在。")
BROKEN = N_("错误已经记下，你写的还没有存。请退回上一页再试一次。")


def install(app: Flask, write_down: Callable[[Refusal, str], None]) -> None:
    """Answer refusals, HTTP errors and accidents. write_down: keeps what was tried, with the endpoint."""
    app.extensions["lingrid_write_down"] = write_down
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)


def error_page(
    status: int, message: str = "", errors: dict[str, str] | None = None, *, title: str = "", code: str = ""
) -> Answer:
    """The page for `status`; title, message and the values of `errors` are already translated.

    code: see `Refusal`; only a script is told.
    """
    title = title or said(TITLES.get(status, TITLES[400]))
    if wants_json():
        body: dict[str, Any] = {"error": message or title, "status": status}
        more: dict[str, Any] = {"fields": errors, "code": code}
        return jsonify(body | {name: value for name, value in more.items() if value}), status
    text = " ".join([message, *(errors or {}).values()]).strip()
    text = text or (said(HINTS[status]) if status in HINTS else "")
    return _rendered(status, title, text), status


def _rendered(status: int, title: str, text: str) -> str:
    """The page; where what it asks of the database fails too, the same page asking for nothing."""
    shown = {"status": status, "title": title, "text": text, "code": "", "back": _back(status)}
    try:
        return render_template(PAGE, **shown)
    except SQLAlchemyError:
        db.session.rollback()
        g.bare = True
        return render_template(PAGE, **shown)


def _back(status: int) -> str:
    """The case that a move was refused for; "" for any other page, and where the case itself is not to be seen."""
    case_id = (request.view_args or {}).get("case_id")
    seen = status in (409, 413, 422) or g.get("explained", False)
    return f"/cases/{case_id}" if case_id and seen else ""


def _write_down(refusal: Refusal) -> None:
    """Keep what somebody tried, if the refusal says so; outside of any transaction."""
    if refusal.tried and request.method == "POST":
        current_app.extensions["lingrid_write_down"](refusal, request.endpoint or "")


def _refused(refusal: Refusal) -> Answer:
    db.session.rollback()
    _write_down(refusal)
    g.explained = bool(refusal.more)  # whoever is told the ways sees the case
    errors = refusal.errors if isinstance(refusal, Invalid) else {}
    shown = {name: said(text, **refusal.params) for name, text in errors.items()}
    told = [
        said(refusal.message, **refusal.params) if refusal.message else "",
        said(refusal.more) if refusal.more else "",
    ]
    message = " ".join(filter(None, told))
    title = NOT_NOW if isinstance(refusal, IllegalMove) else ""
    return error_page(refusal.status, message, shown, title=said(title) if title else "", code=refusal.code)


def _stale(_error: StaleDataError) -> Answer:
    return _refused(Conflict(STALE))


def _csrf(_error: CSRFError) -> Answer:
    return error_page(400, said(EXPIRED))


def _database_away(error: OperationalError) -> Answer:
    current_app.log_exception((type(error), error, error.__traceback__))  # type: ignore[arg-type]
    g.bare = True
    return error_page(503)


def _http(error: HTTPException) -> Answer:
    if (isinstance(error.code, int) and error.code < 400) or error.response is not None:
        return error.get_response(request.environ)
    if isinstance(error, SecurityError):
        return "400", 400, {"Content-Type": "text/plain"}  # not our name: no page of ours can be addressed
    status = error.code or 500
    if status >= 500:
        g.bare = True  # the database may be what broke: the page asks it for nothing
        return error_page(status, said(BROKEN))
    if isinstance(error, Unauthorized) and not wants_json():
        return _to_sign_in()
    return error_page(status)


def _to_sign_in() -> AnyResponse:
    return redirect("/sign-in", 303)
