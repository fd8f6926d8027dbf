"""What the pages of people do: a password is made and hashed before anything is locked, and shown once."""

from datetime import datetime
from typing import Any

from app.admin import queries_people as queries
from app.admin.forms_people import NewPersonForm, PersonForm
from app.catalog import queries as catalog
from app.core.db import transaction
from app.core.permissions import Actor
from app.core.web import page
from app.grid import queries as grid
from app.people import passwords
from app.people.policy import KEPT_ELSEWHERE
from app.people.setup import ops


def new_page(form: NewPersonForm, status: int = 200) -> Any:
    """The page for somebody new; `form` must have been offered its lists."""
    return page("admin/person_new.html", status, form=form)


def new_form(actor: Actor, **more: Any) -> NewPersonForm:
    """An empty form, or what was sent."""
    form = NewPersonForm(**more)
    form.offer(grid.tree(actor.street_id), catalog.units(actor.street_id))
    return form


def form_of(actor: Actor, user_id: int) -> PersonForm:
    """The form of somebody, filled with what is, or with what was sent. Raises NotFound."""
    who, units = queries.person(actor.street_id, user_id), catalog.units(actor.street_id)
    told = {"name": who.name, "phone": who.phone, "unit": who.unit_id}
    form = PersonForm(**told, roles=sorted(who.roles - KEPT_ELSEWHERE), grids=sorted(who.grid_ids))
    kept = (who.unit_id, who.unit or "") if who.unit_id and who.unit_id not in {unit.id for unit in units} else None
    form.offer(grid.tree(actor.street_id), units, kept)
    form.shows(facts(actor, user_id))
    return form


def facts(actor: Actor, user_id: int) -> dict[str, Any]:
    """What the form shows of somebody. Raises NotFound."""
    who = queries.person(actor.street_id, user_id)
    return {"name": who.name, "phone": who.phone, "unit": who.unit_id, "roles": who.roles, "grids": who.grid_ids}


def person_page(actor: Actor, user_id: int, form: PersonForm, at: datetime, status: int = 200) -> Any:
    """Somebody's page. Raises NotFound."""
    who = queries.person(actor.street_id, user_id)
    held = queries.held(who.id, at)
    return page("admin/person.html", status, form=form, who=who, held=held, elsewhere=who.roles & KEPT_ELSEWHERE)


def create(actor: Actor, form: NewPersonForm, at: datetime) -> Any:
    """The account, and the page that shows its password once. Raises Invalid."""
    login = form.login.data
    password = passwords.first_password(login)
    hashed = passwords.hash_password(password)
    with transaction():
        made = ops.open_account(actor, login, form.entry, hashed, at=at).id
    return shown_once(actor, made, password)


def reset(actor: Actor, user_id: int, at: datetime) -> Any:
    """A new first password, and the page that shows it once. Raises NotFound, Conflict for one's own."""
    who = queries.person(actor.street_id, user_id)
    password = passwords.first_password(who.login)
    hashed = passwords.hash_password(password)
    with transaction():
        ops.reset_password(actor, user_id, hashed, at=at)
    return shown_once(actor, user_id, password)


def shown_once(actor: Actor, user_id: int, password: str) -> Any:
    """The only page that ever shows it: the database keeps its hash alone, and no page is kept by a cache."""
    return page("admin/password_once.html", who=queries.person(actor.street_id, user_id), password=password)
