"""The full matrix: each fault at every step of the scripted day, compared with the day without one after each step."""

from collections.abc import Iterator
from hashlib import sha256

from scripts.soak.tablet.counting import count
from scripts.soak.tablet.rows import Row
from scripts.soak.tablet.stage import Stage, timed
from tests.field_app.faults import FAULTS
from tests.field_app.walking import Day, a_morning, pictures
from tests.field_sync.day import DAY
from tests.field_sync.matrix import Matrix, reference
from tests.field_sync.places import placed
from tests.field_sync.walking import picture, uuid_of

OPS = [uuid_of(number, n) for number, step in enumerate(DAY) for n in range(len(step.made))]


def days(stage: Stage) -> Iterator[Row]:
    """A row for each fault."""
    town = stage.seeded.of("sqlite")[2]
    with placed(stage.seeded, stage.databases, "sqlite") as place, reference(place, town, stage.fresh(), ()) as made:
        for fault in FAULTS:
            yield _day(stage, made, fault)


def _day(stage: Stage, made: Matrix, fault: str) -> Row:
    with (
        timed(Row(f"{fault.replace('_', ' ')}, at every step")) as row,
        a_morning(made, stage.parent, stage.browser, stage.fresh()) as day,
    ):
        _walk(row, day, fault)
        taken = [sha256(picture(name)).hexdigest() for name in pictures()]
        count(row, day.site.web, OPS, taken, _lines(made))
        row.wrong += [*day.evening(), *day.pages.faults]
    return row


def _lines(made: Matrix) -> int:
    """What the operations of the day write: a report that is done at once writes two."""
    return sum("acted_at" in line and "actor_kind='user'" in line for line in made.at_the_end()["case_entry"])


def _walk(row: Row, day: Day, fault: str) -> None:
    for number in range(len(DAY)):
        row.cells += 1
        if wrong := day.step(number, fault):
            row.wrong += wrong
            return
