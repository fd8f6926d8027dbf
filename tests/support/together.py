"""Several people, or several workers, at the very same moment: one thread and one app context each."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.support.web import Web

WAIT_SECONDS = 30


def at_once(web: Web, jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the jobs together, in app contexts of their own; what each returned, or the exception it raised."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], Any]) -> Any:
        start.wait(WAIT_SECONDS)
        try:
            with web.app.app_context():
                return job()
        except Exception as error:  # noqa: BLE001 (the test looks at it)
            return error

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def meeting(web: Web, people: int) -> Callable[[], object]:
    """Let so many transactions wait for each other in the middle; SQLite lets in one at a time, so none waits there."""
    if web.app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        return lambda: None
    middle = threading.Barrier(people)
    return lambda: middle.wait(WAIT_SECONDS)
