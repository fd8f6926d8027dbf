"""Which stories are played when: about so many cases over ninety days, and some left in every state."""

import hashlib
from datetime import datetime, time, timedelta

from app.cases import ops as cases
from app.cases.lifecycle import State
from app.cases.reports import Picture, Report, Spot
from app.cases.words import PhotoKind, Source
from app.catalog import queries as catalog
from app.core.clock import from_street, street_time
from app.core.files import Stored
from app.core.permissions import Role
from app.core.values import Tier
from app.demo import after, pictures, stories, texts, waits
from app.demo.accounts import HOME
from app.demo.places import Places
from app.demo.play import PICTURE_SEEDS, Cast, Play
from app.demo.stage import Stage, Story
from app.demo.standing import Planned, Then, standing
from app.intake import ops as intake
from app.intake.reports import ReportIn
from app.sla import calendars, workcal

STAFF_ONLY = ("0902", "0904")
# Days ago, and what became of it: left as it came in, being verified, not opened.
HOTLINE_ORDERS = ((0.1, ""), (0.4, ""), (2.5, "verify"), (3.5, "verify"), (4.0, "reject"), (6.0, "reject"))
# Days ago, and where the case is left that comes back then.
COMES_BACK = ((22.0, State.IN_PROGRESS), (40.0, None))
HOME_STEM = HOME.removesuffix("居民区")
ACTS_A_CASE = 9


class Programme:
    """Fills a stage. `expected`: about how many acts will be played, for a progress bar."""

    def __init__(self, stage: Stage, cast: Cast, places: Places, size: int) -> None:
        self.stage, self.cast, self.places, self.size = stage, cast, places, size
        self.rng, self.expected = stage.rng, size * ACTS_A_CASE
        self.number = 0
        self.codes = {code: self._category_id(code) for code in (*texts.STORIES, *STAFF_ONLY)}

    def fill(self, begin: datetime) -> None:
        """Plan every story between `begin` and the stage's end."""
        left = standing(self._follow) if self.size >= 100 else []
        for planned in left:
            self.stage.enter(self._moment_of(planned), self._case(planned.code, planned.then, home=planned.home))
        for _ in range(max(self.size - len(left) - len(HOTLINE_ORDERS) - 2 * (self.size // 40), 0)):
            self.stage.enter(self._some_moment(begin), self._case(self._some_code(), self._some_story()))
        for _ in range(self.size // 40):
            self.stage.enter(self._some_moment(begin), self._twins(self._some_code()))
        for days, stop in COMES_BACK:
            self.stage.enter(self._recent(days), self._comes_back("0102", stop))
        for days, then in HOTLINE_ORDERS:
            self.stage.enter(self._recent(days), self._hotline(then))

    def _moment_of(self, planned: Planned) -> datetime:
        """About so long ago; for what must come in during office hours, the last such moment before."""
        moment = self._recent(planned.days * self.rng.uniform(1.0, 1.08))
        calendar = calendars.in_force(self.stage.street_id, moment).calendar
        while planned.at_work and not workcal.is_open(calendar, moment):
            moment -= timedelta(minutes=37)
        return moment

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
        return stories.reopened

    def _case(self, code: str, then: Then, *, home: bool = False) -> Story:
        """A report in the way its category comes in, then its story."""
        play = self._reported(code, *self._spot(code, home))
        yield from then(play)
        yield from waits.called_back(play)
        yield from after.spoken(play)
        yield from waits.visited(play, self._once_more)

    def _comes_back(self, code: str, stop: State | None) -> Story:
        """返潮: closed, and reported once more at the same place."""
        spot, where = self._spot(code, home=True)
        first = self._reported(code, spot, where)
        yield from stories.life(first)
        if first.stands(State.CLOSED):
            yield self.stage.now + timedelta(days=6)
            yield from stories.life(self._reported(code, spot, where), stop=stop)

    def _twins(self, code: str) -> Story:
        """Two neighbours report one thing; the second report goes on inside the first (并案)."""
        spot, where = self._spot(code, home=False)
        first = self._reported(code, spot, where)
        yield self.stage.shortly(20, 90)
        second = self._reported(code, spot, where)
        yield self.stage.soon(10, 50)
        stories.merge(second, first)
        yield from stories.life(first)
        yield from waits.called_back(first)
        for reporter in (first, second):
            yield from after.spoken(reporter)

    def _reported(self, code: str, spot: Spot, where: str) -> Play:
        told, reply = self._told(code)
        by_staff = code in STAFF_ONLY or self.rng.random() < 0.2
        case_id = (self._by_staff if by_staff else self._by_resident)(code, told.format(place=where), spot)
        return Play(self.stage, self.cast, case_id, code, reply)

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

    def _hotline(self, then: str) -> Story:
        """A hotline order without place or category: the desk has it; some are verified, some rejected."""
        clerk = self.cast.one(Role.INTAKE_CLERK, self.stage)
        self.number += 1
        number = f"DEMO-{street_time(self.stage.now):%y%m%d}-{self.number:04d}"
        report = Report(Source.HOTLINE, self.rng.choice(texts.HOTLINE), source_number=number, source_at=self.stage.now)
        case_id = cases.report(clerk, report, at=self.stage.now).id
        play = Play(self.stage, self.cast, case_id, "1099", "")
        if then == "verify":
            yield from stories.verified(play, stop=State.VERIFYING)
        elif then == "reject":
            yield from stories.ended(play, "reject")

    def _follow(self, play: Play, follow_up_id: int) -> None:
        repaired = Play(self.stage, self.cast, follow_up_id, play.code, "整面已修复，脚手架拆除。")
        self.stage.enter(self.stage.soon(60, 200), stories.life(repaired))

    def _once_more(self, play: Play, case_id: int) -> None:
        back = Play(self.stage, self.cast, case_id, play.code, play.reply)
        self.stage.enter(self.stage.soon(60, 200), stories.life(back))

    def _told(self, code: str) -> tuple[str, str]:
        if code in STAFF_ONLY:
            return "来访人反映历史遗留问题，要求书面答复。", "已当面说明政策依据，书面答复已送达。"
        return self.rng.choice(texts.STORIES[code])

    def _spot(self, code: str, home: bool) -> tuple[Spot, str]:
        """In an estate's building, or in a market for what the market answers for."""
        if not home and (catalog.category(self.codes[code]).tier is Tier.MICRO or self.rng.random() < 0.08):
            return Spot(self.rng.choice(self.places.markets), "wgs84", 15, "市场内"), "市场"
        near = [e for e in self.places.estates if e[1].startswith(HOME_STEM)] if home else self.places.estates
        estate_id, name, _grid, buildings = self.rng.choice(near[:2] if home else near)
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
        moment = from_street(day, time(hour, self.rng.randrange(60), self.rng.randrange(60)))
        return max(moment, begin + timedelta(hours=2))

    def _recent(self, days: float) -> datetime:
        return (self.stage.end - timedelta(days=days)).replace(microsecond=0)

    def _category_id(self, code: str) -> int:
        found = catalog.category_by_code(self.stage.street_id, code)
        assert found is not None, code
        return found.id
