"""Every column of text says whose text it is, in words that mean something."""

from __future__ import annotations

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Integer,
    Interval,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

from storage import tables
from storage.tables.written import CHOICE, Kept, Whose, Written, person, said

NO_TEXT = (Integer, Numeric, Boolean, Date, DateTime, Interval)
EVERY = [pytest.param(c, id=str(c)) for t in tables.METADATA.sorted_tables for c in t.columns]


def bare(column: Column) -> TypeEngine:
    """A column's type as databases know it."""
    return getattr(column.type, "impl_instance", column.type)


def unsaid(metadata: MetaData) -> set[str]:
    """Columns that may hold text and don't say whose: all whose type is not known to hold none."""
    texts = (c for t in metadata.tables.values() for c in t.columns if not isinstance(bare(c), NO_TEXT))
    return {str(c) for c in texts if not isinstance(c.info.get("written"), Written)}


def wrong(column: Column) -> str:
    """What is wrong with a column's declaration; "" when nothing is."""
    answer, table = column.info.get("written"), column.table
    if answer is None:
        return ""
    refers = {
        f.target_fullname for n in (answer.by, answer.of) if n in table.c for f in table.c[n].foreign_keys
    }
    named = [
        n
        for n in (
            answer.by,
            answer.account,
            answer.of,
            *((answer.kept.since, answer.kept.where) if answer.kept else ()),
        )
        if n
    ]
    if missing := [n for n in named if n not in table.c]:
        return f"there is no {missing}"
    if refers - {"person.id"}:
        return "whoever wrote it, or whom it is about, is a person"
    if answer.kept and not isinstance(bare(table.c[answer.kept.since]), Date | DateTime):
        return "kept since a day or an instant"
    if answer.kept and (
        bool(answer.kept.keys) != isinstance(column.type, JSON)
        or bool(answer.kept.where) != bool(answer.kept.among)
    ):
        return "of JSON the values that are notes, of a text none"
    if answer.whose in {Whose.SAID, Whose.FILE, Whose.PERSON} and list(table.primary_key.columns) != [
        table.c.get("id")
    ]:
        return "a row with texts has an id"
    if answer.whose in {Whose.CHOICE, Whose.ID, Whose.KEY} and isinstance(bare(column), Text | JSON):
        return "what has the room of a text is one"
    if answer.whose is Whose.PERSON and not answer.of and table.name != "person":
        return "of whom?"
    if (
        answer.then
        and answer.whose is not Whose.PERSON
        or (answer.by or answer.account or answer.kept)
        and answer.whose is not Whose.SAID
    ):
        return "says what it can't mean"
    return ""


def test_every_column_of_text_says_whose_it_is():
    assert unsaid(tables.METADATA) == set()


@pytest.mark.parametrize("kind", [String, Text, JSON, String().with_variant(Text(), "sqlite")], ids=str)
def test_a_column_that_does_not_is_found(kind: type):
    there = MetaData()
    Table(
        "promise",
        there,
        Column("id", Integer, primary_key=True),
        Column("text", kind),
        Column("state", String, info={"written": CHOICE}),
    )
    assert unsaid(there) == {"promise.text"}


@pytest.mark.parametrize("column", EVERY)
def test_what_it_says_is_sound(column: Column):
    assert wrong(column) == ""


@pytest.mark.parametrize(
    "given",
    [
        said(by="nobody"),
        said(account="nothing"),
        said(kept=Kept("never")),
        said(kept=Kept("at", keys=("a",))),
        CHOICE,
        said(by="account_id"),
        said(kept=Kept("id")),
        person(),
        Written(Whose.ID, by="by_id"),
        Written(Whose.SAID, then="x"),
    ],
)
def test_what_is_unsound_is_found(given: Written):
    column = Column("note", Text, info={"written": given})
    by, account = (
        Column("by_id", Integer, ForeignKey("person.id")),
        Column("account_id", Integer, ForeignKey("account.id")),
    )
    Table(
        "made",
        MetaData(),
        Column("id", Integer, primary_key=True),
        by,
        account,
        Column("at", DateTime),
        column,
    )
    assert wrong(column)


def test_every_word_is_used():
    said_of = [
        c.info["written"] for t in tables.METADATA.tables.values() for c in t.columns if "written" in c.info
    ]
    assert {w.whose for w in said_of} == set(Whose)
