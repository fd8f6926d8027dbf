"""Stepping into a role without a password: only in a demo, and only for whoever sits at this machine."""

import ipaddress

from flask import Flask, has_request_context, request

import config
from app.core.web.streets import all_streets

FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


def demo_configured(app: Flask) -> bool:
    """LINGRID_DEMO is on and we listen on loopback: without both the route is not even registered."""
    return bool(app.config["DEMO"]) and config.is_loopback(app.config["HOST"])


def demo_allowed(app: Flask) -> bool:
    """The above, every street of the database carries the demo mark, and the request is of this machine."""
    if not demo_configured(app) or (has_request_context() and not _from_here()):
        return False
    streets = all_streets()
    return bool(streets) and all(street.demo for street in streets)


def _from_here() -> bool:
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
