"""What must arrive, and what holds its pace."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from .columns import json, short_text
from .written import CHOICE, ID, KEY, Kept, person, said

_PAYLOAD = said(kept=Kept("created_at", keys=("text", "note"), where="say", among=("asked", "shared")))
_BY_US = said()


class Outbox(SQLModel, table=True):
    """`rides_id`: the message that this one goes out in, as a part of it (state `riding` until that is
    sent)."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_outbox_due", "state", "due_at"),
        Index("ix_outbox_person", "person_id", "say"),
        Index("ix_outbox_rides", "rides_id"),
        {"info": {"read_out": "messages"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str = short_text(KEY, default=...)
    kind: str = short_text(CHOICE, default=...)
    say: str = short_text(CHOICE, default=...)
    person_id: Optional[int] = Field(default=None, foreign_key="person.id")
    channel: str = short_text(person(of="person_id"))
    ts: str = short_text(ID)
    payload: dict[str, Any] = json(_PAYLOAD)
    version: int = 1
    state: str = short_text(CHOICE, default="due")
    due_at: datetime
    not_before: Optional[datetime] = None
    lease_until: Optional[datetime] = None
    claim: str = short_text(KEY)
    tries: int = 0
    first_try_at: Optional[datetime] = None
    unknown_tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reopened: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    said: str = short_text(KEY, server_default="")
    ended_at: Optional[datetime] = None
    unknown_since: Optional[datetime] = None
    plain: bool = False
    last_error: str = short_text(_BY_US)
    sent_at: Optional[datetime] = None
    created_at: datetime
    rides_id: Optional[int] = None  # SQLite adds no reference to a table that others refer to


class Pace(SQLModel, table=True):
    """When each lane of Slack's rates is free again; real instants, shared by all workers."""

    __table_args__ = (UniqueConstraint("workspace_id", "lane"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    lane: str = short_text(KEY, default=...)
    free_at: datetime


class Processed(SQLModel, table=True):
    """Requests that were carried out; the key is inserted in the transaction of their effect."""

    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str = short_text(KEY, default=...)
    created_at: datetime = Field(index=True)
