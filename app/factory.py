"""create_app: configuration, extensions, faces, wiring. Nothing is asked of the database here."""

import logging
import traceback
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any

from flask import Flask, request
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from app import health, wiring
from app.account import views as account
from app.admin import calendar as admin_calendar
from app.admin import estates as admin_estates
from app.admin import grids as admin_grids
from app.admin import views as admin
from app.admin import views_catalog, views_promises, views_reasons, views_rules, views_stages
from app.admin import views_people as accounts
from app.cases import ops as cases
from app.cases.attempts import Tried
from app.cases.labels import label
from app.casework import views as casework
from app.core import clock, crypto, files
from app.core.db import db, transaction
from app.core.errors import Refusal
from app.core.web import asked, errors, locale, security, sessions, squeezing, streets, templating
from app.desk import auditing, bulkviews, duties, duties_import, handover, listviews, load, responsibility, standing
from app.desk import views as desk
from app.field import app_views, device_views, sync_views, upload_views
from app.field import views as field
from app.grid import queries as grid
from app.notices import channels
from app.notices import queries as notices
from app.panel import views as panel
from app.panel import views_roster as roster
from app.people import queries as people
from app.resident import views as resident

FACES: Sequence[Any] = (
    *(resident, account, field, app_views, sync_views, upload_views, device_views, casework, panel, roster),
    *(desk, listviews, bulkviews, auditing, responsibility, standing),
    *(duties, duties_import, handover, load),
    *(
        admin,
        accounts,
        views_catalog,
        views_promises,
        views_reasons,
        views_rules,
        views_stages,
        admin_grids,
        admin_calendar,
        admin_estates,
    ),
)


class Application(Flask):
    """Flask, but an accident is logged by its kind and place: its own words may quote what people typed."""

    def log_exception(self, exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        """Log the type and the frames, and the path without a resident's secret."""
        kind, _, frames = exc_info
        where = "".join(traceback.format_tb(frames))
        name = kind.__name__ if kind else "?"
        self.logger.error("%s on %s %s\n%s", name, request.method, asked.masked(request.path), where)


def create_app(settings: Mapping[str, Any] | None = None) -> Flask:
    """The application, from `config.load()` unless settings are given; raises config.WrongSetting."""
    chosen = config.load() if settings is None else settings
    app = Application("app", instance_path=str(chosen["INSTANCE"]))
    app.config.from_mapping(flask_settings(chosen))
    app.url_map.converters["int"] = asked.RowNumber
    logging.getLogger("app").setLevel(app.config["LOG_LEVEL"])
    _extend(app)
    _connect_features(app)
    app.config["STARTED_AT"] = clock.now()
    app.register_blueprint(health.bp)
    return app


def flask_settings(chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Our settings, and what Flask and its extensions derive from them."""
    return {
        **chosen,
        "SECRET_KEY": chosen["SESSION_KEY"],
        "SQLALCHEMY_DATABASE_URI": chosen["DATABASE_URL"],
        # An error must never carry the values of its statement into a log.
        # On PostgreSQL a report taken in at once holds two (its own, and one for its number); the warmest first.
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,
            "pool_size": 2 * chosen["WEB_THREADS"],
            "pool_use_lifo": True,
        },
        "MAX_CONTENT_LENGTH": chosen["MAX_UPLOAD"] * 1024 * 1024,
        "SESSION_COOKIE_NAME": "__Host-lingrid" if chosen["HTTPS"] else "lingrid",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": chosen["HTTPS"],
        "TRUSTED_HOSTS": list(chosen["HOSTS"]) or None,
        # A token lives as long as its session: a page left open over lunch can still be sent.
        "WTF_CSRF_TIME_LIMIT": None,
        # A resident's secret page sends no Referer, so one cannot be asked for; the token alone is the proof.
        "WTF_CSRF_SSL_STRICT": False,
    }


def _extend(app: Flask) -> None:
    """Everything that is the same for every feature."""
    db.init_app(app)
    Migrate(app, db, directory=str(config.ROOT / "migrations"), render_as_batch=True, compare_type=True)
    CSRFProtect(app)
    for part in (locale, security, squeezing):
        part.install(app)
    if app.config["PROXIES"]:
        trusted = app.config["PROXIES"]
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=trusted, x_proto=trusted, x_host=trusted
        )


def _connect_features(app: Flask) -> None:
    """What the shared layer must know of the features, the process map, and the faces."""
    crypto.configure(app.config["SECRET_KEYS"])
    files.configure(app.config["FILES"])
    channels.configure(channels.MailSettings.from_config(app.config))
    sessions.install(app, sessions.Doors(account=people.user, actor=grid.actor_of))
    streets.install(app, people.streets)
    errors.install(app, _write_down)
    templating.install(app, label, notices.unread)
    wiring.connect()
    for face in FACES:
        app.register_blueprint(face.bp)


def _write_down(refusal: Refusal, door: str) -> None:
    """An attempt to close without an approval stays on record, whatever became of the request."""
    if isinstance(refusal.tried, Tried):
        with transaction():
            cases.note_refused(refusal.tried, door, at=clock.now())
