"""What a scenario found: a row of the table that is printed and kept in docs/tablet-soak.md."""

from collections.abc import Sequence
from dataclasses import dataclass, field

HEAD = ("fault or scenario", "cells", "lost", "doubled", "photos whole", "seconds", "verdict")


@dataclass
class Row:
    """cells: how many times something went wrong on purpose; wrong: whatever is not as it must be, a line each."""

    name: str
    cells: int = 0
    lost: int = 0
    doubled: int = 0
    photos: int = 0
    whole: int = 0
    seconds: float = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing lost, nothing doubled, every photo whole, and nothing else wrong."""
        return not (self.lost or self.doubled or self.wrong) and self.whole == self.photos

    def expect(self, what: str, found: object, wanted: object) -> None:
        """One more thing that must be so."""
        if found != wanted:
            self.wrong.append(f"{what}: {found!r}, not {wanted!r}")

    @property
    def told(self) -> tuple[str, ...]:
        """As the table has it."""
        verdict = "as it must be" if self.good else "NOT as it must be"
        numbers = (str(self.cells), str(self.lost), str(self.doubled), f"{self.whole} of {self.photos}")
        return (self.name, *numbers, f"{self.seconds:.0f}", verdict)


def table(rows: Sequence[Row]) -> str:
    """In Markdown."""
    lines = [HEAD, ("---",) * len(HEAD), *(row.told for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
