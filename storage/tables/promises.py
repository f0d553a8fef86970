"""What we said we would deliver."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, ID, KEY, Kept, said


class Promise(SQLModel, table=True):
    """`first_due_on` is empty until it was moved. `moved`: each day on which it was, with the date from then
    (`2026-11-10>2026-11-20`, `;` between). `batch`: the logged line that brought it."""

    __table_args__ = (
        Index("ix_promise_account", "account_id", "due_on"),
        Index("ix_promise_batch", "batch", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("done_on")))
    promised_on: Optional[date] = None
    first_due_on: Optional[date] = None
    due_on: date
    state: str = short_text(CHOICE, default="open")
    done_on: Optional[date] = None
    moved: str = short_text(CHOICE)
    external_id: str = short_text(ID)
    batch: str = short_text(KEY)
    voided_at: Optional[datetime] = None
    created_at: datetime
