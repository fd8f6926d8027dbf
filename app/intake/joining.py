"""A report that is said to be the same problem as an open case: what becomes of it, and why not when it cannot."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.models import Case
from app.cases.policy import may_merge_reports
from app.cases.queries import lives_in
from app.cases.reports import Report
from app.core.errors import Refusal
from app.core.msgid import N_
from app.core.permissions import Actor

UNSEEN = N_("选的那一件现在看不到了")
FIXED = N_("当场办好的，要由别人核查")
ENDED: Mapping[State, str] = {
    State.CLOSED: N_("%(other)s 已经结案"),
    State.VOID: N_("%(other)s 已经作废"),
    State.REJECTED: N_("%(other)s 已经不予立案"),
    State.MERGED: N_("%(other)s 已经并入 %(into)s"),
}


@dataclass(frozen=True)
class Registered:
    """case: the report, as it stands now. into: the number of the case it goes on in, "" for none.

    why_not: a msgid with its params, why it does not go on there; "" also for somebody who may not merge.
    """

    case: Case
    into: str = ""
    why_not: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)


class Joining:
    """One report on its way into another case. other: held by this transaction, None when it is not to be seen."""

    def __init__(self, actor: Actor, other: Case | None, reason: str, at: datetime) -> None:
        self._actor, self._other, self._reason, self._at = actor, other, reason, at
        self.receipt = other.receipt if other is not None else None
        self._why_not = "" if other is not None else UNSEEN
        self._params: dict[str, Any] = {}

    def way(self, report: Report) -> Callable[[Case], bool] | None:
        """What is to become of the report in place of filing (`cases.report`); None: it is filed like any."""
        other = self._other
        if other is None or not may_merge_reports(self._actor):
            return None
        if report.result is not None or other.state in ENDED:
            self._why_not = FIXED if report.result is not None else ENDED[other.state]
            self._params = {"other": other.receipt, "into": lives_in(other).receipt}
            return None
        return self._merge

    def registered(self, case: Case, *, first: bool) -> Registered:
        """What became of it; a form that came before says nothing new."""
        into = self.receipt if case.state is State.MERGED else None
        return Registered(case, into or "", self._why_not if first else "", self._params)

    def _merge(self, case: Case) -> bool:
        assert self._other is not None
        try:
            cases.merge(self._actor, case, self._other, self._reason, at=self._at)
        except Refusal as no:  # asked before anything is changed: the report itself stands
            self._why_not, self._params = no.message or next(iter(getattr(no, "errors", {}).values()), ""), no.params
            return False
        return True
