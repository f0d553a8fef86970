"""The workspace, its people, and what they did."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import json, short_text
from .written import CHOICE, COMPANY, ID, KEY, PERSON, person, said


class Workspace(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    team_id: Optional[str] = short_text(ID, default=None, unique=True)
    name: str = short_text(COMPANY)
    bot_user_id: str = short_text(ID)
    secret: str = short_text(KEY, default=...)
    sending: bool = False
    policy: dict[str, Any] = json(said())
    held_until: Optional[datetime] = None
    held_why: str = short_text(said())
    synced_at: Optional[datetime] = None
    ticked_at: Optional[datetime] = None
    restored_at: Optional[datetime] = None
    importing_since: Optional[datetime] = None
    imported_at: Optional[datetime] = None
    """When the last import was through."""
    recompute_after: Optional[int] = None
    settle_after: Optional[int] = None
    contacts_seen: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    """The newest contact of whom it was looked whether they were at another account before."""
    created_at: datetime


class Person(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("workspace_id", "email"),
        UniqueConstraint("workspace_id", "slack_id"),
        Index("ix_person_plan", "workspace_id", "plan_at"),
        Index("ix_person_digest", "workspace_id", "digest_at"),
        Index("ix_person_friday", "workspace_id", "friday_at"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    email: str = short_text(PERSON, default=...)
    name: str = short_text(person(then="Erased person"))
    role: str = short_text(CHOICE, default="rep")
    is_admin: bool = False
    manager_id: Optional[int] = Field(default=None, foreign_key="person.id", index=True)
    zone: str = short_text(PERSON, default="UTC")
    country: str = short_text(PERSON)
    locale: str = short_text(PERSON, default="en-US")
    slack_id: Optional[str] = short_text(PERSON, default=None)
    dm_channel: str = short_text(PERSON)
    active: bool = True
    left_on: Optional[date] = None
    """Since when they are not with us any more, whatever Slack says."""
    week: str = short_text(CHOICE, default="12345")
    """The ISO weekdays that they work."""
    calendar: str = short_text(PERSON)
    """Their week and when they are away, as rules/away.py packs it."""
    plan_at: Optional[datetime] = None
    digest_at: Optional[datetime] = None
    friday_at: Optional[datetime] = None
    quiet_days: str = short_text(CHOICE, server_default="")
    """Days on which the mornings of their whole team hold A accounts and dated reasons alone."""
    own_messages: str = short_text(PERSON, server_default="")
    """What they chose of their messages (rules/delivery/own.py); JSON; nothing: as the team's."""


class Audit(SQLModel, table=True):
    __table_args__ = (
        Index("ix_audit_row", "noun", "row_id"),
        Index("ix_audit_by", "by_id", "at"),
        Index("ix_audit_account", "workspace_id", "account_id", "at"),
        {"info": {"read_out": "done"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    at: datetime
    by_id: Optional[int] = None
    did: str = short_text(CHOICE, default=...)
    noun: str = short_text(CHOICE, default=...)
    row_id: int
    account_id: Optional[int] = None
    """The account whose history shows it."""
    change: dict[str, Any] = json(said(by="by_id", account="account_id"))
