"""The web server: gunicorn with threads, set up from our own settings only."""

import contextlib
import ctypes
import gc
import os
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from app.cli.logs import Mask
from app.core.db import db
from app.core.web.asked import masked

GRACEFUL_SECONDS = 10
GARBAGE = (25_000, 20, 50)  # objects made before a look, and looks before a longer one; 700, 10 and 10 by itself
MMAP_THRESHOLD, LARGE_BYTES = -3, 1024 * 1024  # mallopt(3)
# No address of a person, no query string, no referer, no agent: what was asked, and how it went.
ACCESS_LOG = '%(t)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'


class MaskedLogger(Logger):
    """Gunicorn's logger, without residents' secret links."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn, and every error line passes the mask."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(Mask())

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        """What the access log may name."""
        atoms: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {**{name: atoms[name] for name in ("t", "m", "s", "B", "M")}, "U": masked(str(atoms["U"]))}


class Server(BaseApplication):
    """Our application under gunicorn. Reads no configuration file and no environment of gunicorn's own."""

    def __init__(self, app: Flask) -> None:
        self.application = app
        _give_memory_back()
        _look_for_garbage_seldom()
        super().__init__()

    def load_config(self) -> None:
        """Translate our settings."""
        for name, value in self.options(self.application.config).items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application was made before the fork: the processes share its memory."""
        return self.application

    def options(self, settings: Any) -> dict[str, Any]:
        """gunicorn's names for them."""
        host = f"[{settings['HOST']}]" if ":" in settings["HOST"] else settings["HOST"]
        return {
            "bind": f"{host}:{settings['PORT']}",
            "worker_class": "gthread",
            "workers": settings["WEB_WORKERS"],
            "threads": settings["WEB_THREADS"],
            "preload_app": True,
            "post_fork": _forget_connections,
            "graceful_timeout": GRACEFUL_SECONDS,
            "worker_tmp_dir": "/dev/shm" if os.access("/dev/shm", os.W_OK) else None,
            "control_socket_disable": True,
            "logger_class": MaskedLogger,
            "accesslog": "-" if settings["LOG_LEVEL"] in ("DEBUG", "INFO") else None,
            "access_log_format": ACCESS_LOG,
            "loglevel": settings["LOG_LEVEL"].lower(),
            "proc_name": "lingrid",
            "forwarded_allow_ips": "*" if settings["PROXIES"] else "",
        }


def _give_memory_back() -> None:
    """Let the C library return a decoded photo to the system when it is done with.

    By itself glibc learns to keep blocks of that size, once for every thread: 120 MB a process that are needed
    for a moment a day. Where there is no glibc nothing is changed.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL("libc.so.6").mallopt(MMAP_THRESHOLD, LARGE_BYTES)


def _look_for_garbage_seldom() -> None:
    """What is loaded stays: a twelfth of a request went into looking through it for garbage again and again.

    Frozen before the fork it also stays memory that the processes share.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def _forget_connections(server: Any, _worker: Any) -> None:
    # A database connection must not be shared over a fork.
    with server.app.application.app_context():
        db.engine.dispose(close=False)
