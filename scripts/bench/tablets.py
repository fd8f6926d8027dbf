"""(s) A tablet's morning and evening: a bundle of 200 open cases taken along, 100 operations sent at once.

In one process, without a network: what the server itself takes. Beside each the bare minimum over the same database,
one right after the other: the same rows by one statement as JSON; as many rows inserted, a transaction each.
"""

import gzip
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from flask import Flask, jsonify, request
from flask_migrate import upgrade
from sqlalchemy import insert, select

import config
from app.cases.models import Case
from app.core import clock
from app.core.counting import count_statements
from app.core.db import db, transaction
from app.factory import create_app
from app.field.models import FieldDevice
from scripts.bench import offline
from scripts.bench.figures import Figure, line, ratios, title
from scripts.bench.stage import KINDS, Stage
from tests.builders.town import LEAK, MONDAY, Town, a_town, minutes
from tests.support.web import Client, Web

CASES, OPERATIONS, BATCH = 200, 100, 20
DEVICE = str(uuid4())
BUNDLE = f"/field/bundle?device={DEVICE}"
JSON = {"Accept": "application/json"}


@dataclass
class Ground:
    """The town behind its door. line: a case that notes are written on, by id."""

    app: Flask
    client: Client
    town: Town
    lines: list[dict[str, Any]]


def measure(stage: Stage, kind: str, *, repeats: int) -> None:
    """Print state size, statements, times, and the ratios to the bare minimum."""
    title(f"(s) a tablet on {kind}: {CASES} open cases, {OPERATIONS} operations, {repeats} times")
    with _ground(stage, kind) as ground:
        _bundle(ground, repeats)
        _sync(ground, repeats)
        if kind == KINDS[0]:
            offline.measure(ground.app, ground.client, repeats)


def _bundle(ground: Ground, repeats: int) -> None:
    first = ground.client.get(BUNDLE, headers=JSON)
    found, raw = first.get_json(), first.get_data()
    sets = {name: len(json.dumps(one["value"], ensure_ascii=False)) for name, one in found["sets"].items()}
    line("cases in the bundle", str(len(found["cases"])))
    line(
        "size",
        f"{_kb(raw)}, {_kb(gzip.compress(raw, 6))} gzip; sets {sum(sets.values()) / 1e3:.0f} kB",
    )
    line("cursor", f"{len(found['cursor'])} characters")
    whole, nothing, bare = [], [], []
    for _ in range(repeats):
        whole.append(_seconds(lambda: ground.client.get(BUNDLE, headers=JSON)))
        nothing.append(_seconds(lambda: ground.client.get(f"{BUNDLE}&since={found['cursor']}", headers=JSON)))
        bare.append(_seconds(lambda: ground.client.get("/bare/cases", headers=JSON)))
    unchanged = ground.client.get(f"{BUNDLE}&since={found['cursor']}", headers=JSON)
    line("size when nothing changed", f"{len(unchanged.get_data()) / 1e3:.1f} kB")
    with count_statements() as counted:
        ground.client.get(BUNDLE, headers=JSON)
    line("statements", str(counted.n))
    _tell("all of it", whole, bare)
    _tell("nothing new", nothing, bare)


def _sync(ground: Ground, repeats: int) -> None:
    ours, bare = [], []
    for _ in range(repeats):
        batches = [[_note(one) for one in ground.lines[n : n + BATCH]] for n in range(0, OPERATIONS, BATCH)]
        ours.append(_seconds(partial(_send_all, ground.client, batches)))
        rows = [[str(uuid4()) for _ in range(BATCH)] for _ in range(OPERATIONS // BATCH)]
        bare.append(_seconds(partial(_insert_all, ground.client, rows)))
    made = [_note(one) for one in ground.lines[:BATCH]]
    with count_statements() as counted:
        _send(ground.client, made)
    with count_statements() as again:
        _send(ground.client, made)
    line("statements an operation", f"{counted.n / BATCH:.1f}, sent again {again.n / BATCH:.1f}")
    _tell(f"{OPERATIONS} notes", ours, bare)


def _tell(name: str, ours: list[float], bare: list[float]) -> None:
    line(f"{name}, ms", Figure([1e3 * s for s in ours]))
    line("  bare, ms", Figure([1e3 * s for s in bare]))
    line("  ratio", ratios(ours, bare))


def _send_all(client: Client, batches: list[list[dict[str, Any]]]) -> None:
    for batch in batches:
        _send(client, batch)


def _insert_all(client: Client, batches: list[list[str]]) -> None:
    for batch in batches:
        client.post("/bare/rows", json=batch)


def _send(client: Client, operations: list[dict[str, Any]]) -> None:
    told = {"device": DEVICE, "sent_at": clock.now().isoformat(), "waiting": 0, "operations": operations}
    answers = client.post("/field/sync", json=told, headers=JSON).get_json()["receipts"]
    assert all(answer["status"] == "done" for answer in answers), answers


def _note(one: dict[str, Any]) -> dict[str, Any]:
    at = clock.now().isoformat()
    told = {"id": str(uuid4()), "do": "note", "case": one["id"], "seen": one["seen"], "happened_at": at}
    return told | {"fields": {"text": ["看过了，明天再来"]}, "photos": {}}


def _kb(raw: bytes) -> str:
    return f"{len(raw) / 1e3:.0f} kB"


def _seconds(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


@contextmanager
def _ground(stage: Stage, kind: str) -> Iterator[Ground]:
    url = stage.scratch(kind, "tablet")
    settings = config.load(stage.environment(url) | {"LINGRID_LOG_LEVEL": "ERROR"})
    app = create_app(settings)
    _bare(app)
    with app.app_context():
        upgrade()
    clock.set(MONDAY + minutes(30))
    with Web.on(app, url) as web:
        with web.write():
            town = a_town("bench")
            for _ in range(CASES):
                town.report(LEAK)
        client = web.as_(town.worker)
        found = client.get(BUNDLE, headers=JSON).get_json()
        yield Ground(app, client, town, found["cases"])
    clock.reset()


def _bare(app: Flask) -> None:
    """The least that a door can do with the same database."""

    def cases() -> Any:
        rows = db.session.execute(select(Case.__table__).order_by(Case.id.desc()).limit(CASES))
        return jsonify([dict(row) for row in rows.mappings()])

    def rows() -> Any:
        at = clock.now()
        for uuid in request.get_json():
            with transaction():
                row = {"street_id": 1, "user_id": 1, "uuid": uuid, "name": "", "key_cipher": b"", "key_id": ""}
                db.session.execute(insert(FieldDevice).values(made_at=at, seen_at=at, unsent=0, **row))
        return jsonify(len(request.get_json()))

    app.add_url_rule("/bare/cases", view_func=cases)
    app.add_url_rule("/bare/rows", view_func=rows, methods=["POST"])
