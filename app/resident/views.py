"""The public door: start pages, and the lists its scripts ask for."""

from typing import Any

from flask import Response, current_app, jsonify, request, send_file
from flask.typing import ResponseReturnValue

from app.catalog import queries as catalog
from app.core import clock, files
from app.core.web import all_streets, current_street, demo_allowed, page, street_or_none
from app.grid import queries as grid
from app.resident import (
    photos,
    queries,
    roles,
    views_after,
    views_draws,
    views_join,
    views_ledger,
    views_report,
    views_track,
)
from app.resident.door import bp
from app.resident.sketch import sketch

__all__ = ["bp", "views_after", "views_draws", "views_join", "views_ledger", "views_report", "views_track"]


@bp.get("/")
def start() -> ResponseReturnValue:
    """The street's page where there is one street, else the list of streets."""
    return street_start() if street_or_none() else page("resident/streets.html", streets=all_streets())


@bp.get("/s/<slug>/", endpoint="street_start")
def street_start() -> ResponseReturnValue:
    """What this is, report, follow; in a demo the roles to step into."""
    street = current_street()
    drawing = sketch(grid.boundaries_geojson(street.id, clock.now()))
    people = queries.people_of_roles(street.id) if demo_allowed(current_app) else {}
    return page("resident/start.html", sketch=drawing, roles=roles.offered(people))


@bp.get("/s/<slug>/grids.json")
def grids_json() -> ResponseReturnValue:
    """The boundaries for the map; an ETag spares sending them twice."""
    found = grid.boundaries_geojson(current_street().id, clock.now())
    response = jsonify(found)
    response.set_etag(f"grids-{found['version']}")
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


@bp.get("/s/<slug>/places.json")
def places_json() -> ResponseReturnValue:
    """Estates and buildings for what was typed (q), or the buildings of an estate (estate); at most 20 by text."""
    street = current_street()
    hits = catalog.search_places(street.id, request.args.get("q", "")[:80], clock.now())
    return jsonify([_hit(hit) for hit in hits])


@bp.get("/s/<slug>/kept/<ticket>")
def kept(ticket: str) -> Response:
    """The small picture of a photo on its way into a report."""
    small = files.open_stored(photos.sha_of(ticket), thumb=True)
    return send_file(small, mimetype=files.PICTURE, max_age=3600)


def _hit(hit: catalog.PlaceHit) -> dict[str, Any]:
    point = {"lon": hit.point.lon, "lat": hit.point.lat}
    return {"estate": hit.estate_id, "place": hit.place_id, "label": hit.label, **point}
