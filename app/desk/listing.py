"""What the list's template is given besides its rows: what can be chosen, what is, what was not understood."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.cases.labels import label
from app.cases.lifecycle import State
from app.cases.words import Source, Urgency
from app.casework import choices
from app.core.msgid import N_
from app.core.permissions import Actor
from app.core.values import Tier
from app.core.web import named
from app.core.web.locale import said as _
from app.desk import policy
from app.desk.filters import ALL, LAMPS, OPEN, TO_CALL, YES, Filters
from app.desk.queries import DeskRow, Hand, Hands
from app.desk.queries_saved import Gone
from app.desk.words import BulkVerb
from app.grid.queries import GridRow
from app.sla.lamps import LAMP_WORDS, LampKind

FILTER_WORDS = {
    "state": N_("状态"),
    "lamp": N_("灯"),
    "category": N_("类别"),
    "grid": N_("网格"),
    "unit": N_("主办单位"),
    "owner": N_("归口人"),
    "who": N_("归口或单位"),
    "source": N_("来源"),
    "urgency": N_("急缓"),
    "relapse": N_("返潮"),
    "since": N_("从哪天"),
    "until": N_("到哪天"),
    "q": N_("搜案件"),
}
VERB_WORDS = {BulkVerb.DISPATCH: N_("派遣"), BulkVerb.URGE: N_("催办"), BulkVerb.VOID: N_("作废")}
WRONG_WORDS = {"q": N_("搜案件：至少两个字；不按电话搜，七位以上的数字要是回执号")}


def listed(
    actor: Actor, filters: Filters, wrong: Sequence[str], tree: Sequence[GridRow], hands: Hands
) -> dict[str, Any]:
    """The names of the list's page: what can be chosen, what is, what was not understood."""
    majors = choices.categories(actor)
    options = {
        "state": [
            (OPEN, _("没了结的")),
            (ALL, _("全部")),
            (TO_CALL, _("等回访")),
            *((s.value, _(label(s))) for s in State),
        ],
        "lamp": [("", _("全部")), *((k.value, _(LAMP_WORDS[k])) for k in LAMPS)],
        "source": [("", _("全部")), *((s.value, _(label(s))) for s in Source)],
        "urgency": [("", _("全部")), *((u.value, _(label(u))) for u in Urgency)],
        "relapse": [("", _("全部")), (YES, _("只看返潮"))],
        "unit": [("", _("全部")), *((str(h.id), _hand(h)) for h in hands.units)],
        "owner": [("", _("全部")), *((str(h.id), _hand(h)) for h in hands.owners)],
        "grid": [("", _("全部 %(n)s 格", n=len(tree))), *((str(g.id), INDENT[g.tier] + g.name) for g in tree)],
    }
    groups = [(named(m), [(str(c.id), f"{c.code} {named(c)}") for c in m.categories]) for m in majors]
    names = {key: dict(rows) for key, rows in options.items()}
    names["category"] = {value: text for _group, rows in groups for value, text in rows}
    return {
        "filters": filters,
        "options": options,
        "groups": groups,
        "chips": [_chip(filters, name, value, names) for name, value in filters.active()],
        "wrong": [_(WRONG_WORDS.get(name, FILTER_WORDS[name])) for name in wrong],
        "filter_words": {name: _(words) for name, words in FILTER_WORDS.items()},
    }


def _hand(hand: Hand) -> str:
    return hand.name if hand.active else _("%(name)s（已停用）", name=hand.name)


def offered(actor: Actor) -> list[tuple[str, str]]:
    """The moves that can be asked for many cases."""
    return [(verb.value, _(VERB_WORDS[verb])) for verb in policy.bulk_verbs(actor)]


def pins(rows: Sequence[DeskRow]) -> list[dict[str, Any]]:
    """The points of the rows shown, numbered like them."""
    return [
        {
            "id": row.id,
            "no": no,
            "lamp": row.lamp.kind.value if row.lamp else LampKind.OFF.value,
            "lon": row.lon,
            "lat": row.lat,
            "title": _("%(no)s：%(what)s", no=no, what=named(row) if row.name_zh else row.receipt),
        }
        for no, row in enumerate(rows, start=1)
        if row.lon is not None
    ]


def gone_words(gone: Gone) -> str:
    """What a saved filter names that is not there any more."""
    field = _(FILTER_WORDS[gone.field])
    if not gone.name:
        return _("%(field)s：已经不在了", field=field)
    return _("%(field)s“%(name)s”：已经停用", field=field, name=gone.name)


def said_of(args: Mapping[str, str]) -> str:
    """Filters as they were written down, in words."""
    told = (_("%(name)s %(value)s", name=_(FILTER_WORDS[k]), value=v) for k, v in args.items() if k in FILTER_WORDS)
    return _("、").join(told) or _("没有筛选")


INDENT = {Tier.STREET: "", Tier.RESIDENTIAL: "　", Tier.MICRO: "　　"}


def _chip(filters: Filters, name: str, value: object, names: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    said_value = names.get(name, {}).get(str(value), str(value)).strip()
    text = _("%(name)s %(value)s", name=_(FILTER_WORDS[name]), value=said_value)
    return {"text": text, "drop": filters.without(name)}
