"""A accounts that go, or went, to the manager of their owner."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, Kept, said


class Escalation(SQLModel, table=True):
    """Late since `late_on`, whoever owned it then (`owner_id`); from `due_at`, on `on` where they are, it
    goes to `to_id`, and went there on `went_on`. `became`: empty while it stands, left (by `ended_by_id`,
    until `until_on`, and `why`), or over."""

    __table_args__ = (
        Index("ix_escalation_account", "account_id", "id"),
        Index("ix_escalation_due", "became", "workspace_id", "went_on", "due_at"),
        Index("ix_escalation_to", "to_id", "workspace_id", "became"),
        {"info": {"read_out": "escalated"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    owner_id: int = Field(foreign_key="person.id")
    late_on: date
    on: date
    due_at: datetime
    to_id: Optional[int] = Field(default=None, foreign_key="person.id")
    went_on: Optional[date] = None
    became: str = short_text(CHOICE)
    until_on: Optional[date] = None
    why: str = long_text(said(by="ended_by_id", account="account_id", kept=Kept("until_on")))
    ended_on: Optional[date] = None
    ended_at: Optional[datetime] = None
    ended_by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    created_at: datetime
