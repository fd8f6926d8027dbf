"""Eight impatient clients: threads that send one prepared request after the other over kept connections."""

import http.client
import random
import re
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

HOST = "127.0.0.1"
BOUNDARY = "----lingrid-bench"
FORM_TYPE = f"multipart/form-data; boundary={BOUNDARY}"
TIMEOUT = 60


@dataclass
class Browser:
    """A connection, its cookies, and what it last saw."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, str]:
        """A page."""
        return self._send("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str], photo: bytes = b"") -> tuple[int, str]:
        """A form, as a browser sends one that may carry files."""
        return self._send("POST", path, multipart(fields, photo), {"Content-Type": FORM_TYPE})

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, str]:
        for last in (False, True):
            if self._connection is None:
                self._connection = http.client.HTTPConnection(HOST, self.port, timeout=TIMEOUT)
            try:
                self._connection.request(method, path, body, headers | self._cookie())
                answer = self._connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                break
            except (http.client.HTTPException, ConnectionError):
                # The server closed a kept connection while it was idle; a request it had read is never sent again
                # unseen: the form's key makes it one case.
                self._connection.close()
                self._connection = None
                if last:
                    raise
        for given in answer.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(given).items()}
        return answer.status, text

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}


@dataclass
class Reporter:
    """A resident with the report form open, who sends it again and again as a new one."""

    browser: Browser
    path: str
    seed: int
    csrf: str = ""
    categories: Sequence[str] = ()
    estates: Sequence[str] = ()

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)

    def open_form(self) -> None:
        """Read the form as a browser would: its token, categories and estates."""
        status, page = self.browser.get(self.path)
        assert status == 200, status
        self.csrf = _value(page, "csrf_token")
        self.categories = re.findall(r'name="category"[^>]*value="(\d+)"', page)
        select = re.search(r'<select[^>]*name="estate".*?</select>', page, re.S)
        self.estates = re.findall(r'value="(\d+)"', select.group(0)) if select else ()
        assert self.categories and self.estates, "the form was not understood"

    def fields(self) -> dict[str, str]:
        """One report."""
        chosen = self.random.choice
        return {
            "csrf_token": self.csrf,
            "form_key": secrets.token_urlsafe(24),
            "category": chosen(self.categories),
            "text": "楼道里堆了很多纸箱和旧家具，已经一个多星期，走路要侧着身子。",
            "estate": chosen(self.estates),
            "building": "",
            "address": f"{self.random.randrange(1, 60)} 号楼",
            "lon": "",
            "lat": "",
            "accuracy": "",
            "name": "王女士",
            "phone": f"1390000{self.random.randrange(1000, 9999)}",
        }

    def send(self, photo: bytes = b"") -> int:
        """Report; the answer's status."""
        return self.browser.post(self.path, self.fields(), photo)[0]


@dataclass(frozen=True)
class Run:
    """What clients saw: answers by status, and seconds."""

    statuses: Counter[int]
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.statuses.total() / self.seconds


def together(clients: Sequence[Callable[[], int]], seconds: float) -> Run:
    """Every client calls without a pause until the time is over. Raises the first error of any."""
    statuses: list[Counter[int]] = [Counter() for _ in clients]
    errors: list[BaseException] = []
    ready, begun = threading.Barrier(len(clients) + 1), 0.0

    def work(n: int) -> None:
        ready.wait()
        try:
            while time.perf_counter() < begun + seconds:
                statuses[n][clients[n]()] += 1
        except BaseException as error:  # noqa: BLE001 (told by the thread that waits)
            errors.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(len(clients))]
    for thread in threads:
        thread.start()
    begun = time.perf_counter()
    ready.wait()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return Run(sum(statuses, Counter()), time.perf_counter() - begun)


def multipart(fields: dict[str, str], photo: bytes = b"") -> bytes:
    """The body of a form."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    parts = [f'{head}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    if photo:
        parts.append(f'{head}photos"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'.encode() + photo + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _value(page: str, name: str) -> str:
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    found = re.search(r'value="([^"]*)"', tag.group(0)) if tag else None
    assert found, name
    return found.group(1)
