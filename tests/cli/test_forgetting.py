"""people anonymise, contacts erase: named no more, on both databases, and `audit verify` stays green after both."""

from click.testing import CliRunner, Result

from app.cli import cli
from app.core.db import db
from app.intake.models import Contact
from app.people import ops as people
from app.people.models import User
from tests.builders.closings import closed, unhappy
from tests.builders.town import NAME, PHONE
from tests.support.towns import Served


def run(served: Served, *words: str) -> Result:
    return CliRunner().invoke(cli, words, obj=lambda: served.web.app)


def test_both_leave_every_chain_sound(served: Served) -> None:
    with served.web.write():
        case = closed(served.town, email="chen@example.org")
        unhappy(served.town, case)
        case_id, receipt = case.id, case.receipt
        login = db.session.get_one(User, served.town.worker.id).login
    first, second = run(served, "people", "anonymise", login), run(served, "contacts", "erase", receipt.lower())
    assert (first.exit_code, second.exit_code) == (0, 0), (first.output, second.output)
    assert NAME not in second.output
    proof = run(served, "audit", "verify")
    assert proof.exit_code == 0 and "faults: 0" in proof.output
    with served.web.read():
        assert db.session.get_one(User, served.town.worker.id).name == people.NOBODY
        assert db.session.get_one(Contact, case_id).erased_at is not None


def test_who_is_erased_is_tracked_by_number_no_more_and_seen_by_nobody(served: Served) -> None:
    with served.web.write():
        case = closed(served.town)
        case_id, receipt = case.id, case.receipt
    run(served, "contacts", "erase", receipt)
    asked = {"number": receipt, "digits": PHONE[-4:]}
    assert served.web.client().post(f"/s/{served.town.slug}/track", data=asked).status_code == 422
    page = served.web.as_(served.town.clerk).get(f"/cases/{case_id}/reporter").get_data(as_text=True)
    assert "联系方式已经删除" in page and NAME not in page


def test_what_nobody_knows_is_told_in_one_line(served: Served) -> None:
    for words in (("people", "anonymise", "nobody-at-all"), ("contacts", "erase", "TO-261116-9999-A")):
        done = run(served, *words)
        assert done.exit_code == 1 and len(done.output.splitlines()) == 1
