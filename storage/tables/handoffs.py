"""Accounts on their way from one expert to the next."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, Kept, said


class Handoff(SQLModel, table=True):
    """An account passing from `giver_id`, who owned it then, to `receiver_id`; `by_id` introduced them.
    `became` is empty while it is under way. `ended_on`: accepted (or moved, expired, withdrawn) on that
    date; `greet_by`: the last day for the receiver's first touch; `followed_at`: when that was looked for."""

    __table_args__ = (
        Index("ix_handoff_account", "account_id", "id"),
        Index("ix_handoff_greet", "followed_at", "workspace_id", "greet_by"),
        {"info": {"read_out": "introductions"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    giver_id: int = Field(foreign_key="person.id")
    receiver_id: int = Field(foreign_key="person.id")
    since_on: date
    landmines: str = long_text(said(by="by_id", account="account_id", kept=Kept("ended_on")))
    question: str = long_text(said(by="receiver_id", account="account_id", kept=Kept("ended_on")))
    answer: str = long_text(said(by="giver_id", account="account_id", kept=Kept("ended_on")))
    became: str = short_text(CHOICE)
    ended_on: Optional[date] = None
    greet_by: Optional[date] = None
    followed_at: Optional[datetime] = None
    created_at: datetime
