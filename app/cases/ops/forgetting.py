"""What is taken out of a case when a person is named no more. The timelines hold numbers only and stay as they are."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, cast, select

from app.cases.models_trail import RoutingDecision
from app.core.db import db


def forget_name(street_id: int, user_id: int, name: str, neutral: str) -> int:
    """Put a neutral word where the rules' reasons name somebody who is named no more; returns in how many decisions.

    The chains do not cover those reasons. A name is looked for as JSON keeps it, then compared as a whole.
    """
    asked = select(RoutingDecision).where(RoutingDecision.street_id == street_id)
    named = cast(RoutingDecision.steps, String).contains(json.dumps(name), autoescape=True)
    found = db.session.scalars(asked.where(named | (RoutingDecision.chosen_user_id == user_id))).all()
    for decision in found:
        decision.steps = [step | {"params": _without(step["params"], name, neutral)} for step in decision.steps]
    return len(found)


def _without(params: Mapping[str, Any], name: str, neutral: str) -> dict[str, Any]:
    return {key: neutral if value == name else value for key, value in params.items()}
