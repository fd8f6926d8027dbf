"""The words a case is found by: written with its report, in the same transaction; never what somebody is called by.

They follow the report, the address, the estate and the category as they are now. Whoever renames a category or an
estate makes the words anew: `run.py search rebuild`.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.cases.bigrams import tokens, without_numbers
from app.cases.models import Case
from app.cases.models_trail import CaseText
from app.cases.models_words import CaseWords
from app.cases.words import TextKind
from app.catalog import queries as catalog
from app.catalog import queries_places as places
from app.catalog.models import Category
from app.catalog.models_places import Estate
from app.core.db import db
from app.core.rows import append

BATCH = 1_000


def index(case: Case, text: str) -> None:
    """Keep the words of a new case. No statement but the row's own."""
    append(CaseWords, street_id=case.street_id, case_id=case.id, tokens=_words(case, text))


def index_again(case: Case) -> None:
    """The place, the category or the text itself has changed; what was erased is found no more."""
    said = select(CaseText.value).where(CaseText.case_id == case.id, CaseText.kind == TextKind.REPORT)
    text = "\n".join(value for value in db.session.scalars(said) if value)
    db.session.execute(delete(CaseWords).where(CaseWords.case_id == case.id))
    index(case, text)


def rebuild_words(connection: Connection) -> int:
    """Make the words of every case anew from what stands in the tables; returns how many cases.

    In the transaction of the connection: until it ends, a search finds what it found before.
    """
    connection.execute(delete(CaseWords))
    done = 0
    for rows in _batches(connection):
        said = _said(connection, [row.id for row in rows])
        fresh = [
            {
                "street_id": row.street_id,
                "case_id": row.id,
                "tokens": of_texts(row.receipt, said.get(row.id, ""), row.address, row.estate, row.zh, row.en),
            }
            for row in rows
        ]
        connection.execute(insert(CaseWords), fresh)
        done += len(fresh)
    return done


def of_texts(receipt: str, *texts: str | None) -> str:
    """The words of a case. Its receipt alone keeps its digits: people write telephones into addresses too."""
    return tokens(receipt, *(without_numbers(text) for text in texts if text))


def _words(case: Case, text: str) -> str:
    estate = places.estate(case.estate_id) if case.estate_id is not None else None
    category = catalog.category(case.category_id) if case.category_id is not None else None
    kind = (category.name_zh, category.name_en) if category else ()
    return of_texts(case.receipt, text, case.address, estate.name if estate else None, *kind)


def _batches(connection: Connection) -> Iterator[Sequence[Any]]:
    shown = (Case.id, Case.street_id, Case.receipt, Case.address, Estate.name.label("estate"))
    names = (Category.name_zh.label("zh"), Category.name_en.label("en"))
    asked = select(*shown, *names).outerjoin(Estate, Estate.id == Case.estate_id)
    asked = asked.outerjoin(Category, Category.id == Case.category_id).order_by(Case.id).limit(BATCH)
    last = 0
    while rows := connection.execute(asked.where(Case.id > last)).all():
        yield rows
        last = rows[-1].id


def _said(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    asked = select(CaseText.case_id, CaseText.value).where(CaseText.case_id.in_(ids), CaseText.value.is_not(None))
    found: dict[int, str] = {}
    for case_id, value in connection.execute(asked.where(CaseText.kind == TextKind.REPORT).order_by(CaseText.id)):
        found[case_id] = f"{found[case_id]}\n{value}" if case_id in found else str(value)
    return found
