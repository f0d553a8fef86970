"""Accounts on which the hold was loosened, or is to be."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, Kept, said


class Loosening(SQLModel, table=True):
    """`by_id` (nobody: a file) changed an account from `before` to `after`, or asks for it: nothing `became`
    of it yet. `owner_id` is whose it was then."""

    __table_args__ = (Index("ix_loosening_account", "account_id", "id"), {"info": {"read_out": "loosened"}})
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    owner_id: int = Field(foreign_key="person.id")
    by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    before: str = short_text(CHOICE)  # JSON of rules/facts/loosened.py Stands
    after: str = short_text(CHOICE)
    why: str = long_text(said(by="by_id", account="account_id", kept=Kept("asked_on")))
    asked_on: date
    became: str = short_text(CHOICE)
    ended_on: Optional[date] = None
    ended_by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    created_at: datetime
