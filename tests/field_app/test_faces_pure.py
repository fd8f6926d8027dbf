"""The tablet's rules without a screen: moves, lamps, places, neighbours, forms. Each runs in the browser it is for."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

import config
from app.cases.labels import STATE_FAMILY
from app.core.values import Unit
from app.sla.workcal import MINUTE, Calendar, DayKind, remaining

pytestmark = pytest.mark.browser
STATIC = config.ROOT / "app" / "static"
NOWHERE = "http://tablet.test"
SQUARE = [[121.0, 31.0], [121.01, 31.0], [121.01, 31.01], [121.0, 31.01], [121.0, 31.0]]


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """An empty page on which modules can be loaded; no server is needed for them."""
    found = chromium.new_page()
    found.route(f"{NOWHERE}/**", _file)
    found.goto(NOWHERE)
    yield found
    found.close()


def _file(route: Route) -> None:
    name = route.request.url.removeprefix(f"{NOWHERE}/").removeprefix("static/")
    if name:
        route.fulfill(path=STATIC / name)
    else:
        route.fulfill(body="<title>—</title>", content_type="text/html")


def call(page: Page, module: str, code: str, told: Any = None) -> Any:
    """Evaluate a body that sees the module as `m` and the argument as `told`."""
    source = f"async (told) => {{ const m = await import('/static/js/field/{module}.js'); {code} }}"
    return page.evaluate(source, told)


def a_line(**more: Any) -> dict[str, Any]:
    plain = {"id": 1, "state": "dispatched", "tab": "todo", "do": "sign_in", "main": "sign_in", "more": ["note"]}
    return plain | {"ahead": {}, "residential_grid_id": 5, "unit_id": None, "evidence": []} | more


def standing(page: Page, line: dict[str, Any], *verbs: str) -> dict[str, Any]:
    operations = [{"case": line["id"], "do": verb, "status": "waiting"} for verb in verbs]
    other = [{"case": 2, "do": "handle", "status": "waiting"}, {"case": 1, "do": "handle", "status": "parked"}]
    told = {"line": line, "operations": operations + other}
    found = call(page, "moves", "return m.standing(told.line, told.operations, ['contact', 'handle'])", told)
    return dict(found)


def test_each_unsent_step_opens_the_next_and_the_last_one_lets_the_case_go(page: Page) -> None:
    reached = {"state": "in_progress", "main": "handle", "more": ["contact", "note"], "ahead": {}}
    signed = {"state": "in_progress", "main": "contact", "more": ["handle", "note"], "ahead": {"contact": reached}}
    line = a_line(ahead={"sign_in": signed})
    seen = [standing(page, line, *["sign_in", "note", "contact", "handle"][:n]) for n in range(5)]
    assert [at["main"] for at in seen] == ["sign_in", "contact", "contact", "handle", None]
    assert [at["do"] for at in seen] == ["sign_in", "contact", "contact", "handle", "sent"]
    assert [at["tab"] for at in seen] == ["todo"] * 4 + ["others"]
    assert seen[4]["more"] == ["note"] and seen[4]["stopped"] == ["sign_in", "respond", "dispose", "respond"]
    asked = standing(page, a_line(main="handle", more=["ask_extension", "note"]), "ask_extension")
    assert (asked["main"], asked["more"], asked["away"]) == ("handle", ["note"], False)


def test_a_clock_is_told_by_the_devices_own_time(page: Page) -> None:
    code = """
      const at = Date.parse("2026-11-16T03:00:00Z"), lamp = (unit, due) =>
        ({ unit, kind: "k", yellow_at: "2026-11-16T02:30:00Z", due_at: due, paused: false });
      return [["elapsed_minute", "2026-11-16T03:40:00Z"], ["elapsed_hour", "2026-11-15T22:00:00Z"],
        ["working_hour", "2026-11-16T05:30:00Z"], ["working_day", "2026-11-17T10:00:00Z"],
        ["working_day", "2026-11-13T10:00:00Z"]].map(([unit, due]) =>
          [m.kindOf(lamp(unit, due), at), ...m.leftOf(lamp(unit, due), at, { short: true })]);
    """
    assert call(page, "lamp", code) == [
        ["yellow", "leftMinuteShort", {"n": 40}],
        ["red", "overHourShort", {"n": 5}],
        ["yellow", "dueTodayShort", {"at": "13:30"}],
        ["yellow", "dueTomorrowShort", {"at": "18:00"}],
        ["red", "overOnShort", {"at": "11-13 18:00"}],
    ]
    worst = """
      const one = (kind, due_at) => ({ kind, unit: "elapsed_hour", yellow_at: due_at, due_at, paused: false });
      const line = { lamps: [one("dispose", "2026-11-16T09:00:00Z"), one("respond", "2026-11-16T04:00:00Z")] };
      return [m.worst(line, told).kind, m.worst(line, told, ["respond"]).kind, m.worst({ lamps: [] }, told)];
    """
    told = {"windows": [[510, 720], [810, 1080]], "first": "2026-11-01", "until": "2026-12-01"}
    told["days"] = [f"2026-11-{day}" for day in (13, 16, 17, 18)]
    office = """
      const at = Date.parse("2026-11-16T03:00:00Z"), words = (unit, due_at, calendar = told) =>
        m.leftOf({ unit, due_at, yellow_at: due_at }, at, { calendar });
      return [words("working_hour", "2026-11-16T05:30:00Z"), words("working_hour", "2026-11-16T07:00:00Z"),
        words("working_day", "2026-11-18T10:00:00Z"), words("working_hour", "2026-11-13T09:00:00Z"),
        words("working_day", "2026-12-02T10:00:00Z")];
    """
    assert call(page, "lamp", office, told) == [
        ["leftWorkingHour", {"n": 1}],
        ["leftWorkingHour", {"n": 2}],
        ["leftWorkingDay", {"n": 2}],
        ["overWorkingHour", {"n": 3}],
        ["dueOn", {"at": "12-02 18:00"}],
    ]
    assert call(page, "lamp", worst, 1_794_798_000_000) == ["respond", "dispose", None]


def test_a_point_finds_its_grids_and_the_nearest_house(page: Page) -> None:
    grid = {"id": 5, "tier": "residential", "name": "祁连居民区", "code": "1"}
    feature = {"type": "Feature", "properties": grid, "geometry": {"type": "Polygon", "coordinates": [SQUARE]}}
    places = {"estates": [[1, "和风苑", 121.005, 31.005, 5]], "buildings": [[9, 1, "18弄6号", 121.0051, 31.0051]]}
    told = {"grids": {"features": [feature]}, "places": places}
    code = """
      return [m.gridOf(told.grids, [121.005, 31.005], [5]), m.gridOf(told.grids, [122, 31]).inside,
        m.nearestPlace(told.places, [121.0051, 31.0052]).label, m.nearestPlace(told.places, [121.007, 31.005]).label,
        m.nearestPlace(told.places, [121.05, 31]), m.searchPlaces(told.places, "和风 6号").map((hit) => hit.building)];
    """
    at, outside, house, estate, nothing, found = call(page, "place", code, told)
    assert (at["inside"], at["mine"], at["residential"]["id"], at["micro"], outside) == (True, True, 5, None, False)
    assert (house, estate, nothing, found) == ("和风苑 18弄6号", "和风苑", None, [9])


def test_an_open_case_of_the_family_within_reach_is_offered_as_the_same(page: Page) -> None:
    categories = [{"id": n, "family": family, "radius": 100, "days": 7} for n, family in ((1, "a"), (2, "a"), (3, "b"))]
    plain = {"state": "in_progress", "lon": 121.0, "lat": 31.0, "reported_at": "2026-11-15T00:00:00Z"}
    changes: list[dict[str, Any]] = [{}, {"category": 3}, {"lat": 31.01}, {"state": "closed"}, {"lat": 31.0005}]
    changes += [{"reported_at": "2026-11-01T00:00:00Z"}, {"lon": None}]
    lines = [plain | {"id": n, "category": 2} | change for n, change in enumerate(changes, 1)]
    told = {"lines": lines, "categories": categories}
    code = """
      const now = Date.parse("2026-11-16T00:00:00Z"), [first] = told.categories;
      const ask = (category) => m.nearby(told.lines, category, told.categories, [121, 31], now);
      return [ask(first).map((hit) => [hit.line.id, hit.metres]), ask({ ...first, radius: null }), ask(null)];
    """
    assert call(page, "near", code, told) == [[[1, 0], [5, 56]], [], []]


def test_a_form_asks_what_the_case_needs_and_offers_what_the_lists_give(page: Page) -> None:
    names = ["before", "after", "photo_why", "document", "unit", "reply"]
    told = {
        "spec": {"fields": [{"name": name, "required": True} for name in names]},
        "line": a_line(evidence=["photo_pair"], before=True, unit_id=3),
        "lists": {
            "units": {"all": [[3, "物业", False], [4, "外单位", True]], "by_grid": {"5": [3, 4]}},
            "lead": "绿化所",
        },
    }
    code = """
      const said = { say: (key, { name = "" } = {}) => key + name, english: false };
      const fields = m.fieldsFor("hand_over", told.spec, told.line, told.lists, said);
      const units = fields.find((one) => one.name === "unit").options.map(([value, words]) => value + " " + words);
      const why = (shot) => m.wantsWhy([shot], () => shot.far ?? 0, 50), whole = { taken_at: "x", lon: 1, lat: 1 };
      return [fields.map((one) => one.name), fields[0].required, units,
        [whole, { ...whole, far: 60 }, { ...whole, lon: null }, { ...whole, taken_at: null }].map(why)];
    """
    asked, before, units, why = call(page, "offers", code, told)
    assert asked == ["before", "after", "photo_why", "unit", "reply"] and before is False
    assert units == ["lead unitLead绿化所", " unitBack", "4 unitExternal外单位"]
    assert why == [False, True, True, True]


def test_a_number_on_the_icon_goes_with_what_was_seen_and_with_its_person(page: Page) -> None:
    code = """
      const shown = [], { bus, tell } = await import("/static/js/field/bus.js");
      navigator.setAppBadge = async (n) => shown.push(n);
      navigator.clearAppBadge = async () => shown.push(0);
      await m.heard([1, 2, 3]);
      m.seen([1, 2]);
      m.seen([1, 2]);
      tell("person", { id: 7 });
      tell("person", { id: null });
      return shown;
    """
    assert call(page, "announce", code) == [3, 2, 0]


def test_a_new_version_that_is_already_on_its_way_is_not_missed(page: Page) -> None:
    code = """
      const coming = Object.assign(new EventTarget(), { state: "installing" });
      const found = Object.assign(new EventTarget(), { installing: coming, waiting: {}, active: null });
      const workers = Object.assign(new EventTarget(), { controller: {}, register: async () => found });
      Object.defineProperty(navigator, "serviceWorker", { value: workers });
      await m.register();
      const first = m.isNew(); // the very first one replaces nothing
      found.active = {};
      coming.state = "installed";
      coming.dispatchEvent(new Event("statechange"));
      return [first, m.isNew()];
    """
    assert call(page, "worker", code) == [False, True]


def test_the_signs_of_states_are_those_of_the_server(page: Page) -> None:
    families = {state.value: family for state, family in STATE_FAMILY.items()}
    assert call(page, "signs", "return m.FAMILIES") == families


def test_the_day_is_ordered_by_lamp_then_by_distance_or_by_distance_alone(page: Page) -> None:
    lamps = {"red": "2026-11-15T00:00:00Z", "green": "2026-11-20T00:00:00Z"}
    told = [(1, "green", 50), (2, "red", 900), (3, "green", 20), (4, "", None), (5, "green", None)]
    lines = [{**a_line(id=n, far=far), "lamp": lamps.get(kind)} for n, kind, far in told]
    code = """
      const now = Date.parse("2026-11-16T00:00:00Z");
      const clock = (at) => at && ({ unit: "elapsed_hour", yellow_at: at, due_at: at });
      const lit = (line) => ({ ...line, lamps: line.lamp ? [clock(line.lamp)] : [] });
      const items = m.itemsOf(told.map(lit), [], [], now);
      const far = (line) => line.far;
      const ids = (onlyFar) => m.ordered(items, { far, onlyFar, now }).map(({ no, line }) => [no, line.id]);
      return [ids(false), ids(true)];
    """
    by_lamp, by_far = call(page, "dayorder", code, lines)
    assert [no for no, _ in by_lamp] == [1, 2, 3, 4, 5]
    assert [i for _, i in by_lamp] == [2, 3, 1, 5, 4] and [i for _, i in by_far] == [3, 1, 2, 5, 4]


def test_working_time_is_reckoned_as_the_server_reckons_it(page: Page) -> None:
    calendar = Calendar({date(2026, 11, 18): DayKind.REST}, first=2026, last=2026, official=[2026])
    first, until = date(2026, 11, 1), date(2026, 12, 1)
    told = {
        "windows": [[opens // MINUTE, closes // MINUTE] for opens, closes in calendar.windows],
        "days": [day.isoformat() for day in calendar.working_days(first, until)],
        "first": first.isoformat(),
        "until": until.isoformat(),
    }
    start = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)
    moments = [start + timedelta(minutes=137 * n) for n in range(60)]
    pairs = [(a, b, unit) for unit in ("working_hour", "working_day") for a, b in pairwise(moments[::3])]
    pairs += [(moments[0], moment, "working_day") for moment in moments[1:]]
    ours = [remaining(calendar, a, b, Unit(unit)) for a, b, unit in pairs]
    code = """
      const names = { Minute: "minute", WorkingHour: "working_hour", WorkingDay: "working_day" };
      return told.pairs.map(([from, to, unit]) => {
        const [name, n] = m.workingLeft(told.calendar, Date.parse(from), Date.parse(to), unit);
        return [names[name], n];
      });
    """
    asked = [(a.isoformat(), b.isoformat(), unit) for a, b, unit in pairs]
    theirs = call(page, "office", code, {"calendar": told, "pairs": asked})
    assert theirs == [[left.unit.value, left.amount] for left in ours] and len({tuple(one) for one in theirs}) > 5


def test_what_somebody_typed_goes_into_a_note_and_what_they_chose_does_not(page: Page) -> None:
    spec = {"fields": [{"name": "feedback", "type": "area"}, {"name": "outcome", "type": "radio"}]}
    told = {"spec": spec, "op": {"fields": {"feedback": ["OK"], "outcome": ["done"], "gone": ["清完了"]}, "photos": []}}
    (note,) = call(page, "notes", "return m.notes(told.op, told.spec)", told)
    assert note == {"do": "note", "fields": {"text": ["OK\n清完了"]}, "photos": []}
    assert call(page, "notes", "return m.notes(told.op)", told)[0]["fields"] == {"text": ["清完了"]}


def test_a_tablet_of_the_former_layout_opens_with_what_it_kept(page: Page) -> None:
    code = """async () => {
      await import("/static/vendor/dexie/dexie.min.js");
      const former = new Dexie("lingrid-field");
      former.version(1).stores({ ops: "++n, &id, user", settings: "[user+key]" });
      await former.ops.add({ id: "a", user: 7 });
      await former.settings.bulkAdd(["pin", "draft-report", "draft-photos-report"].map((key) => ({ user: 7, key })));
      former.close();
      const { db } = await import("/static/js/field/database.js");
      const tables = [db.ops, db.settings, db.drafts];
      return Promise.all(tables.map(async (table) => (await table.toArray()).map(({ id, key }) => id ?? key)));
    }"""
    assert page.evaluate(code) == [["a"], ["pin"], []]
