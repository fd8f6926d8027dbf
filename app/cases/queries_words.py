"""Cases by the words in them: the index gives those that hold every pair, the newest first."""

from typing import Any, NamedTuple

from sqlalchemy import (
    CTE,
    Select,
    Text,
    bindparam,
    case,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.cases.bigrams import for_fts5, for_tsquery, is_searchable, wanted
from app.cases.models import Case
from app.cases.models_trail import CaseText
from app.cases.models_words import FTS, CaseWords
from app.cases.words import TextKind
from app.catalog.models import Category
from app.catalog.models_places import Estate
from app.core.db import db

# How well a case answers a search: it is called so, somebody wrote so, or all of it stands somewhere.
CALLED, SAID, SCATTERED = 3, 2, 1


class Matching(NamedTuple):
    """Cases that hold what was typed. rows: to be narrowed down; words: the same, of the index alone, which names no
    column of a case. id: what both are put in order by."""

    rows: Select[Any]
    words: Select[Any]
    id: Any


def matching(typed: str, *, few: bool = False) -> Matching:
    """Ids of the cases of all streets in which everything typed stands; the caller says who may see them.

    typed: two letters or digits at least, or nothing is found. few: the caller's conditions leave few cases of all
    there are (the open ones); SQLite, which cannot tell, then reads the words of those and not all hits of all times.
    """
    key: Any
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    if is_sqlite and not few:
        fts = table(FTS, column("rowid"))
        key, held = fts.c.rowid, [literal_column(FTS).op("MATCH")(bindparam(None, for_fts5(typed), Text()))]
    elif is_sqlite:
        key, held = CaseWords.case_id, _spelt_out(typed)
    else:
        asked = cast(bindparam(None, for_tsquery(typed), Text()), TSQUERY)
        key, held = CaseWords.case_id, [CaseWords.tokens.op("@@")(asked)]
    words = select(key.label("id")).where(*(held if is_searchable(typed) else [false()]))
    return Matching(words.join(Case, Case.id == key), words, key)


def _spelt_out(typed: str) -> list[Any]:
    """The same question asked of the words themselves."""
    pairs, lone = wanted(typed)
    padded = literal(" ", Text()).concat(CaseWords.tokens).concat(literal(" ", Text()))
    asked = [*(f" {pair} " for pair in pairs), *(f" {character}" for character in lone)]
    return [func.instr(padded, literal(words, Text())) > 0 for words in asked]


def weighed_of(hits: CTE, typed: str) -> CTE:
    """The cases of `hits` (id), each weighed once (rank): CALLED, SAID or SCATTERED."""
    named = (Case.address, Case.receipt, Estate.name, Category.name_zh, Category.name_en)
    called = or_(*(name.icontains(typed, autoescape=True) for name in named))
    said = select(CaseText.id).where(CaseText.case_id == Case.id, CaseText.kind == TextKind.REPORT)
    wrote = exists(said.where(CaseText.value.icontains(typed, autoescape=True)).correlate(Case))
    rank = case((called, CALLED), (wrote, SAID), else_=SCATTERED).label("rank")
    rows = select(Case.id, rank).select_from(hits).join(Case, Case.id == hits.c.id)
    rows = rows.outerjoin(Estate, Estate.id == Case.estate_id)
    return rows.outerjoin(Category, Category.id == Case.category_id).cte("weighed")
