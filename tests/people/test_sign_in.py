"""Five tries, fifteen minutes, the same answer for a wrong name and a wrong password."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.errors import Invalid, TooMany
from app.people import ops
from app.people.models import SignInTry, User
from app.people.passwords import DECOY, Proof
from tests.builders.people import HASH, NOON, a_street, a_user

RIGHT, WRONG = Proof(fits=True), Proof(fits=False)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def chen(town: object) -> User:
    """Somebody who may sign in."""
    return a_user(a_street(), login="chen.yiwei")


def guess(login: str, proof: Proof = WRONG, minute: float = 0) -> User:
    at = NOON + minute * MINUTE
    return ops.enter(ops.knock(login, at=at), proof, at=at)


def guess_wrong(login: str, times: int, minute: float = 0) -> list[str]:
    said = []
    for _ in range(times):
        with pytest.raises((Invalid, TooMany)) as refused:
            guess(login, minute=minute)
        said.append(refused.value.message % refused.value.params)
    return said


def test_the_right_password_lets_in_whatever_the_letters_of_the_name(chen: User) -> None:
    assert guess(" Chen.YiWei ", RIGHT) is chen


def test_every_wrong_try_says_how_many_are_left_and_the_fifth_says_until_when(chen: User) -> None:
    said = guess_wrong(chen.login, 6)
    assert said[0] == "用户名或密码不对，还能试 4 次。" and said[3] == "用户名或密码不对，还能试 1 次。"
    assert said[4] == said[5] == "试了 5 次都不对。请 12:15 以后再登录。"


@pytest.mark.parametrize("login", ["nobody", "chen\x00", "陈一苇", "", "x" * 500])
def test_an_unknown_name_is_answered_like_a_known_one(chen: User, login: str) -> None:
    assert ops.knock(login, at=NOON).password_hash == DECOY
    assert guess_wrong(login, 5) == guess_wrong(chen.login, 6)[1:]


def test_the_right_password_does_not_open_a_locked_door_until_the_time_is_over(chen: User) -> None:
    guess_wrong(chen.login, 5)
    with pytest.raises(TooMany):
        guess(chen.login, RIGHT, minute=14.9)
    assert guess(chen.login, RIGHT, minute=15) is chen


def test_tries_at_a_locked_door_do_not_keep_it_locked(chen: User) -> None:
    guess_wrong(chen.login, 5)
    guess_wrong(chen.login, 3, minute=10)
    assert guess_wrong(chen.login, 1, minute=15) == ["用户名或密码不对，还能试 4 次。"]


def test_the_right_password_starts_the_count_anew(chen: User) -> None:
    guess_wrong(chen.login, 4)
    guess(chen.login, RIGHT)
    assert guess_wrong(chen.login, 1) == ["用户名或密码不对，还能试 4 次。"]


def test_the_fifth_try_may_be_the_right_one(chen: User) -> None:
    guess_wrong(chen.login, 4)
    assert guess(chen.login, RIGHT) is chen


def test_old_tries_are_forgotten_after_fifteen_minutes(chen: User) -> None:
    guess_wrong(chen.login, 4)
    assert guess_wrong(chen.login, 1, minute=15) == ["用户名或密码不对，还能试 4 次。"]


def test_one_name_does_not_lock_another(chen: User) -> None:
    guess_wrong("somebody", 5)
    assert guess(chen.login, RIGHT) is chen


def test_whoever_left_is_answered_like_a_wrong_password(chen: User) -> None:
    ops.lock(chen.id, NOON)
    assert ops.knock(chen.login, at=NOON).user_id is None
    with pytest.raises(Invalid):
        guess(chen.login, RIGHT)


def test_a_password_changed_between_try_and_judgement_does_not_open(chen: User) -> None:
    knocked = ops.knock(chen.login, at=NOON)
    ops.set_password(chen.id, "another", seen=HASH, at=NOON)
    with pytest.raises(Invalid):
        ops.enter(knocked, RIGHT, at=NOON)


def test_an_outdated_hash_is_renewed_without_ending_sessions(chen: User) -> None:
    guess(chen.login, Proof(fits=True, fresh="newer"))
    assert (chen.password_hash, chen.session_epoch) == ("newer", 0)


def test_the_table_of_tries_names_nobody_and_forgets(chen: User) -> None:
    guess_wrong("chen.yiwei", 1)
    guess_wrong("mistyped-password", 1)
    rows = db.session.scalars(select(SignInTry)).all()
    assert all(len(row.key) == 64 and "chen" not in row.key for row in rows) and len(rows) == 2
    guess(chen.login, RIGHT, minute=2 * 24 * 60)
    assert db.session.scalars(select(SignInTry.key)).all() == []
