"""A grid file held against the street it is for: what no file can say of itself. Writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid
from app.core.msgid import N_
from app.core.values import Tier
from app.grid import linter
from app.grid.linter import Drawn, Fault, Reading
from app.grid.models import Grid, GridVersion


class GridRefused(Invalid):
    """A grid file is refused as a whole; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(N_("这份网格文件有 %(count)s 处不对，什么都没有导入"), count=len(faults))
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join([self.message % self.params, *map(str, self.faults)])


def checked(street_id: int, source: str | bytes | dict[str, Any] | Reading) -> tuple[dict[str, Grid], Reading]:
    """Every grid that the street knows, by code, and a file without any fault. Raises GridRefused with all of them."""
    reading = source if isinstance(source, Reading) else linter.read(source)
    known = {grid.code: grid for grid in db.session.scalars(select(Grid).where(Grid.street_id == street_id))}
    if faults := [*reading.faults, *_against(known, reading.grids)]:
        raise GridRefused(faults)
    return known, reading


def latest(street_id: int) -> GridVersion | None:
    """The version of the boundaries that no other follows yet: in force, or still to come. One statement."""
    rows = select(GridVersion).where(GridVersion.street_id == street_id, GridVersion.until_at.is_(None))
    return db.session.scalar(rows)


def _against(known: Mapping[str, Grid], drawn: Iterable[Drawn]) -> Iterable[Fault]:
    """What a file may not change: which grid is the street's, and the tier of a grid that has a history."""
    root = next((grid.code for grid in known.values() if grid.tier is Tier.STREET), None)
    for grid in drawn:
        if grid.tier is Tier.STREET and root is not None and grid.code != root:
            yield Fault(N_("本街道的总网格是 %(code)s，不能换成别的"), {"code": root}, grid.code)
        elif grid.code in known and known[grid.code].tier is not grid.tier:
            yield Fault(N_("这个编码用过了，是另一级的网格，不能换级"), {}, grid.code)
