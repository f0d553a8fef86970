"""What customers are unhappy about."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, ID, KEY, Kept, said


class Concern(SQLModel, table=True):
    """`kind` is empty until somebody said it. `closed_on`: the customer was told what was `done`, by
    `closed_by_id`. `batch`: the logged line that brought it."""

    __table_args__ = (
        Index("ix_concern_account", "account_id", "raised_on"),
        Index("ix_concern_batch", "batch", "workspace_id"),
        Index("ix_concern_open", "closed_on", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("closed_on")))
    kind: str = short_text(CHOICE)
    raised_on: date
    closed_on: Optional[date] = None
    done: str = long_text(said(by="closed_by_id", account="account_id", kept=Kept("closed_on")))
    closed_by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    external_id: str = short_text(ID)
    batch: str = short_text(KEY)
    voided_at: Optional[datetime] = None
    created_at: datetime
