"""New boundaries over the old ones as a drawing: pure, no tiles, no script."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.core.values import Tier
from app.grid.drawing import Project, Shape, middle, path, projection, rings, short
from app.grid.linter import Drawn

SIZE = 640
PLAIN = {Tier.STREET: "m-street", Tier.RESIDENTIAL: "m-resi", Tier.MICRO: "m-micro"}
MARKED = {Tier.STREET: "", Tier.RESIDENTIAL: " m-mine", Tier.MICRO: " m-micro-on"}
BEFORE = "m-before"


@dataclass(frozen=True)
class Drawing:
    """Both boundaries: the new ones filled, what was otherwise dotted over them."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def drawing(was: Sequence[Drawn], drawn: Sequence[Drawn], otherwise: Collection[str]) -> Drawing:
    """Draw the new boundaries, those in `otherwise` (codes) marked, with the former outline of each of these."""
    before = [grid for grid in was if grid.code in otherwise]
    project, height = projection([p for grid in (*drawn, *before) for ring in rings(grid.geometry) for p in ring], SIZE)
    tiers = list(PLAIN)
    ordered = sorted(drawn, key=lambda grid: tiers.index(grid.tier))
    shapes = [_shape(g, PLAIN[g.tier] + MARKED[g.tier] * (g.code in otherwise), project, named=True) for g in ordered]
    shapes += [_shape(g, BEFORE, project, named=False) for g in before]
    return Drawing(SIZE, height, tuple(shapes))


def _shape(grid: Drawn, css: str, project: Project, *, named: bool) -> Shape:
    name = short(grid.name) if named and grid.tier is Tier.RESIDENTIAL else ""
    return Shape(path(grid.geometry, project), css, name, *middle(grid.geometry, project))
