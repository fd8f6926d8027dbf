"""The tablet app as a browser loads it: shell, service worker, manifest. What they say is the same for everybody."""

from typing import Any

from flask import Blueprint, current_app, g, jsonify, make_response, render_template
from flask_babel import gettext

from app.cases.labels import label
from app.cases.lifecycle import State
from app.cases.words import Urgency
from app.casework.turns import DO, FIRST, RARE
from app.core.permissions import Role
from app.core.web import squeezing
from app.core.web.locale import lang, said
from app.field import policy, shell, specs, words
from app.field.verbs import ON_TABLET
from app.sla.lamps import LAMP_WORDS

bp = Blueprint("field_app", __name__, url_prefix="/field")


@bp.before_request
def ask_nobody() -> None:
    """The same for everybody, so that a device may keep it: no page of ours around it, no session begun."""
    g.bare = True


@bp.get("/")
def page() -> Any:
    """The one page of the app; what it shows comes from the device itself."""
    told = {"words": words.words(), "specs": specs.specs(), "labels": labels(), "app": about()}
    return _fresh(
        make_response(
            render_template("field/app.html", styles=shell.styles(), theme_colour=shell.colour("accent"), **told)
        )
    )


@bp.get("/sw.js")
def worker() -> Any:
    """The service worker with the list of what it keeps."""
    body = render_template("field/sw.js", files=shell.addresses(), version=shell.version())
    return _fresh(make_response(body, {"Content-Type": "text/javascript; charset=utf-8"}))


@bp.get("/manifest.webmanifest")
def manifest() -> Any:
    """What a device needs to install it."""
    icons = [{"src": f"/static/icons/app-{n}.png", "sizes": f"{n}x{n}", "type": "image/png"} for n in (192, 512)]
    whole = [icon | {"purpose": "any"} for icon in icons] + [icon | {"purpose": "maskable"} for icon in icons]
    answer = jsonify(
        id="/field/",
        name=gettext("邻格 · 网格员"),
        short_name=gettext("邻格"),
        lang="en" if lang() == "en" else "zh-CN",
        start_url="/field/",
        scope="/field/",
        display="standalone",
        background_color=shell.colour("ground"),
        theme_color=shell.colour("accent"),
        icons=whole,
    )
    answer.mimetype = "application/manifest+json"
    return _fresh(answer)


def labels() -> dict[str, dict[str, str]]:
    """The words of closed lists."""
    return {
        "states": {state.value: said(label(state)) for state in State},
        "do": {key: said(text) for key, text in DO.items()},
        "lamps": {kind.value: said(text) for kind, text in LAMP_WORDS.items()},
        "urgency": {urgency.value: said(label(urgency)) for urgency in Urgency},
        "roles": {role.value: said(label(role)) for role in Role},
    }


def about() -> dict[str, Any]:
    """What the app must know of itself. first: moves in the order in which one of them is offered as the main one;
    rare: those that stand below the others; reporters: roles that may report."""
    first = [verb.value for verb in FIRST if verb in ON_TABLET]
    return {
        "version": shell.version(),
        "lang": lang(),
        "demo": current_app.config["DEMO"],
        "first": first,
        "rare": [v.value for v in RARE],
        "reporters": sorted(role.value for role in policy.REPORTERS),
    }


def _fresh(answer: Any) -> Any:
    """Asked for again each time: a device that has a network gets the newest. Nothing secret is in it, so it travels
    compressed."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.vary.add("Accept-Encoding")
    if squeezing.reads_gzip():
        answer.set_data(squeezing.squeezed(answer.get_data()))
        answer.headers["Content-Encoding"] = "gzip"
    return answer
