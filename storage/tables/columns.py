"""The kinds of columns that tables share, and what all tables stand in."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, ColumnElement, FromClause, Integer, MetaData, Table, Text
from sqlmodel import Field, SQLModel

from .written import Written

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.model_config["defer_build"] = True  # what would check values that come from outside: none do here
METADATA: MetaData = SQLModel.metadata
STAYS: dict[str, Any] = {"info": {"merged": "stays"}}
"""Of a column that refers to an account: its rows stay with one that was merged into another. The rows of
every other column that refers to accounts go along (storage/merging.py)."""


def short_text(written: Written, *, default: Any = "", **column: Any) -> Any:
    """A column of text; `default` ... when there is none."""
    options = {k: column.pop(k) for k in ("unique", "index") if k in column}
    return Field(default=default, sa_column_kwargs={"info": {"written": written}, **column}, **options)


def long_text(written: Written) -> Any:
    return Field(
        default="",
        sa_column=Column(Text, nullable=False, default="", server_default="", info={"written": written}),
    )


def json(written: Written) -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False, info={"written": written}))


def minor() -> Any:
    """Minor units: more than 32 bits hold, and an integer of SQLite has 64 anyway."""
    return BigInteger().with_variant(Integer(), "sqlite")


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model: queries run on it, without building objects."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


KEPT_WITH = {"workspace_id", "key", "external_id", "batch", "voided_at", "created_at"}


def told(of: FromClause, *also: str) -> list[ColumnElement[Any]]:
    """The columns that tell of a row's fact, with no cost for those by which it is only kept and found again;
    `also` of them."""
    return [c for c in of.c if c.key not in KEPT_WITH or c.key in also]
