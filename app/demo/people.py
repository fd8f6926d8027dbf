"""Who works and who judges on the demo street: invented names, real duties."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from app.core.db import db
from app.core.permissions import Role
from app.core.values import Tier
from app.demo.accounts import HOME, PASSWORD, PLAYERS, Player
from app.demo.places import PROPERTY_UNITS
from app.grid import ops as grid
from app.grid.duty import Shift
from app.grid.models import DutyKind
from app.grid.queries import GridRow
from app.people import ops as people
from app.people.models import User
from app.people.passwords import hash_password
from app.review.models import Reviewer
from app.review.roster import consent
from app.review.roster import ops as roster
from app.review.roster.terms import last_day, today
from app.review.words import ReviewerKind

SURNAMES = "王李张刘黄周吴赵孙胡林何高郭罗梁宋郑谢唐冯于董程曹袁邓傅曾彭吕苏卢蒋蔡贾丁魏薛叶"
GIVEN = ("建华", "丽萍", "志刚", "秀珍", "国平", "晓燕", "文斌", "海英", "永康", "美芳", "学军", "玉兰", "伟民", "春梅")
UNITS_WITH_PEOPLE = (
    "绿化市容管理所",
    "社区平安办公室",
    "市场监督管理所",
    "房屋管理所",
    "水务/河长办",
    "市政道路养护",
    "曹安商贸区管理机构",
    "信访办公室",
    "社区服务办公室",
)
SOON = 9  # every ninth reviewer's term is about to end
BIG_ROSTERS = {HOME: 5, "铜川居民区": 6, "丰庄居民区": 6, "丰二居民区": 3}


class People:
    """Makes the accounts of a street. Every account has the same password, hashed once."""

    def __init__(self, street_id: int, tree: Sequence[GridRow], units: dict[str, int], at: datetime, seed: int) -> None:
        self.street_id, self.tree, self.units, self.at = street_id, tree, units, at
        self.by_name = {row.name: row for row in tree}
        self.hash = hash_password(PASSWORD)
        self.names = _names(random.Random(seed))
        self.ids: dict[str, int] = {}

    def settle(self) -> None:
        """Everybody: the players, the workers and chiefs of the grids, the desk, the units, the reviewers."""
        for player in PLAYERS:
            self._player(player)
        self._grid_staff()
        self._desk_and_nights()
        self._unit_staff()
        self._reviewers()

    def _player(self, player: Player) -> None:
        grids = [self.by_name[player.home].id] if player.home and Role.REVIEWER not in player.roles else []
        unit = self.units[player.unit] if player.unit else None
        self._add(player.login, player.name, player.roles, grids, unit)

    def _grid_staff(self) -> None:
        homes = [row for row in self.tree if row.tier is Tier.RESIDENTIAL]
        markets = [row for row in self.tree if row.tier is Tier.MICRO]
        workers = {row.id: self._worker(row) for row in homes}
        order = [row.id for row in homes]
        for n, row in enumerate(homes):
            self._duty(row.id, workers[row.id], workers[order[(n + 1) % len(order)]], "联勤")
        for n in range(0, len(markets), 2):
            pair = markets[n : n + 2]
            who = self._add(f"market{n // 2 + 1}", next(self.names), (Role.GRID_WORKER,), [row.id for row in pair])
            for row in pair:
                self._duty(row.id, who, workers[row.parent_id or order[0]], "综治")
        for n in range(5):
            mine = [row.id for row in homes[n * 4 : n * 4 + 4]]
            if n == 0:
                people.set_grids(self._person("chief"), mine)
            else:
                self._add(f"chief{n + 1}", next(self.names), (Role.GRID_CHIEF,), mine)

    def _worker(self, row: GridRow) -> int:
        if row.name == HOME:
            return self.ids["worker"]
        return self._add(f"worker{row.code[-3:]}", next(self.names), (Role.GRID_WORKER,), [row.id])

    def _desk_and_nights(self) -> None:
        root = next(row.id for row in self.tree if row.tier is Tier.STREET)
        for n in (2, 3):
            self._add(f"inspector{n}", next(self.names), (Role.INSPECTOR,), [])
        self._add("dutychief2", next(self.names), (Role.DUTY_CHIEF,), [])
        for n in (1, 2, 3):
            who = self._add(f"street{n}", next(self.names), (Role.GRID_WORKER,), [root])
            self._duty(root, who, None, "联勤")
        for n in (1, 2, 3):
            who = self._add(f"night{n}", next(self.names), (Role.GRID_WORKER,), [root], phone=f"1390000000{n}")
            shift = Shift(self.at - timedelta(days=1))
            grid.add_duty(self.street_id, root, who, shift, kind=DutyKind.NIGHT, phone_order=n)

    def _unit_staff(self) -> None:
        for n, name in enumerate(UNITS_WITH_PEOPLE, start=1):
            self._add(f"unit{n}", next(self.names), (Role.HANDLER,), [], self.units[name])
        for n, name in enumerate(PROPERTY_UNITS[1:], start=2):
            self._add(f"property{n}", next(self.names), (Role.PROPERTY,), [], self.units[name])

    def _reviewers(self) -> None:
        number = 0
        for row in (row for row in self.tree if row.tier is Tier.RESIDENTIAL):
            for seat in range(BIG_ROSTERS.get(row.name, 1)):
                number += 1
                known = self.ids["reviewer"] if row.name == HOME and seat == 0 else None
                who = known or self._add(f"reviewer{number}", next(self.names), (Role.REVIEWER,), [])
                roster.enroll(self.street_id, who, row.id, self._line(number), at=self.at)

    def _line(self, number: int) -> Reviewer:
        kinds = list(ReviewerKind)
        first = today(self.at) - timedelta(days=600 if number % SOON == 0 else 20)
        term = {"serves_from": first, "serves_until": last_day(first), "consent_version": consent.VERSION}
        return Reviewer(kind=kinds[number % len(kinds)], active=True, **term)

    def _duty(self, grid_id: int, user_id: int, stand_in: int | None, line: str) -> None:
        shift = Shift(self.at - timedelta(days=1))
        grid.add_duty(self.street_id, grid_id, user_id, shift, line=line, stand_in_id=stand_in)

    def _add(
        self, login: str, name: str, roles: Sequence[Role], grids: list[int], unit: int | None = None, phone: str = ""
    ) -> int:
        made = people.create_user(
            self.street_id, login, name, self.hash, roles, grid_ids=grids, unit_id=unit, phone=phone, at=self.at
        )
        self.ids[login] = made.id
        return made.id

    def _person(self, login: str) -> User:
        return db.session.get_one(User, self.ids[login])


def _names(rng: random.Random) -> Iterator[str]:
    taken = {player.name for player in PLAYERS}
    while True:
        name = rng.choice(SURNAMES) + rng.choice(GIVEN)
        if name not in taken:
            taken.add(name)
            yield name
