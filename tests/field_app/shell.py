"""The tablet as its person has it: the app's own page in a browser, driven through its modules, not by fingers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from playwright.sync_api import Error, Page

from app.core.permissions import Actor
from tests.support.browsers import Pages
from tests.support.field_app import Tablet

TRIES_MAX = 60
NAMED = """await database.db.meta.put({ key: "device", id: told })"""
ADD = """
const made = [];
for (const { id, photos, ...op } of told) {
  if (made.push(id) && (await database.db.ops.where({ id }).count())) continue; // before the tab was killed
  const shots = photos.map(({ raw, type, ...facts }) => {
    return { ...facts, blob: new Blob([Uint8Array.from(atob(raw), (char) => char.charCodeAt(0))], { type }) };
  });
  crypto.randomUUID = () => id; // so that two days can be compared
  const kept = await outbox.add({ ...op, photos: shots }).finally(() => delete crypto.randomUUID);
  if (kept !== id) throw new Error(`${kept} is not ${id}`);
}
return made;
"""
SEND = """
await send.now();
const { needsLogin, revoked, lastAt } = send.state;
return { needsLogin, revoked, lastAt, ...(await outbox.counts()) };
"""


class Lost(AssertionError):
    """What the tablet holds is not what was put into it."""


class Shell(Tablet):
    """One person's tablet. It is signed in again when it asks for it, and opened again when it was killed."""

    def __init__(self, pages: Pages, who: Actor, uuid: str, at: datetime, *, quota: int | None = None) -> None:
        self.who, self.at = who, at
        super().__init__(pages, None, user=who, quota=quota)
        self.run(NAMED, uuid)
        self.PAGE = "/field/"
        self.shows(at)
        self.open()
        self.run("await navigator.serviceWorker.ready")  # from now on it opens without a network

    def shows(self, at: datetime) -> None:
        """The clock of the device, which stands until it is set again."""
        self.at = at
        self.page.context.clock.set_fixed_time(at)

    def takes(self) -> None:
        """The bundle of this moment. Raises Lost when it never comes."""
        for _ in range(TRIES_MAX):
            if self._tries()["lastAt"] == int(self.at.timestamp() * 1000):
                return
        raise Lost(f"no bundle came: {self.run('return send.state')}")

    def adds(self, ops: Sequence[dict[str, Any]]) -> None:
        """Into the outbox, in a cellar; all of them are durable afterwards."""
        self.page.context.set_offline(True)
        made = self.run(ADD, list(ops))
        assert made == [op["id"] for op in ops]

    def surfaces(self) -> None:
        """There is a network again."""
        self.page.context.set_offline(False)

    def sends(self) -> None:
        """Until nothing waits. Raises Lost when that never comes, or when something is parked."""
        for _ in range(TRIES_MAX):
            told = self._tries()
            if told["parked"] or told["others"]:
                break
            if not told["waiting"] and self.list() == []:
                return
        raise Lost(f"still in the outbox: {self.list()}, {self.counts()}")

    def killed(self) -> Page:
        """The tab dies and is opened again, until it lives long enough for that."""
        for _ in range(TRIES_MAX):
            try:
                return super().killed()
            except Error:
                if not self.page.is_closed():
                    raise
        raise Lost("it does not open any more")

    def run(self, script: str, told: Any = None) -> Any:
        """As any tablet; a tab that is killed meanwhile, by what the app asked of itself, is opened and asked again:
        nothing that is asked here does more when it is asked twice."""
        for _ in range(TRIES_MAX):
            try:
                return super().run(script, told)
            except Error:
                if not self.page.is_closed():
                    raise
            self.killed()
        raise Lost("it does not stay open any more")

    def _tries(self) -> dict[str, Any]:
        """Once; whoever is signed out signs in again."""
        told: dict[str, Any] = self.run(SEND)
        if told["needsLogin"]:
            self.pages.sign_in(self.page.context, self.who)
        return told
