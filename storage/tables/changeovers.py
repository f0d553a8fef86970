"""Accounts that change hands together."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import short_text
from .written import CHOICE


class Changeover(SQLModel, table=True):
    """The accounts of `person_id` go to `to_id` from `due_at` on, some at a time (`stage`); `act_id` is its
    line of the audit trail, by which it is undone. `by_id`: nobody where Slack switched somebody off."""

    __table_args__ = (
        Index("ix_changeover_stage", "workspace_id", "stage"),
        Index("ix_changeover_moved", "workspace_id", "stage", "moved_at"),
        Index("ix_changeover_person", "workspace_id", "person_id"),
        Index("ix_changeover_to", "workspace_id", "to_id"),
        {"info": {"read_out": "changeovers"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    to_id: Optional[int] = Field(default=None, foreign_key="person.id")
    by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    why: str = short_text(CHOICE, default=...)
    stage: str = short_text(CHOICE, default=...)
    act_id: Optional[int] = Field(default=None, foreign_key="audit.id")
    due_at: datetime
    moved_at: Optional[datetime] = None
    created_at: datetime


class ChangeoverAccount(SQLModel, table=True):
    """One of its accounts: `act_id` once it has gone, `receiver_id` who is proposed or chosen as its next
    expert, `handoff_id` how they were asked; `became` empty while nobody said to whom it goes."""

    __tablename__ = "changeover_account"
    __table_args__ = (
        Index("ix_changeover_account_of", "changeover_id", "id"),
        Index("ix_changeover_account_handoff", "handoff_id", "workspace_id"),
        {"info": {"read_out": "changeover_accounts"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    changeover_id: int = Field(foreign_key="changeover.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    act_id: Optional[int] = Field(default=None, foreign_key="audit.id")
    receiver_id: Optional[int] = Field(default=None, foreign_key="person.id")
    handoff_id: Optional[int] = Field(default=None, foreign_key="handoff.id")
    became: str = short_text(CHOICE)
