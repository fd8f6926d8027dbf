"""The tablet's doors as the browser meets them, played by the test: a server that remembers, and fails when told to.

A test of the client alone: what the real server answers is tried where the server is (tests/field, the fault table).
"""

import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Page, Route

from tests.support.browsers import Pages

KEYS = {7: "A" * 43 + "=", 9: "B" * 43 + "="}  # base64 of 32 bytes each
NAMES = {7: "沈望舒", 9: "陆知远"}
Answer = tuple[int, dict[str, Any]]


class Doors:
    """Who is signed in, which pieces came, what was done. `asked`: every request, "METHOD /path" in order.

    fail["POST /field/sync"] = [503, "late", …]: the next answers of that door; "cut" leaves without one, "late" does
    the work and then leaves without one.
    """

    def __init__(self) -> None:
        self.who: int | None = 7
        self.csrf = "one"
        self.revoked = False
        self.poison: dict[str, int] = {}  # what a batch with this verb in it is answered
        self.unsent: int | None = None  # what the tablet said it keeps
        self.fail: dict[str, list[Any]] = {}
        self.asked: list[str] = []
        self.done: list[dict[str, Any]] = []  # operations in the order in which they were done, each once
        self.receipts: dict[str, dict[str, Any]] = {}
        self.pieces: dict[str, bytes] = {}
        self.whole: set[str] = set()
        self.bundle: dict[str, Any] = {}
        self.judge: Callable[[dict[str, Any]], dict[str, Any]] = lambda _op: {"status": "done"}

    def serve(self, context: BrowserContext) -> None:
        """Answer for every page of this context."""
        context.route(re.compile(r"/field/(?!.*\.js)|/sign-out$"), self._answer)

    def posts(self) -> list[str]:
        """What changed something, in order, photo pieces left out."""
        return [line for line in self.asked if line.startswith("POST")]

    def loses_pictures(self) -> None:
        """A folder that was not in the copy put back."""
        self.whole.clear()
        self.pieces.clear()

    def _answer(self, route: Route) -> None:
        address, method = urlsplit(route.request.url), route.request.method
        door = f"{method} {re.sub('/photos/.*', '/photos', address.path)}"
        self.asked.append(door)
        fault = self.fail[door].pop(0) if self.fail.get(door) else None
        if isinstance(fault, int):
            route.fulfill(status=fault, json={"error": "—", "status": fault})
            return
        if fault == "cut":
            route.abort()
            return
        status, told = self._handle(route, door, address.path, parse_qs(address.query))
        if fault == "late":
            route.abort()
        else:
            route.fulfill(status=status, json=told)

    def _handle(self, route: Route, door: str, path: str, query: dict[str, list[str]]) -> Answer:
        if self.who is None:
            return 401, {"error": "—", "status": 401}
        if door == "POST /sign-out":
            self.who, self.csrf = None, self.csrf + "+"
            return 200, {}
        if door == "GET /field/me":
            return 200, self._me()
        if door.split()[0] != "GET" and route.request.headers.get("x-csrftoken") != self.csrf:
            return 400, {"error": "—", "status": 400}
        told = json.loads(route.request.post_data or "{}") if door.startswith("POST") else {}
        self.unsent = told.get("waiting", self.unsent)
        if (shut := self._shut(route))[0]:
            return shut
        if path.startswith("/field/photos/"):
            return self._photo(route, path.rsplit("/", 1)[1], query)
        if door == "POST /field/devices":
            return 200, {"id": told["id"], "key": KEYS[self.who]}
        if door == "GET /field/bundle":
            return 200, self._bundle(query)
        for status in (self.poison[op["do"]] for op in told["operations"] if op["do"] in self.poison):
            return status, {"error": "—", "status": status}
        return 200, {"at": "2026-11-16T01:30:00Z", "receipts": self._receipts(told["operations"])}

    def _shut(self, route: Route) -> Answer:
        """Why this tablet, or whoever it speaks for, is not let in; 0 where they are."""
        if int(route.request.headers.get("x-field-user", self.who or 0)) != self.who:
            return 409, {"error": "—", "status": 409, "code": "other_person"}
        return (403, {"error": "—", "status": 403, "code": "revoked"}) if self.revoked else (0, {})

    def _me(self) -> dict[str, Any]:
        assert self.who is not None
        street = {"slug": "zhenxin", "name_zh": "真新街道", "name_en": "Zhenxin"}
        return {"id": self.who, "name": NAMES[self.who], "roles": ["grid_worker"], "csrf": self.csrf, "street": street}

    def _bundle(self, query: dict[str, list[str]]) -> dict[str, Any]:
        plain = {"cursor": "c1", "at": "2026-11-16T01:30:00Z", "cases": [], "gone": [], "sets": {}, "mine": [3]}
        me = self._me()
        told = plain | {"csrf": self.csrf, "full": "since" not in query, "me": me, "street": me["street"]}
        return told | self.bundle

    def _photo(self, route: Route, digest: str, query: dict[str, list[str]]) -> Answer:
        kept = self.pieces.setdefault(digest, b"")
        if route.request.method == "PUT" and digest not in self.whole:
            if int(query["offset"][0]) != len(kept):
                return 409, self._progress(digest)
            kept = self.pieces[digest] = kept + (route.request.post_data_buffer or b"")
            if len(kept) == int(query["size"][0]):
                if hashlib.sha256(kept).hexdigest() != digest:
                    self.pieces[digest] = b""
                    return 422, {"error": "—", "status": 422}
                self.whole.add(digest)
        return 200, self._progress(digest)

    def _progress(self, digest: str) -> dict[str, Any]:
        return {"sha256": digest, "have": len(self.pieces[digest]), "whole": digest in self.whole}

    def _receipts(self, ops: list[dict[str, Any]]) -> list[dict[str, Any]]:
        held, told = set[int](), []
        for op in ops:
            told.append({"id": op["id"], "status": "wait"} if op["case"] in held else self._receipt(op))
            if told[-1]["status"] != "done" and op["case"] is not None:
                held.add(op["case"])
        return told

    def _receipt(self, op: dict[str, Any]) -> dict[str, Any]:
        if op["id"] in self.receipts:
            return self.receipts[op["id"]]
        missing = [p["sha256"] for ps in op["photos"].values() for p in ps if p["sha256"] not in self.whole]
        said = {"status": "wait", "missing": missing} if missing else self.judge(op)
        plain = {"case": op["case"], "receipt": "", "message": "", "fields": {}, "todo": "", "news": [], "line": None}
        receipt = plain | {"id": op["id"]} | said
        if receipt["status"] != "wait":
            self.receipts[op["id"]] = receipt
        if receipt["status"] == "done":
            self.done.append(op)
        return receipt


