"""A street is most of its tables, so an index of the street alone misleads whoever plans a query."""

from app import schema


def test_no_table_has_an_index_of_its_street_alone() -> None:
    alone = [
        index.name
        for table in schema.METADATA.sorted_tables
        for index in table.indexes
        if [column.name for column in index.columns] == ["street_id"] and not index.dialect_kwargs
    ]
    assert alone == []
