"""Accounts that are one, or may be, and what moved when they became so."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import STAYS, short_text
from .written import CHOICE, KEY


class Merge(SQLModel, table=True):
    """`gone_id` became one with `stays_id` on the date `merged_on`, at `done_at`; or `by_id` asks for it:
    nothing `became` of it yet. `became` two: somebody said that they are two. `kept`: JSON of days and
    figures that an undo wants."""

    __table_args__ = (
        Index("ix_merge_gone", "gone_id"),
        Index("ix_merge_stays", "stays_id"),
        Index("ix_merge_on", "workspace_id", "became", "merged_on"),
        {"info": {"read_out": "merged"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    gone_id: int = Field(foreign_key="account.id", sa_column_kwargs=STAYS)
    stays_id: int = Field(foreign_key="account.id", sa_column_kwargs=STAYS)
    by_id: int = Field(foreign_key="person.id")
    became: str = short_text(CHOICE)
    asked_on: date
    merged_on: Optional[date] = None
    done_at: Optional[datetime] = None
    ended_by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    kept: str = short_text(CHOICE)
    created_at: datetime


class Moved(SQLModel, table=True):
    """A row that went along: in its `column` stood `was_id`. `mark`: what the row held when it had moved."""

    __table_args__ = (Index("ix_moved_merge", "merge_id"), Index("ix_moved_row", "noun", "row_id"))
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    merge_id: int = Field(foreign_key="merge.id")
    noun: str = short_text(CHOICE)
    column: str = short_text(CHOICE)
    row_id: int
    was_id: int
    mark: str = short_text(KEY)
