"""What a reporter says of a closed case, on the page or at a call-back. Pure."""

from dataclasses import dataclass

from app.cases.words import Satisfaction, Solved


@dataclass(frozen=True)
class Opinion:
    """解决了吗, 满意吗; solved None: nobody was reached."""

    solved: Solved | None
    satisfaction: Satisfaction

    @property
    def unhappy(self) -> bool:
        """Not solved, or not satisfied: they may ask to reopen it. Partly solved and content is content."""
        if self.satisfaction is Satisfaction.NOT_REACHED:
            return False
        return self.solved is Solved.NO or self.satisfaction is Satisfaction.UNSATISFIED