class Tablet:
    """A browser with the app's client core loaded; `run` evaluates JavaScript that sees its modules by name.

    Without `doors` it meets the real server, signed in as `user`. quota: what the browser lets it keep, in bytes.
    """

    PAGE = "/healthz"
    MODULES = ("bus", "device", "door", "lock", "order", "outbox", "send", "store", "database")

    def __init__(self, pages: Pages, doors: Doors | None, *, user: Any = None, quota: int | None = None) -> None:
        self.pages, self.page = pages, pages.page(user=user)
        if quota is not None:
            told = {"origin": pages.site.url, "quotaSize": quota}  # bytes
            self.page.goto("/healthz")
            self.page.context.new_cdp_session(self.page).send("Storage.overrideQuotaForOrigin", told)
        if doors is not None:
            self.doors = doors
            doors.serve(self.page.context)
        self.open()

    def open(self) -> Page:
        """The app opens and knows whoever it knew; what it sends is sent by `send()`."""
        self.page.goto(self.PAGE)
        self.page.evaluate(
            """async (names) => {
                window.m = {};
                for (const name of names) m[name] = await import(`/static/js/field/${name}.js`);
            }""",
            self.MODULES,
        )
        return self.page

    def killed(self) -> Page:
        """The tab dies as it is, and a new one opens."""
        context, gone = self.page.context, self.page
        self.page = self.pages.watch(context.new_page())
        gone.close()
        return self.open()

    def run(self, script: str, told: Any = None) -> Any:
        """The value of an async function's body; `told` is its argument."""
        names = ", ".join(self.MODULES)
        return self.page.evaluate(f"async (told) => {{ const {{ {names} }} = window.m; {script} }}", told)

    def send(self) -> dict[str, Any]:
        """Try at once, and tell how the loop stands."""
        state: dict[str, Any] = self.run("await send.now(); return send.state")
        return state

    def add(self, do: str, case: int | None, *, text: str = "", photos: int = 0, size: int = 700_000) -> str:
        """Add an operation; its photos are so many bytes of noise each (the client takes what it cannot read as is)."""
        made: str = self.run(
            """const photos = Array.from({ length: told.photos }, () => {
                const bytes = new Uint8Array(told.size);
                for (let at = 0; at < told.size; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
                return { field: "after", blob: new Blob([bytes], { type: "image/jpeg" }), taken_at: null };
            });
            return outbox.add({ do: told.do, case: told.case, seen: 1, fields: { text: [told.text] }, photos });""",
            {"do": do, "case": case, "text": text, "photos": photos, "size": size},
        )
        return made

    def list(self) -> list[dict[str, Any]]:
        """The outbox as its person sees it."""
        found: list[dict[str, Any]] = self.run("return outbox.list()")
        return found

    def counts(self) -> dict[str, int]:
        """How much is unsent."""
        found: dict[str, int] = self.run("return outbox.counts()")
        return found
