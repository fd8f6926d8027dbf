"""What the votes decide (domain.md section 2, panel rules). Pure."""

from collections.abc import Sequence

from app.review.words import Verdict, Vote

QUORUM = 3
SEATS = 3
SEATS_COMPLEX = 5
SOLVED = (Vote.SOLVED, Vote.MOSTLY)


def seats_for(complex_case: bool) -> int:
    """3 seats, 5 for a complex category."""
    return SEATS_COMPLEX if complex_case else SEATS


def tally(votes: Sequence[Vote], *, seats: int, quorum: int = QUORUM, empty: int = 0) -> Verdict:
    """Decide as soon as no outstanding vote can change it, never below the quorum; a tie rejects.

    A strict majority of the seats approves. A recusal is no vote: it vacates the seat before it comes
    here. `empty`: seats that nobody is left to take. When they make the quorum impossible, the review
    is void; otherwise they count like votes that will never come.
    """
    outstanding = seats - empty - len(votes)
    if len(votes) + outstanding < quorum:
        return Verdict.VOID
    if len(votes) < quorum:
        return Verdict.PENDING
    solved = sum(vote in SOLVED for vote in votes)
    if solved * 2 > seats:
        return Verdict.APPROVED
    return Verdict.REJECTED if (solved + outstanding) * 2 <= seats else Verdict.PENDING
