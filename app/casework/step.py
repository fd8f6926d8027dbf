"""A row of the table of moves as people make them."""

from dataclasses import dataclass

from app.cases.lifecycle import Verb
from app.casework.forms import MoveForm


@dataclass(frozen=True)
class Step:
    """button: on the case page; title, hint: of the form's page; submit: names the result. warn: cannot be undone.

    asks: whether it has a page of its own; the others act by their button alone. page: the endpoint of one that is
    no form of a move.
    """

    verb: Verb
    form: type[MoveForm]
    button: str
    icon: str
    title: str = ""
    hint: str = ""
    submit: str = ""
    asks: bool = True
    warn: bool = False
    page: str = ""
