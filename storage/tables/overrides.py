"""What people say of an account's health, in place of the computed band."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, Kept, said


class Override(SQLModel, table=True):
    """It holds from `from_on` to `until_on`, both included; `ended_on`: taken back, or another one took its
    place."""

    __table_args__ = (
        Index("ix_override_account", "account_id", "id"),
        {"info": {"read_out": "health_overridden"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    band: str = short_text(CHOICE)
    reason: str = long_text(said(by="by_id", account="account_id", kept=Kept("until_on")))
    from_on: date
    until_on: date
    ended_on: Optional[date] = None
    created_at: datetime
