"""The public record of draws: whole enough to draw again, and silent about everything else."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import config
from app.review.draw import short_id
from app.review.words import Vote
from tests.builders.staffed import Office, text
from tests.builders.town import CLUTTER, NOISE

SCRIPT = config.ROOT / "scripts" / "verify_draw.py"


def draws(office: Office) -> str:
    return f"/s/{office.town.slug}/draws"


def record(office: Office, review_id: int) -> Any:
    answer = office.web.client().get(f"{draws(office)}/{review_id}.json")
    assert answer.status_code == 200
    return json.loads(text(answer))


def verify(folder: Path, told: Any) -> tuple[int, str]:
    """The script alone, as a citizen runs it."""
    path = folder / "draw.json"
    path.write_text(json.dumps(told), "utf-8")
    done = subprocess.run([sys.executable, "-I", str(SCRIPT), str(path)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout


def changed(told: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every leaf of a record once, changed: a figure for another."""
    if isinstance(told, dict | list):
        for key, value in told.items() if isinstance(told, dict) else enumerate(told):
            yield from changed(value, (*at, key))
    elif told is not None:
        yield at, told + 1 if isinstance(told, int) else _other(told)


def _other(words: str) -> str:
    return ("1" if words[-1] != "1" else "2").join((words[:-1], ""))


def with_change(told: Any, at: tuple[Any, ...], value: Any) -> Any:
    other = copy.deepcopy(told)
    place = other
    for key in at[:-1]:
        place = place[key]
    place[at[-1]] = value
    return other


def test_the_script_alone_draws_the_same_panel_again(office: Office, tmp_path: Path) -> None:
    review_id, _ = office.reviewed()
    code, said = verify(tmp_path, record(office, review_id))
    assert code == 0, said
    assert "The draw is what its record says." in said


# What nobody can reckon from the record; everything else must not be changed unseen.
TOLD_ONLY = {"number", "category", "drawn_at", "verdict", "tally"}


def test_whatever_is_changed_in_a_record_the_script_finds(office: Office, tmp_path: Path) -> None:
    review_id, _ = office.reviewed()
    with office.web.write():
        who = office.town.panel(review_id)[0]
    office.sends(who, f"/panel/{review_id}", vote="recused")
    told = record(office, review_id)
    assert verify(tmp_path, told)[0] == 0
    places = [(at, value) for at, value in changed(told) if at[0] not in TOLD_ONLY]
    assert {at[0] for at, _ in places} >= {
        "format",
        "frozen",
        "pool_hash",
        "nonce",
        "outside",
        "seed",
        "order",
        "seats",
    }
    missed = [at for at, value in places if verify(tmp_path, with_change(told, at, value))[0] != 1]
    assert [at for at in missed if at[-1] != "left"] == []


@pytest.mark.parametrize("what", ["an id", "a rank", "a seat", "a reserve out of turn"])
def test_a_line_taken_out_or_put_elsewhere_is_found(office: Office, tmp_path: Path, what: str) -> None:
    review_id, _ = office.reviewed()
    told = record(office, review_id)
    match what:
        case "an id":
            told["frozen"]["ids"].pop()
        case "a rank":
            told["order"][0], told["order"][1] = told["order"][1], told["order"][0]
        case "a seat":
            told["seats"].pop()
        case _:
            told["seats"][2]["id"] = told["order"][3]["id"]
    assert verify(tmp_path, told)[0] == 1


def test_a_frozen_draw_is_public_before_anybody_sits(office: Office, tmp_path: Path) -> None:
    with office.web.write():
        review_id = office.town.frozen().id
    told = record(office, review_id)
    assert (told["seed"], told["order"], told["seats"]) == (None, [], [])
    assert len(told["pool_hash"]) == 64 and len(told["frozen"]["ids"]) > 3
    assert verify(tmp_path, told)[0] == 0
    assert "抽签等待" in text(office.web.client().get(f"{draws(office)}/{review_id}"))


def test_the_page_shows_numbers_and_neither_case_nor_name(office: Office) -> None:
    review_id, case_id = office.reviewed()
    page = text(office.web.client().get(f"{draws(office)}/{review_id}"))
    told, case = record(office, review_id), office.of(case_id)
    assert all(short_id(seat["id"]) in page for seat in told["seats"])
    with office.web.read():
        names = [who.name for who in office.town.panel(review_id)]
    assert not any(word in page for word in (case.receipt, case.address, *names))
    assert told["pool_hash"] in page and told["seed"] in page and told["outside"] in page


def test_the_tally_is_public_once_it_is_decided_and_never_by_number(office: Office) -> None:
    review_id, _ = office.reviewed()
    assert record(office, review_id)["tally"] is None
    office.decides(review_id, Vote.UNSOLVED)
    assert record(office, review_id)["tally"] == {"solved": 0, "mostly": 0, "unsolved": 3}


@pytest.mark.parametrize(("code", "shown"), [(CLUTTER, True), (NOISE, False)])
def test_what_is_to_be_kept_quiet_is_listed_without_its_kind(office: Office, code: str, shown: bool) -> None:
    with office.web.write():
        office.town.sample(100)
        review = office.town.in_review(code=code)
        review_id = review.id
    assert (record(office, review_id)["category"] is not None) is shown
    assert ("类别不公开" in text(office.web.client().get(draws(office)))) is not shown


def test_the_list_leads_to_each_draw_and_pages_by_key(office: Office) -> None:
    review_id, _ = office.reviewed()
    page = text(office.web.client().get(draws(office)))
    assert f'href="{draws(office)}/{review_id}"' in page
    assert f"{draws(office)}/{review_id}" not in text(office.web.client().get(f"{draws(office)}?before={review_id}"))
    assert office.web.client().get(f"{draws(office)}/999999").status_code == 404
    assert office.web.client().get(f"{draws(office)}/999999.json").status_code == 404


def test_the_program_may_be_taken_from_the_page(office: Office) -> None:
    answer = office.web.client().get(f"{draws(office)}/verify_draw.py")
    assert answer.get_data() == SCRIPT.read_bytes()
    answer.close()


def test_the_pages_cost_eight_statements_at_most(office: Office) -> None:
    review_id, _ = office.reviewed()
    office.decides(review_id)
    assert office.statements(office.town.chief, draws(office)) <= 8
    assert office.statements(office.town.chief, f"{draws(office)}/{review_id}") <= 12
