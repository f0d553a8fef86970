"""What people are shown and asked about accounts, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import json, long_text, short_text
from .written import CHOICE, ID, KEY, Kept, said


class Nudge(SQLModel, table=True):
    """One account's place in one rep's bundle, and what became of it."""

    __table_args__ = (
        Index("ix_nudge_account", "account_id", "local_on"),
        Index("ix_nudge_outbox", "outbox_id"),
        Index("ix_nudge_rep", "rep_id", "local_on"),
        {"info": {"read_out": "shown_in_messages"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    rep_id: int = Field(foreign_key="person.id")
    for_id: Optional[int] = Field(default=None, foreign_key="person.id")
    """Whose account it is, where the one who is told of it only covers for them."""
    account_id: int = Field(foreign_key="account.id")
    outbox_id: int = Field(foreign_key="outbox.id")
    local_on: date
    place: int
    reason: dict[str, Any] = json(said(account="account_id", kept=Kept("local_on", keys=("why", "ask"))))
    stuck: bool = False
    state: str = short_text(CHOICE, default="planned")
    sent_at: Optional[datetime] = None
    acted_at: Optional[datetime] = None
    outcome: str = short_text(CHOICE)
    batch: str = short_text(KEY)


class Snooze(SQLModel, table=True):
    __table_args__ = {"info": {"read_out": "put_off"}}
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    kind: str = short_text(CHOICE, default="snooze")
    reason: str = short_text(said(by="by_id", account="account_id"))
    until_on: date
    ended_by_batch: str = short_text(KEY, server_default="")
    created_at: datetime


class Digest(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("workspace_id", "person_id", "week"),
        {"info": {"read_out": "digests"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    week: str = short_text(ID, default=...)
    ends_on: date
    outbox_id: int = Field(foreign_key="outbox.id")


class Insight(SQLModel, table=True):
    __table_args__ = {"info": {"read_out": "insights"}}
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id"))
    tier: str = short_text(CHOICE)
    industry: str = short_text(said(by="by_id"))
    until_on: date
    country: str = short_text(said(by="by_id"), server_default="")
    service: str = short_text(said(by="by_id"), server_default="")
    tell_by: Optional[date] = None
    created_at: datetime


class Told(SQLModel, table=True):
    """An account that heard of a notice (an insight with a deadline). `batch`: the touch that told it."""

    __table_args__ = (UniqueConstraint("insight_id", "account_id"), {"info": {"read_out": "notices_told"}})
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    insight_id: int = Field(foreign_key="insight.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    batch: str = short_text(KEY)
    created_at: datetime


class Question(SQLModel, table=True):
    """What a manager asked an account's owner, and what came back. `outbox_id` is the message that carries
    it."""

    __table_args__ = (
        Index("ix_question_to", "to_id", "workspace_id", "answered_at"),
        {"info": {"read_out": "questions"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    to_id: int = Field(foreign_key="person.id")
    outbox_id: int = Field(foreign_key="outbox.id", index=True)
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("asked_at")))
    answer: str = long_text(said(by="to_id", account="account_id", kept=Kept("asked_at")))
    asked_at: datetime
    answered_at: Optional[datetime] = None
