"""A tablet in tests: it makes operations, sends pictures and batches, and reads what it takes along."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from app.core import clock
from app.core.permissions import Actor
from tests.builders.staffed import Office
from tests.builders.town import a_jpeg

JSON = {"Accept": "application/json"}


@dataclass
class Tablet:
    """One person's tablet. wrong: how far its clock goes before ours."""

    office: Office
    who: Actor
    uuid: str = field(default_factory=lambda: str(uuid4()))
    wrong: Any = None

    def __post_init__(self) -> None:
        self.client = self.office.at_screen(self.who)

    def now(self, at: datetime) -> str:
        """A moment as its clock shows it."""
        return (at + self.wrong if self.wrong else at).isoformat()

    def takes(self, since: str = "") -> dict[str, Any]:
        """The bundle."""
        answer = self.client.get(f"/field/bundle?device={self.uuid}&since={since}", headers=JSON)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())

    def line(self, case_id: int) -> dict[str, Any]:
        """A case as it takes it along."""
        return next(line for line in self.takes()["cases"] if line["id"] == case_id)

    def uploads(self, raw: bytes | None = None) -> str:
        """A picture, whole; its hash."""
        raw = a_jpeg("green") if raw is None else raw
        sha256 = hashlib.sha256(raw).hexdigest()
        answer = self.client.put(f"/field/photos/{sha256}?offset=0&size={len(raw)}", data=raw, headers=JSON)
        assert answer.get_json()["whole"], answer.text
        return sha256

    def op(
        self, do: str, line: dict[str, Any] | None = None, at: datetime | None = None, **more: Any
    ) -> dict[str, Any]:
        """An operation made at a moment on what a line showed."""
        seen = {"case": line["id"], "seen": line["seen"]} if line else {"case": None, "seen": None}
        told = {"id": str(uuid4()), "do": do, **seen, "happened_at": self.now(at or clock.now())}
        return told | {"fields": {}, "photos": {}} | more

    def posts(self, *operations: Any, **more: Any) -> TestResponse:
        """The answer to a batch."""
        told = {"device": self.uuid, "sent_at": self.now(clock.now()), "waiting": 0, "operations": list(operations)}
        return self.client.post("/field/sync", json=told | more, headers=JSON)

    def sends(self, *operations: Any) -> list[dict[str, Any]]:
        """The receipts of a batch."""
        answer = self.posts(*operations)
        assert answer.status_code == 200, answer.text
        return list(answer.get_json()["receipts"])


def shot(sha256: str, at: datetime | None = None, **more: Any) -> dict[str, Any]:
    """A picture of an operation, with what the tablet noted."""
    return {"sha256": sha256, "taken_at": at.isoformat() if at else None, "lon": None, "lat": None} | more
