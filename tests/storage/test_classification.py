"""Every column has a class, and the page says what the tables are."""

from pathlib import Path

import pytest
from sqlalchemy import Column, MetaData, String, Table, Text

from storage.classification import Unclassified, class_of, classified, page
from storage.rooms import ROOMS
from storage.tables import metadata

PAGE = Path(__file__).parents[2] / "docs" / "data-classification.md"


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text("utf-8") == page(metadata.tables.values()), "run `make classification`"


def test_every_column_has_a_class_and_every_class_is_of_a_column() -> None:
    for table in metadata.tables.values():
        assert {line.column for line in classified(table)} == {one.name for one in table.columns}
        assert set(ROOMS[table.name].columns or ()) <= {one.name for one in table.columns}
    assert set(ROOMS) == set(metadata.tables)


@pytest.mark.parametrize("name", ["words", "told_key", "phone"])
def test_a_new_column_in_the_clear_has_no_class_until_it_is_given_one(name: str) -> None:
    table = Table("cases", MetaData(), Column(name, Text))
    with pytest.raises(Unclassified, match=f"cases.{name}"):
        class_of(table.columns[name], ROOMS["cases"])


def test_a_new_table_has_no_room_until_it_is_given_one() -> None:
    table = Table("rumours", MetaData(), Column("words_sealed", String))
    with pytest.raises(Unclassified, match="rumours"):
        list(classified(table))
