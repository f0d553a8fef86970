"""What customers want to reach, and what they lack."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, minor, short_text
from .written import CHOICE, ID, Kept, said

_CLOSED = Kept("closed_on")


class Need(SQLModel, table=True):
    """`budget` in minor units of `currency`. `status` says how far it came; each has its day, where that is
    known."""

    __table_args__ = (
        Index("ix_need_account", "account_id", "heard_on"),
        Index("ix_need_status", "status", "workspace_id"),
        Index("ix_need_external", "external_id", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    heard_on: Optional[date] = None
    status: str = short_text(CHOICE, default="heard")
    budget: Optional[int] = Field(default=None, sa_type=minor())
    currency: str = short_text(CHOICE)
    offer: str = short_text(said(by="by_id", account="account_id", kept=_CLOSED))
    right_on: Optional[date] = None
    discount: str = short_text(CHOICE)
    explored_on: Optional[date] = None
    offered_on: Optional[date] = None
    closed_on: Optional[date] = None
    why: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime


class Goal(SQLModel, table=True):
    """`due_on`: by when they want it, None where nobody said. `closed_on`: it was reached or given up."""

    __table_args__ = (Index("ix_goal_account", "account_id", "said_on"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    measure: str = short_text(said(by="by_id", account="account_id", kept=_CLOSED))
    said_on: Optional[date] = None
    due_on: Optional[date] = None
    state: str = short_text(CHOICE, default="open")
    closed_on: Optional[date] = None
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime
