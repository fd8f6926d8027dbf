"""create-street and create-user: the first steps of a street that is no demo. people anonymise, contacts erase."""

import click

from app.cli.answers import application, street_option, the_street
from app.core import clock
from app.core.db import transaction
from app.core.errors import Invalid
from app.core.permissions import Role, system_actor


@click.command("create-street")
@click.argument("code")
@click.argument("slug")
@click.argument("name")
@click.option("--english", default="", help="Its English name.")
def create_street(code: str, slug: str, name: str, english: str) -> None:
    """A street with its working calendar and stage limits, ready for import-grid and import-catalog."""
    from app.catalog import ops as catalog
    from app.people import ops as people
    from app.sla import calendars

    at = clock.now()
    with application(), transaction():
        street = people.create_street(code, slug, name, english, at)
        calendars.seed(street.id, at)
        catalog.seed_stage_limits(street.id, at)
    click.echo(f"street {slug}")


@click.command("create-user")
@click.argument("login")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice([r.value for r in Role]))
@click.option("--grid", "codes", multiple=True, help="Code of a grid in whose subtree they act.")
@click.option("--unit", "unit_name", default="", help="Name of their unit.")
@click.option("--phone", default="", help="Their duty telephone.")
@click.password_option(help="Asked for when left out; they must change it at the first sign-in.")
@street_option
def create_user(
    login: str,
    name: str,
    *,
    roles: tuple[str, ...],
    codes: tuple[str, ...],
    unit_name: str,
    phone: str,
    password: str,
    slug: str,
) -> None:
    """An account; the password is hashed before anything is locked."""
    from app.catalog import queries as catalog
    from app.grid import queries as grid
    from app.people import ops, passwords
    from app.people.setup.accounts import note_opened

    if wrong := passwords.weakness(password, login):
        raise Invalid(errors={"password": wrong})
    hashed, at = passwords.hash_password(password), clock.now()
    with application(), transaction():
        street_id = the_street(slug).id
        person = ops.create_user(
            street_id,
            login,
            name,
            hashed,
            [Role(role) for role in roles],
            grid_ids=[_the({g.code: g.id for g in grid.tree(street_id)}, code, "--grid") for code in codes],
            unit_id=_the({u.name: u.id for u in catalog.units(street_id)}, unit_name, "--unit") if unit_name else None,
            phone=phone,
            must_change=True,
            at=at,
        )
        note_opened(system_actor(street_id), person, at=at)
    click.echo(f"user {login}")


@click.group("people")
def people_group() -> None:
    """Those who have accounts."""


@people_group.command()
@click.argument("login")
def anonymise(login: str) -> None:
    """Lock the account LOGIN and name its person no more. Cannot be undone; what they did stays on record."""
    from app.cases import ops as cases
    from app.people import ops, queries
    from app.people.setup.accounts import note_gone

    at = clock.now()
    with application(), transaction():
        person = queries.by_login(login)
        if person is None:
            raise click.ClickException(f"nobody signs in as {login}")
        note_gone(system_actor(person.street_id), person.id, was_active=person.active, at=at)
        ops.lock(person.id, at)
        before = ops.anonymise(person.id)
        decisions = cases.forget_name(person.street_id, person.id, before, person.name)
        click.echo(f"{login} is now {person.login}; named no more in {decisions} decisions")


@click.group()
def contacts() -> None:
    """Those who reported."""


@contacts.command()
@click.argument("receipt")
@street_option
def erase(receipt: str, slug: str) -> None:
    """Forget who reported RECEIPT, because they asked for it. Cannot be undone; the case and its link stay."""
    from app.cases import queries as cases
    from app.cases.receipts import read_receipt
    from app.intake import ops as intake
    from app.verdicts import ops as verdicts

    at, known = clock.now(), read_receipt(receipt)
    with application(), transaction():
        street_id = the_street(slug).id
        case = cases.by_receipt(system_actor(street_id), known) if known else None
        if case is None:
            raise click.ClickException(f"there is no case {receipt}")
        done = intake.erase_contact(case, at)
        verdicts.erase(case)
    click.echo(f"{known}: {'the contact is erased' if done else 'there was no contact to erase'}")


def _the(known: dict[str, int], wanted: str, option: str) -> int:
    if wanted not in known:
        raise click.BadParameter(f"unknown: {wanted}", param_hint=option)
    return known[wanted]


COMMANDS = (create_street, create_user, people_group, contacts)
