"""What goes wrong between a tablet in a browser and the server, at every request of a step when it is first made.

What ends a process (the server's, the tab's) comes once at each door instead: it costs a second.
"""

import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from playwright.sync_api import APIResponse, BrowserContext, Error, Request, Route

from tests.support.browsers import SESSION
from tests.support.site import Site

DOORS = re.compile(r"/field/(me|devices|bundle|sync|photos/\w+)(\?|$)")
LATE = 20_000  # milliseconds
Fault = Callable[["Way", Route], None]


@dataclass
class Way:
    """The way of one tablet to the server. fault: what it meets; None: nothing. hits: how often it met it."""

    site: Site
    fault: str | None = None
    hits: int = 0
    met: set[str] = field(default_factory=set)

    def lead(self, context: BrowserContext) -> None:
        """Every request of this tablet goes this way from now on."""
        context.route(DOORS, self._meet)

    def begin(self, fault: str | None) -> None:
        """A step on which this happens."""
        self.fault, self.hits = fault, 0
        self.met.clear()

    def _meet(self, route: Route) -> None:
        key = self._key(route.request)
        if self.fault is None or key in self.met:
            return route.continue_()
        self.met.add(key)
        self.hits += 1
        return FAULTS[self.fault](self, route)

    def _key(self, asked: Request) -> str:
        address = urlsplit(asked.url)
        if self.fault in DEAR:
            return f"{asked.method} {address.path.split('/')[2]}"
        body = sha256(asked.post_data_buffer or b"").hexdigest()
        return f"{asked.method} {address.path}?{address.query} {body}"


def cut(_way: Way, route: Route) -> None:
    """The network goes before the request is out."""
    route.abort("internetdisconnected")


def timed_out(_way: Way, route: Route) -> None:
    """The server does it, and its answer never comes."""
    _done(route)
    route.abort("timedout")


def broken(_way: Way, route: Route) -> None:
    """500 before anything was looked at."""
    route.fulfill(status=500, json={"error": "—", "status": 500})


def signed_out(_way: Way, route: Route) -> None:
    """The session has run out."""
    asked = route.request
    asked.frame.page.context.clear_cookies(name=SESSION)
    without = {name: value for name, value in asked.all_headers().items() if name != "cookie"}
    answer = route.fetch(headers=without, timeout=LATE)
    assert answer.status in (400, 401), answer.status  # without a session no token holds either
    route.fulfill(response=answer)


def restarted(way: Way, route: Route) -> None:
    """The server does it and is killed before it answers; another comes up."""
    _done(route)
    way.site.restart()
    route.abort("connectionreset")


def killed(_way: Way, route: Route) -> None:
    """The tab is killed before the answer is read."""
    _done(route)
    page = route.request.frame.page
    with contextlib.suppress(Error):
        page.close()
        route.abort()


FAULTS: dict[str, Fault] = {one.__name__: one for one in (cut, timed_out, broken, signed_out, restarted, killed)}
DEAR = {restarted.__name__, killed.__name__}


def _done(route: Route) -> APIResponse:
    """What the server answers, which has done it."""
    return route.fetch(timeout=LATE)
