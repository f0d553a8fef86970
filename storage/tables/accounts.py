"""Accounts: what they are called, how they stand, who cares for them, whom one meets there."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Column, Index, String, UniqueConstraint, false
from sqlalchemy.types import TypeEngine
from sqlmodel import Field, SQLModel

from .columns import STAYS, minor, short_text
from .written import CHOICE, COMPANY, CONTACT, ID, KEY, said

_ABOUT, _AT = said(account="id"), said(account="account_id")


def _folded() -> TypeEngine[str]:
    """Text that is compared sign by sign on both databases: a beginning is a range of it."""
    return String().with_variant(String(collation="C"), "postgresql")


class Account(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_account_look", "workspace_id", "owner_id", "look_at"),
        Index("ix_account_reassess", "workspace_id", "reassess_at"),
        Index("ix_account_fall_look", "workspace_id", "fall_look_at"),
        Index("ix_account_escalate", "workspace_id", "escalate_at"),
        Index("ix_account_external", "workspace_id", "external_id"),
        Index("ix_account_merged", "workspace_id", "merged_into_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str = short_text(COMPANY, default=...)
    key: str = short_text(KEY, default=...)
    owner_id: int = Field(foreign_key="person.id", index=True)
    tier: str = short_text(CHOICE, default="C")
    tier_proposal: str = short_text(CHOICE)
    status: str = short_text(CHOICE, default="active")
    status_reason: str = short_text(_ABOUT)
    cadence_days: Optional[int] = None
    paused_until: Optional[date] = None
    segment: str = short_text(CHOICE)
    industry: str = short_text(_ABOUT)
    country: str = short_text(_ABOUT)
    domain: str = short_text(COMPANY)
    external_id: str = short_text(ID)
    services: str = short_text(_ABOUT)
    aliases: str = short_text(COMPANY)
    annual_given: Optional[int] = Field(default=None, sa_type=minor())
    currency: str = short_text(CHOICE)
    annual: Optional[int] = Field(default=None, sa_type=minor())
    margin: str = short_text(CHOICE)
    started_on: Optional[date] = None
    renews_given: Optional[date] = None
    renews_on: Optional[date] = None
    parent_id: Optional[int] = Field(default=None, foreign_key="account.id", index=True)
    served_through_parent: bool = False
    asks_owner: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """A file gave it to its owner, who has not said yet whether it is theirs."""
    added_on: date
    exists_on: date
    due_on: Optional[date] = None
    look_at: Optional[datetime] = None
    reassess_at: Optional[datetime] = None
    fall_look_at: Optional[datetime] = None
    """When to look whether its health fell (storage/alarms.py)."""
    at_risk: bool = False
    trouble: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    failed_why: str = short_text(_ABOUT, server_default="")
    snoozed_until: Optional[date] = None
    not_needed_until: Optional[date] = None
    last_meaningful_at: Optional[datetime] = None
    team_goal: str = short_text(_ABOUT, server_default="")
    earns_by: str = short_text(_ABOUT, server_default="")
    """How the customer itself earns, and keeps its own customers."""
    escalate_at: Optional[datetime] = None
    """When to say that it goes to the manager of its owner (storage/escalations.py)."""
    merged_into_id: Optional[int] = Field(default=None, foreign_key="account.id", sa_column_kwargs=STAYS)
    """The account that it is one with: then it stands as churned, and nobody is shown it any more."""


class AccountName(SQLModel, table=True):
    """Beginnings under which an account is found: its name, aliases, and from each later word of them."""

    __tablename__ = "account_name"
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True, sa_column_kwargs=STAYS)
    key: str = Field(sa_column=Column(_folded(), nullable=False, info={"written": KEY}))
    whole: bool = False


class NamePiece(SQLModel, table=True):
    """Pieces of the words of names, by which one is found that was typed with a slip or in part
    (rules/spelling.py). Each word of a workspace stands here once, however many accounts have it."""

    __tablename__ = "name_piece"
    __table_args__ = {"sqlite_with_rowid": False}
    piece: str = Field(sa_column=Column(_folded(), primary_key=True, info={"written": KEY}))
    workspace_id: int = Field(foreign_key="workspace.id", primary_key=True)
    word: str = Field(sa_column=Column(_folded(), primary_key=True, info={"written": KEY}))


class Standing(SQLModel, table=True):
    """Owner, tier, status and cadence of an account from a date on, and whether it has one."""

    __table_args__ = {"info": {"read_out": "standings"}}
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True, sa_column_kwargs=STAYS)
    from_on: date
    owner_id: int = Field(foreign_key="person.id", index=True)
    tier: str = short_text(CHOICE, default=...)
    status: str = short_text(CHOICE, default="active")
    cadence_days: Optional[int] = None
    served_through_parent: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    until: Optional[date] = None
    reason: str = short_text(said(by="by_id", account="account_id"))
    by_id: Optional[int] = None


class AccountTeam(SQLModel, table=True):
    __tablename__ = "account_team"
    __table_args__ = (UniqueConstraint("account_id", "person_id"), {"info": {"read_out": "on_the_team_of"}})
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = short_text(CHOICE, server_default="")
    left_at: Optional[datetime] = None


class Contact(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    name: str = short_text(CONTACT, default=...)
    key: str = short_text(KEY)
    email: str = short_text(CONTACT)
    title: str = short_text(_AT)
    role: str = short_text(CHOICE, default="other")
    prefers: str = short_text(_AT)
    birthday: str = short_text(CONTACT)
    added_on: Optional[date] = None
    left_on: Optional[date] = None
    external_id: str = short_text(CONTACT)
    moved_on: Optional[date] = None
    """Since when they do something else inside the customer."""
    successor_id: Optional[int] = Field(default=None, foreign_key="contact.id")
    """Who came after them, once they left or moved."""
    mourning_until: Optional[date] = None
    same_as_id: Optional[int] = Field(default=None, foreign_key="contact.id")
    """Who they are at the account that theirs was merged into: nobody is shown this row any more."""
