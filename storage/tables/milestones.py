"""The steps of onboarding."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, ID, Kept, said


class Milestone(SQLModel, table=True):
    """`owner_id` is empty while it is whoever owns the account. `moved`: each day on which its date was
    moved, with the date until then (`2026-11-10>2026-11-20`, `;` between). `done_on`: done, or dropped at
    `dropped_at`."""

    __table_args__ = (
        Index("ix_milestone_account", "account_id", "due_on"),
        Index("ix_milestone_owner", "owner_id", "due_on"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    owner_id: Optional[int] = Field(default=None, foreign_key="person.id")
    stage: str = short_text(said(account="account_id"))
    step: str = long_text(said(account="account_id", kept=Kept("done_on")))
    started_on: Optional[date] = None
    due_on: Optional[date] = None
    done_on: Optional[date] = None
    first_value: bool = False
    moved: str = short_text(CHOICE)
    external_id: str = short_text(ID)
    dropped_at: Optional[datetime] = None
    created_at: datetime
