"""(t) What may be the same as a new report, with few and with many cases behind it.

Each size has a process of its own, as the pages have. The new reports are the played cases over again: the same
places, categories and words in both.
"""

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.cases.duplicates import twins
from app.cases.models import Case
from app.cases.models_trail import CaseText
from app.cases.words import TextKind
from app.catalog import queries as catalog
from app.core import clock
from app.core.counting import count_statements
from app.core.db import db
from app.core.values import Point
from app.factory import create_app
from app.grid.queries import actor_of
from app.people.models import User
from scripts.bench.figures import title
from scripts.bench.pages import A_TURN, Asked, compare
from scripts.bench.stage import Stage

AIM = 1.5
LOOKS = 20  # look-ups a measurement: one alone is too short


def measure(stage: Stage, kind: str, urls: Sequence[str], sizes: Sequence[str], *, turns: int) -> None:
    """Print the ratio of medians: the large database against the small."""
    many = turns * A_TURN
    title(
        f"(t) duplicates of a new case on {kind}: {sizes[1]} against {sizes[0]}, {many} times {LOOKS} look-ups a size"
    )
    compare(stage, urls, "scripts.bench.twins", [Asked(0, "duplicates of a new case", AIM)], turns)


def serve() -> None:
    """Answer each line on standard input with the seconds of some look-ups."""
    app = create_app()
    with app.app_context():
        actor = actor_of(db.session.scalars(select(User.id).where(User.login == "dutychief")).one())
        rows = select(Case.category_id, Case.lon, Case.lat, CaseText.value).join(CaseText, CaseText.case_id == Case.id)
        rows = rows.where(CaseText.kind == TextKind.REPORT, Case.lon.is_not(None), Case.category_id.is_not(None))
        reports = db.session.execute(rows.order_by(Case.id).limit(A_TURN * LOOKS)).all()
        for _line in sys.stdin:
            print(json.dumps(_turn(actor, reports)), flush=True)


def _turn(actor: Any, reports: Sequence[Any]) -> dict[str, object]:
    seconds, found, at = [], 0, clock.now()
    for n in range(A_TURN):
        with count_statements() as counted:
            began = time.perf_counter()
            for category_id, lon, lat, said in reports[n * LOOKS : (n + 1) * LOOKS]:
                found += len(twins(actor, catalog.category(category_id), Point(lon, lat), said, at))
            seconds.append(time.perf_counter() - began)
        db.session.rollback()
    return {"seconds": seconds, "statements": counted.n, "bytes": found}


if __name__ == "__main__":
    serve()
