"""A tablet as app/static/js/field has it, in Python: an outbox that keeps until there is a receipt.

What it holds is written down before anything is sent, so a tablet that is killed begins where it was.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from app.core import clock
from app.core.permissions import Actor
from tests.field_sync.server import Answer, Request

PIECE = 400  # bytes; a real one sends 256 kB
BATCH = 20
TRIES_MAX = 40
FINAL = ("done", "refused", "conflict")


class Cut(Exception):
    """No answer came."""


class Killed(Exception):
    """The tablet went dark."""


Ask = Callable[[Request], Answer]


@dataclass
class Tablet:
    """One person's tablet. ask: the way to the server; sign_in: the door; kept: what lies on it."""

    who: Actor
    uuid: str
    ask: Ask
    sign_in: Callable[[Actor], None]
    kept: dict[str, Any] = field(default_factory=lambda: {"outbox": [], "photos": {}, "receipts": {}})
    token: str = ""
    whole: set[str] = field(default_factory=set)  # hashes that the server has; asked again after a new start

    def revived(self) -> "Tablet":
        """The same tablet switched on again: only what was written down is there."""
        return Tablet(self.who, self.uuid, self.ask, self.sign_in, json.loads(json.dumps(self.kept)))

    def takes(self) -> dict[int, dict[str, Any]]:
        """The cases of the day, by id."""
        told = self._get(f"/field/bundle?device={self.uuid}").told
        return {line["id"]: line for line in told["cases"]}

    def does(self, made: Mapping[str, Any], photos: Sequence[bytes]) -> None:
        """Put an operation into the outbox, with the bytes of its pictures."""
        self.kept["photos"] |= {sha256(raw).hexdigest(): raw.hex() for raw in photos}
        self.kept["outbox"].append(dict(made))

    def syncs(self) -> None:
        """Until nothing waits. Raises AssertionError when that never comes."""
        for _ in range(TRIES_MAX):
            if not self.kept["outbox"]:
                return
            ready, first = self._next()
            if ready:
                self._receive(self._post("/field/sync", self._batch(ready[:BATCH])).told["receipts"])
            else:
                self.whole |= {name for name in _hashes(first) if self._uploaded(name)}
        raise AssertionError(f"still waiting: {self.kept['outbox']}")

    def registers(self) -> None:
        """After a sign-in: who works here, and the key of what lies unsent."""
        self.token = self._get("/field/me").told["csrf"]
        self._post("/field/devices", {"id": self.uuid, "name": "Tab"})

    def _next(self) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """What may go at once, and the first whose pictures must come before it (order.js)."""
        held, ready, missing = set[Any](), list[dict[str, Any]](), list[dict[str, Any]]()
        for made in self.kept["outbox"]:
            key, complete = made["case"] or made["id"], self.whole.issuperset(_hashes(made))
            if not complete:
                missing.append(made)
            if complete and key not in held:
                ready.append(made)
            else:
                held.add(key)
        return ready, missing[0] if missing else {}

    def _batch(self, ready: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        told = {"device": self.uuid, "sent_at": clock.now().isoformat(), "waiting": len(self.kept["outbox"])}
        return told | {"operations": list(ready)}

    def _receive(self, receipts: Sequence[Mapping[str, Any]]) -> None:
        """What has a receipt leaves the outbox, and nothing else does."""
        got = {one["id"]: dict(one) for one in receipts if one["status"] in FINAL}
        self.kept["receipts"] |= got
        self.kept["outbox"] = [made for made in self.kept["outbox"] if made["id"] not in got]

    def _uploaded(self, name: str) -> bool:
        raw, path = bytes.fromhex(self.kept["photos"][name]), f"/field/photos/{name}"
        told = self._get(path).told
        for _ in range(TRIES_MAX):
            if told["whole"]:
                return True
            have = told["have"]
            answer = self._send("PUT", f"{path}?offset={have}&size={len(raw)}", raw=raw[have : have + PIECE])
            told = answer.told if answer.status in (200, 409) else {"whole": False, "have": 0}
        raise AssertionError(f"never whole: {name}")

    def _get(self, path: str) -> Answer:
        return self._send("GET", path)

    def _post(self, path: str, told: Any) -> Answer:
        return self._send("POST", path, told=told)

    def _send(self, method: str, path: str, **more: Any) -> Answer:
        """Until somebody answers who knows us."""
        for _ in range(TRIES_MAX):
            try:
                answer = self.ask(Request(self.who, method, path, self.token, **more))
            except Cut:
                continue
            if answer.status == 401:
                self.sign_in(self.who)
                self.token = ""
            if answer.status in (401, 400) and path != "/field/me":
                self.token = self._get("/field/me").told["csrf"]
            if answer.status < 400 or answer.status in (409, 422):
                return answer
        raise AssertionError(f"{method} {path}: {answer}")


def _hashes(made: Mapping[str, Any]) -> list[str]:
    return [shot["sha256"] for shots in made["photos"].values() for shot in shots]
