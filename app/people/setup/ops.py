"""What an administrator changes of the street and of its accounts. Commits nothing; hashes nothing."""

from dataclasses import asdict
from datetime import datetime

from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor, require
from app.people import policy
from app.people.changes import note
from app.people.models import Street
from app.people.setup.accounts import edit_account, lock_account, open_account, reset_password, unlock_account
from app.people.street_settings import StreetSettings, faults_of, settings_of
from app.people.words import Setting

__all__ = ["edit_account", "lock_account", "open_account", "reset_password", "set_street", "unlock_account"]


def set_street(actor: Actor, wanted: StreetSettings, *, at: datetime) -> None:
    """What the street decides for itself, from now on. Raises Invalid at whatever is out of bounds."""
    require(policy.may_set_up(actor))
    if wrong := faults_of(wanted):
        raise Invalid(errors=wrong)
    street = db.session.get_one(Street, actor.street_id)
    before, after = asdict(settings_of(street.settings)), asdict(wanted)
    street.settings = {**street.settings, **after}
    db.session.flush()
    note(actor, Setting.STREET, street.name_zh, before, after, at=at)
