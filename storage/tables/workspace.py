"""The workspace, its people, and what they did."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import json


class Workspace(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    team_id: Optional[str] = Field(default=None, unique=True)
    name: str = ""
    bot_user_id: str = ""
    secret: str
    sending: bool = False
    policy: dict[str, Any] = json()
    held_until: Optional[datetime] = None
    held_why: str = ""
    synced_at: Optional[datetime] = None
    ticked_at: Optional[datetime] = None
    restored_at: Optional[datetime] = None
    importing_since: Optional[datetime] = None
    recompute_after: Optional[int] = None
    created_at: datetime


class Person(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("workspace_id", "email"),
        UniqueConstraint("workspace_id", "slack_id"),
        Index("ix_person_plan", "workspace_id", "plan_at"),
        Index("ix_person_digest", "workspace_id", "digest_at"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    email: str
    name: str = ""
    role: str = "rep"
    is_admin: bool = False
    manager_id: Optional[int] = Field(default=None, foreign_key="person.id", index=True)
    zone: str = "UTC"
    country: str = ""
    locale: str = "en-US"
    slack_id: Optional[str] = None
    dm_channel: str = ""
    active: bool = True
    plan_at: Optional[datetime] = None
    digest_at: Optional[datetime] = None


class Audit(SQLModel, table=True):
    __table_args__ = (Index("ix_audit_row", "noun", "row_id"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    at: datetime
    by_id: Optional[int] = None
    did: str
    noun: str
    row_id: int
    change: dict[str, Any] = json()
