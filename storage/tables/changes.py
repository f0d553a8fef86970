"""What changed at a customer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, ID, Kept, said


class Change(SQLModel, table=True):
    """`behind`: the newest touch with the account when it was noted here, 0 for one of a file."""

    __table_args__ = (Index("ix_change_account", "account_id", "on"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    kind: str = short_text(CHOICE)
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("on")))
    on: date
    noted_on: Optional[date] = None
    behind: int = 0
    answered_on: Optional[date] = None
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime
