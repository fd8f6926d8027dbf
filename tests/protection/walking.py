"""Every page that a GET can reach, with an address for each: a new endpoint without one fails the walk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.cases.words import DeskKind
from app.casework.steps import STEPS
from app.core.permissions import Actor
from tests.builders.town import CLUTTER
from tests.protection.scene import Scene, Told
from tests.support.web import Client

Params = dict[str, Any]
Give = Callable[[Scene], list[Params]]


@dataclass(frozen=True)
class Seen:
    """An answer: to whom, from where, and everything in it."""

    visitor: str
    address: str
    status: int
    text: str


def every(**more: Any) -> Give:
    """One address for every delicate case."""
    return lambda scene: [{"case_id": told.case_id, **more} for told in scene.told.values()]


def photos(scene: Scene) -> list[Params]:
    """One picture of every case."""
    return [{"case_id": t.case_id, "photo_id": p} for t in scene.told.values() for p in t.photo_ids[:1]]


def clocks(scene: Scene) -> list[Params]:
    """Why the last promise of every case is due when it is."""
    return [{"case_id": t.case_id, "clock_id": c} for t in scene.told.values() for c in t.clock_ids[-1:]]


def verbs(scene: Scene) -> list[Params]:
    """Every form of the case in hand, and one of each other case."""
    whole = [{"case_id": scene.told["in hand"].case_id, "verb": verb} for verb in STEPS]
    return whole + [{"case_id": t.case_id, "verb": "note"} for t in scene.told.values()]


def links(scene: Scene) -> list[Params]:
    """Every secret link."""
    return [{"secret": told.secret} for told in scene.told.values() if told.secret]


def link_photos(scene: Scene) -> list[Params]:
    """A picture behind every secret link."""
    return [{"secret": t.secret, "photo_id": p} for t in scene.told.values() if t.secret for p in t.photo_ids[:1]]


def slug(scene: Scene) -> list[Params]:
    """The street's own pages."""
    return [{"slug": scene.town.slug}]


def _house(scene: Scene) -> Params:
    """A building that stands."""
    return {"estate_id": scene.town.estates["和风苑"], "place_id": scene.town.places[0]}


# What an endpoint with places in its address is asked for; queries go with `_query`.
GIVEN: dict[str, Give] = {
    "casework.show": every(),
    "casework.ask": verbs,
    "casework.show_reporter": every(),
    "casework.why": clocks,
    "casework.photo": photos,
    "casework.packet": every(),
    "casework.packet_photo": photos,
    "casework.kept": lambda _scene: [{"ticket": "nothing"}],
    "accounts.show": lambda scene: [{"user_id": who.id} for who in (scene.town.worker, scene.town.admin)],
    **dict.fromkeys(("catalog.department", "catalog.new_unit"), lambda _scene: [{"department_id": 1}]),
    "catalog.unit": lambda scene: [{"unit_id": unit_id} for unit_id in list(scene.town.units.values())[:2]],
    **dict.fromkeys(("promises.category", "rules.edit"), lambda scene: [{"category_id": scene.town.category(CLUTTER)}]),
    "stages.edit": lambda _scene: [{"stage": "review_again"}],
    "reasons.add": lambda _scene: [{"act": "refuse"}],
    "reasons.edit": lambda _scene: [{"act": "refuse", "code": "not_ours"}],
    "promises.reply": lambda scene: [{"reply_id": scene.reply_id}],
    "desk.decide": every(),
    "admin_calendar.ask": lambda _scene: [{"kind": kind} for kind in ("notice", "close", "windows", "reopen")],
    "admin_estates.estate": lambda scene: [{"estate_id": scene.town.estates["和风苑"]}, {}],
    "admin_estates.house": lambda scene: [_house(scene), {"estate_id": scene.town.estates["和风苑"]}],
    "admin_estates.sheet": lambda scene: [{"sheet_id": scene.sheet_id}],
    "admin_grids.draft": lambda scene: [{"draft_id": scene.draft_id}],
    "bulk.done": lambda _scene: [{"run_id": 1}],
    "lists.saved": lambda _scene: [{"saved_id": 1}],
    "load.choose": lambda scene: [{"user_id": scene.town.worker.id}],
    "handover.show": lambda scene: [{"handover_id": scene.handover_id}],
    "duties.show": lambda _scene: [{"duty_id": 1}],
    "duties.back": lambda scene: [{"leave_id": scene.leave_id}],
    "panel.ballot": lambda _scene: [{"review_id": 1}],
    "panel.names": lambda _scene: [{"review_id": 1}],
    "panel.photo": lambda scene: [{"review_id": 1, "photo_id": scene.told["in review"].photo_ids[0]}],
    "roster.member": lambda _scene: [{"reviewer_id": 1}],
    "roster.wish": lambda scene: [{"wish_id": scene.wish_id}],
    **dict.fromkeys(("resident.join", "resident.joined", "resident.asked"), slug),
    "resident.street_start": slug,
    "resident.grids_json": slug,
    "resident.draws": slug,
    "resident.verify_draw": slug,
    "resident.draw": lambda scene: [{"slug": scene.town.slug, "number": 1}],
    "resident.draw_json": lambda scene: [{"slug": scene.town.slug, "number": 1}],
    "resident.places_json": lambda scene: [{"slug": scene.town.slug, "q": q} for q in ("和风", "6", "演示路")],
    "resident.report": slug,
    "resident.done": slug,
    "resident.track": slug,
    "resident.ledger": slug,
    "resident.ledger_json": slug,
    "resident.kept": lambda scene: [{"slug": scene.town.slug, "ticket": "nothing"}],
    "resident.tracked": links,
    "resident.photo": link_photos,
    "devices.show": lambda scene: [{"device_id": scene.device_id}],
    "field_uploads.have": lambda _scene: [{"sha256": "0" * 64}],
    "account.language": lambda _scene: [{"code": "en"}, {"code": "zh"}],
    "static": lambda _scene: [],
}
# Lists are read whole: every filter that could bring a case into them.
QUERIES: dict[str, list[Params]] = {
    "desk.index": [{}, {"state": "all"}, {"state": "all", "lamp": "red"}, {"state": "all", "q": "演示路"}],
    "desk.queue": [{}, *({"kind": kind} for kind in (DeskKind.BY_HAND, DeskKind.UNPLACED))],
    "duties.index": [{}, {"view": "month"}],
    "field_sync.take_along": [{"device": "11111111-2222-4333-8444-555555555555"}],
    "field.day": [{}, {"tab": "mine"}, {"tab": "done"}, {"tab": "todo"}],
    "account.inbox": [{}, {"before": 9999}],
    "accounts.index": [{}, {"q": "work"}, {"role": "reviewer"}, {"state": "locked"}],
    "admin.changes": [{}, {"kind": "person"}, {"below": 9999}],
}
# Public pages look the same to everybody, so two ask; every form is asked for by those who act, one by the others.
FEW = ("nobody", "worker")
ACTING = ("worker", "chief", "dispatcher", "clerk")


def addresses(app: Flask, scene: Scene) -> list[tuple[str, str]]:
    """(endpoint, address) of everything a GET can ask for; raises KeyError for an endpoint nobody thought of."""
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()):
                found += [(rule.endpoint, app.url_for(rule.endpoint, **params)) for params in _params(rule, scene)]
    return found


def _params(rule: Rule, scene: Scene) -> list[Params]:
    if rule.endpoint in GIVEN:
        return GIVEN[rule.endpoint](scene)
    if rule.arguments:
        raise KeyError(f"{rule.endpoint}: say in tests/protection/walking.py what it is asked for")
    return QUERIES.get(rule.endpoint, [{}])


def walk(scene: Scene) -> Iterator[Seen]:
    """Everybody asks for everything."""
    asked = addresses(scene.served.web.app, scene)
    for name, who in scene.visitors():
        client = scene.client(who)
        for endpoint, address in asked:
            if _asks(name, endpoint, address):
                yield look(name, client, address)


def _asks(name: str, endpoint: str, address: str) -> bool:
    if endpoint == "casework.ask":
        return name in ACTING or address.endswith("/note")
    return name in FEW or not endpoint.startswith("resident.")


def look(name: str, client: Client, address: str) -> Seen:
    """One answer, its headers and body together; a page may break for nobody."""
    answer: TestResponse = client.get(address)
    assert answer.status_code < 500, (name, address)
    body = answer.get_data().decode("utf-8", "replace")
    answer.close()
    headers = "\n".join(f"{k}: {v}" for k, v in answer.headers if k not in ("Set-Cookie", "Content-Security-Policy"))
    return Seen(name, address, answer.status_code, f"{headers}\n{body}")


def own_page(seen: Seen, told: Told) -> bool:
    """The reporter's own way back."""
    return bool(told.secret) and seen.address.startswith(f"/t/{told.secret}")


def may_read(scene: Scene) -> dict[tuple[str, str], bool]:
    """(visitor, kind of case): who may read which case."""
    people: list[tuple[str, Actor | None]] = list(scene.visitors())
    return {(name, key): scene.sees(who, told) for name, who in people for key, told in scene.told.items()}
