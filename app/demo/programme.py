"""Which stories are played when: about so many cases over ninety days, and some left in every state."""

import hashlib
from collections.abc import Callable
from datetime import datetime, time, timedelta

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.reports import Picture, Report, Spot
from app.cases.words import PhotoKind, Source
from app.catalog import queries as catalog
from app.core.clock import from_street, street_time
from app.core.files import Stored
from app.core.permissions import Role
from app.core.types import Tier
from app.demo import pictures, stories, texts
from app.demo.places import Places
from app.demo.play import PICTURE_SEEDS, Cast, Play
from app.demo.stage import Stage, Story
from app.intake import ops as intake
from app.intake.reports import ReportIn

S = State
STAFF_ONLY = ("0902", "0904")
SUSPENDABLE = ("0302", "0505", "0702")
CRITICAL = ("0301", "0304", "0604", "0701")
PANELS = ("0102", "0107", "0302", "0404", "0501", "0504", "0601", "0702")
ACTS_A_CASE = 9
Then = Callable[[Play], Story]


class Programme:
    """Fills a stage. `expected`: about how many acts will be played, for a progress bar."""

    def __init__(self, stage: Stage, cast: Cast, places: Places, size: int) -> None:
        self.stage, self.cast, self.places, self.size = stage, cast, places, size
        self.rng, self.expected = stage.rng, size * ACTS_A_CASE
        self.number = 0
        self.codes = {code: self._category_id(code) for code in (*texts.STORIES, *STAFF_ONLY)}

    def fill(self, begin: datetime) -> None:
        """Plan every story between `begin` and the stage's end."""
        special = self._left_standing() if self.size >= 100 else []
        for moment, code, then in special:
            self._enter(moment, code, then)
        for _ in range(max(self.size - len(special) - 6, 0)):
            self._enter(self._some_moment(begin), self._some_code(), self._some_story())
        for _ in range(6):
            self.stage.enter(self._recent(0.1, 2.0), self._hotline())

    def _left_standing(self) -> list[tuple[datetime, str, Then]]:
        """Cases of the last days that are left in every state an open case can have."""
        r, plan = self._recent, list[tuple[datetime, str, Then]]()
        for days, code in ((0.02, "0102"), (0.05, "0601"), (0.1, "0103"), (0.3, "0805"), (1.1, "0302")):
            plan.append((r(days, days + 0.1), code, lambda p: stories.life(p, stop=S.DISPATCHED)))
        for days in (0.3, 0.8, 1.5, 3.0, 6.0, 9.0):
            plan.append((r(days, days + 0.5), self._some_code(), lambda p: stories.life(p, stop=S.IN_PROGRESS)))
        for days in (0.6, 1.2, 2.0, 4.0):
            plan.append((r(days, days + 0.3), self.rng.choice(PANELS), lambda p: stories.life(p, stop=S.HANDLED)))
        for days in (2.0, 2.6, 3.5, 4.5, 6.0, 7.0, 8.0, 9.0):
            plan.append((r(days, days + 0.5), self.rng.choice(PANELS), lambda p: stories.life(p, stop=S.IN_REVIEW)))
        for days in (3.0, 5.0, 7.0):
            plan.append((r(days, days + 1), "0102", lambda p: stories.life(p, stop=S.REWORK, bad_checks=1)))
        for days in (0.4, 1.0):
            plan.append((r(days, days + 0.3), "0603", lambda p: stories.refused(p, stop=S.DISPUTED)))
        plan.append((r(2, 2.3), "0603", lambda p: stories.refused(p, stop=S.DISPUTED, twice=True)))
        plan.append((r(4, 6), "0601", lambda p: stories.refused(p, stop=S.CONFERENCE, twice=True)))
        plan += [(r(25, 40), "0404", lambda p: stories.conferred(p, stop=S.CONFERENCE)) for _ in range(2)]
        plan += [(r(50, 70), "0404", lambda p: stories.conferred(p, stop=S.CLOSED)) for _ in range(2)]
        plan += [(r(5, 15), code, lambda p: stories.suspended(p, 40)) for code in SUSPENDABLE]
        plan += [(r(10, 30), "0102", lambda p: stories.reopened(p, stop=S.IN_PROGRESS))]
        plan += [(r(2, 60), "0106", lambda p: stories.ended(p, "void")) for _ in range(3)]
        plan += [(r(0.2, 20), "0902", stories.by_hand) for _ in range(3)]
        plan += [
            (r(0.05, 0.5), "0902", lambda p: stories.by_hand(p, stop=S.FILED)),
            (r(0.02, 0.1), "0904", stories.by_hand),
        ]
        plan += [(r(1, 80), code, lambda p: stories.made_safe(p, self._follow)) for code in CRITICAL]
        return plan

    def _some_story(self) -> Then:
        roll = self.rng.random()
        if roll < 0.70:
            return stories.life
        if roll < 0.79:
            return lambda p: stories.life(p, late=self.rng.uniform(1.2, 2.4))
        if roll < 0.86:
            return lambda p: stories.life(p, bad_checks=1)
        if roll < 0.91:
            return lambda p: stories.life(p, bad_panels=1)
        if roll < 0.94:
            return stories.refused
        if roll < 0.97:
            return stories.reopened
        return lambda p: stories.ended(p, "merge", max(p.id - 1, 1))

    def _enter(self, moment: datetime, code: str, then: Then) -> None:
        self.stage.enter(moment, self._case(code, then))

    def _case(self, code: str, then: Then) -> Story:
        """A report in the way its category comes in, then its story."""
        spot, where = self._spot(code)
        told, reply = self._told(code)
        told = told.format(place=where)
        if code in STAFF_ONLY or self.rng.random() < 0.2:
            case_id = self._by_staff(code, told, spot)
        else:
            case_id = self._by_resident(code, told, spot)
        yield from then(Play(self.stage, self.cast, case_id, code, reply))

    def _by_staff(self, code: str, told: str, spot: Spot) -> int:
        role = Role.INTAKE_CLERK if code in STAFF_ONLY else Role.PATROLLER
        source = Source.HIGHER if code in STAFF_ONLY else Source.PATROL
        shown = () if code in STAFF_ONLY else self._shown(code)
        actor = self.cast.one(role, self.stage)
        report = Report(source, told, self.codes[code], spot, tuple(Picture(PhotoKind.REPORT, s) for s in shown))
        return intake.register_report(actor, report, *self._caller(code), self.stage.now).id

    def _caller(self, code: str) -> tuple[str, str]:
        """Who called, for what only staff write down; nobody for what a patrol found."""
        return ("来访人", f"1390000{self.rng.randint(1000, 9999)}") if code in STAFF_ONLY else ("", "")

    def _by_resident(self, code: str, told: str, spot: Spot) -> int:
        self.number += 1
        key = hashlib.sha256(f"demo {self.number}".encode()).hexdigest()[:32]
        phone = f"1390000{self.rng.randint(1000, 9999)}"
        category = catalog.category(self.codes[code])
        with_phone = category.contact_required or self.rng.random() < 0.7
        name = self.rng.choice("王李张刘黄周吴") + self.rng.choice(("女士", "先生", "阿姨", "师傅"))
        report = ReportIn(key, category.id, told, spot, self._shown(code), name, phone if with_phone else "")
        return intake.take_report(self.stage.street_id, report, self.stage.now).case_id

    def _hotline(self) -> Story:
        """A hotline order without place or category: the desk has it; some are verified, some rejected."""
        clerk = self.cast.one(Role.INTAKE_CLERK, self.stage)
        self.number += 1
        number = f"DEMO-{street_time(self.stage.now):%y%m%d}-{self.number:04d}"
        report = Report(Source.HOTLINE, self.rng.choice(texts.HOTLINE), source_number=number, source_at=self.stage.now)
        case_id = cases.report(clerk, report, at=self.stage.now).id
        play = Play(self.stage, self.cast, case_id, "1099", "")
        turn = self.number % 3
        if turn == 0:
            yield from stories.verified(play, stop=S.VERIFYING)
        elif turn == 1:
            yield from stories.ended(play, "reject")

    def _follow(self, play: Play, follow_up_id: int) -> None:
        repaired = Play(self.stage, self.cast, follow_up_id, play.code, "整面已修复，脚手架拆除。")
        self.stage.enter(self.stage.soon(60, 200), stories.life(repaired))

    def _told(self, code: str) -> tuple[str, str]:
        if code in STAFF_ONLY:
            return "来访人反映历史遗留问题，要求书面答复。", "已当面说明政策依据，书面答复已送达。"
        return self.rng.choice(texts.STORIES[code])

    def _spot(self, code: str) -> tuple[Spot, str]:
        """In an estate's building, or in a market for what the market answers for."""
        if catalog.category(self.codes[code]).tier is Tier.MICRO or self.rng.random() < 0.08:
            return Spot(self.rng.choice(self.places.markets), "wgs84", 15, "市场内"), "市场"
        estate_id, name, _grid, buildings = self.rng.choice(self.places.estates)
        n = self.rng.randrange(len(buildings))
        return Spot(None, None, None, f"{name} {n + 1} 号楼", estate_id, buildings[n]), f"{name} {n + 1} 号楼"

    def _shown(self, code: str) -> tuple[Stored, ...]:
        if code[:2] in ("09", "10") or self.rng.random() < 0.15:
            return ()
        return (self.cast.stored[pictures.scene_for(code), True, self.rng.randrange(PICTURE_SEEDS)],)

    def _some_code(self) -> str:
        return self.rng.choice(list(texts.STORIES))

    def _some_moment(self, begin: datetime) -> datetime:
        day = street_time(begin).date() + timedelta(days=self.rng.randrange((self.stage.end - begin).days + 1))
        hour = self.rng.choices(range(24), (1, 1, 1, 1, 1, 1, 2, 6, 10, 10, 9, 7, 6, 7, 8, 8, 7, 8, 8, 7, 6, 4, 2, 1))[
            0
        ]
        return from_street(day, time(hour, self.rng.randrange(60), self.rng.randrange(60)))

    def _recent(self, least: float, most: float) -> datetime:
        return (self.stage.end - timedelta(days=self.rng.uniform(least, most))).replace(microsecond=0)

    def _category_id(self, code: str) -> int:
        found = catalog.category_by_code(self.stage.street_id, code)
        assert found is not None, code
        return found.id
