"""Every table. Each carries `workspace_id`; instants are UTC; money is integer minor units. Nothing here leaves storage/."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Optional, cast

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, MetaData, String, Table, Text, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata


def _json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def _text() -> Any:
    return Field(default="", sa_column=Column(Text, nullable=False, default="", server_default=""))


def _minor() -> Any:
    """Minor units: more than 32 bits hold, and an integer of SQLite has 64 anyway."""
    return BigInteger().with_variant(Integer(), "sqlite")


_FAILED = text("failed_why != ''")


class Workspace(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    team_id: Optional[str] = Field(default=None, unique=True)
    name: str = ""
    bot_user_id: str = ""
    secret: str
    sending: bool = False
    policy: dict[str, Any] = _json()
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


class Account(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_account_look", "workspace_id", "owner_id", "look_at"),
        Index("ix_account_reassess", "workspace_id", "reassess_at"),
        Index("ix_account_external", "workspace_id", "external_id"),
        Index("ix_account_failed", "workspace_id", sqlite_where=_FAILED, postgresql_where=_FAILED),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    name: str
    key: str
    owner_id: int = Field(foreign_key="person.id", index=True)
    tier: str = "C"
    tier_proposal: str = ""
    status: str = "active"
    status_reason: str = ""
    cadence_days: Optional[int] = None
    paused_until: Optional[date] = None
    segment: str = ""
    industry: str = ""
    country: str = ""
    domain: str = ""
    external_id: str = ""
    services: str = ""
    aliases: str = ""
    annual_given: Optional[int] = Field(default=None, sa_type=_minor())
    currency: str = ""
    annual: Optional[int] = Field(default=None, sa_type=_minor())
    margin: str = ""
    started_on: Optional[date] = None
    renews_given: Optional[date] = None
    renews_on: Optional[date] = None
    parent_id: Optional[int] = Field(default=None, foreign_key="account.id", index=True)
    served_through_parent: bool = False
    added_on: date
    exists_on: date
    due_on: Optional[date] = None
    look_at: Optional[datetime] = None
    reassess_at: Optional[datetime] = None
    at_risk: bool = False
    trouble: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    failed_why: str = Field(default="", sa_column_kwargs={"server_default": ""})
    snoozed_until: Optional[date] = None
    not_needed_until: Optional[date] = None
    last_meaningful_at: Optional[datetime] = None


class AccountName(SQLModel, table=True):
    """Beginnings under which an account is found: its name, aliases, and from each later word of them."""

    __tablename__ = "account_name"
    __table_args__ = (Index("ix_account_name_key", "workspace_id", "key"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    key: str = Field(sa_column=Column(String().with_variant(String(collation="C"), "postgresql"), nullable=False))
    whole: bool = False


class Standing(SQLModel, table=True):
    """Owner, tier, status and cadence of an account from a date on."""

    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    from_on: date
    owner_id: int = Field(foreign_key="person.id", index=True)
    tier: str
    status: str = "active"
    cadence_days: Optional[int] = None
    until: Optional[date] = None
    reason: str = ""
    by_id: Optional[int] = None


class AccountTeam(SQLModel, table=True):
    __tablename__ = "account_team"
    __table_args__ = (UniqueConstraint("account_id", "person_id"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    person_id: int = Field(foreign_key="person.id")


class Contact(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    name: str
    key: str = ""
    email: str = ""
    title: str = ""
    role: str = "other"
    prefers: str = ""
    birthday: str = ""
    added_on: Optional[date] = None
    left_on: Optional[date] = None
    external_id: str = ""


class Touch(SQLModel, table=True):
    __table_args__ = (
        Index("ix_touch_account", "account_id", "at"),
        Index("ix_touch_author", "by_id", "at"),
        Index("ix_touch_batch", "workspace_id", "batch"),
        Index("ix_touch_external", "workspace_id", "external_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    at: datetime
    day_only: bool = False
    channel: str = "call"
    direction: str = "outbound"
    outcome: str = "reached"
    purpose: str = ""
    minutes: int = 0
    estimated: bool = True
    sentiment: str = ""
    note: str = _text()
    noted: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    external_id: str = ""
    batch: str = ""
    voided_at: Optional[datetime] = None
    created_at: datetime


class TouchContact(SQLModel, table=True):
    __tablename__ = "touch_contact"
    touch_id: int = Field(foreign_key="touch.id", primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", primary_key=True, index=True)
    workspace_id: int = Field(foreign_key="workspace.id")


class NextStep(SQLModel, table=True):
    __tablename__ = "next_step"
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    text: str = _text()
    on: Optional[date] = None
    batch: str = ""
    done_at: Optional[datetime] = None
    done_by_batch: str = ""


class Revenue(SQLModel, table=True):
    __table_args__ = (Index("ix_revenue_account", "account_id", "on"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    on: date
    kind: str
    amount: int = Field(sa_type=_minor())
    currency: str = ""
    service: str = ""
    external_id: str = ""


class Nudge(SQLModel, table=True):
    """One account's place in one rep's bundle, and what became of it."""

    __table_args__ = (
        Index("ix_nudge_account", "account_id", "local_on"),
        Index("ix_nudge_outbox", "outbox_id"),
        Index("ix_nudge_rep", "rep_id", "local_on"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    rep_id: int = Field(foreign_key="person.id")
    account_id: int = Field(foreign_key="account.id")
    outbox_id: int = Field(foreign_key="outbox.id")
    local_on: date
    place: int
    reason: dict[str, Any] = _json()
    stuck: bool = False
    state: str = "planned"
    sent_at: Optional[datetime] = None
    acted_at: Optional[datetime] = None
    outcome: str = ""
    batch: str = ""


class Snooze(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    kind: str = "snooze"
    reason: str = ""
    until_on: date
    ended_by_batch: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_at: datetime


class Digest(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("workspace_id", "person_id", "week"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    week: str
    ends_on: date
    outbox_id: int = Field(foreign_key="outbox.id")


class Insight(SQLModel, table=True):
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    text: str = _text()
    tier: str = ""
    industry: str = ""
    until_on: date
    created_at: datetime


class Question(SQLModel, table=True):
    """What a manager asked an account's owner, and what came back. `outbox_id` is the message that carries it."""

    __table_args__ = (Index("ix_question_to", "workspace_id", "to_id", "answered_at"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    to_id: int = Field(foreign_key="person.id")
    outbox_id: int = Field(foreign_key="outbox.id", index=True)
    text: str = _text()
    answer: str = _text()
    asked_at: datetime
    answered_at: Optional[datetime] = None


class Outbox(SQLModel, table=True):
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_outbox_due", "state", "due_at"),
        Index("ix_outbox_person", "person_id", "say"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    kind: str
    say: str
    person_id: Optional[int] = Field(default=None, foreign_key="person.id")
    channel: str = ""
    ts: str = ""
    payload: dict[str, Any] = _json()
    version: int = 1
    state: str = "due"
    due_at: datetime
    not_before: Optional[datetime] = None
    lease_until: Optional[datetime] = None
    claim: str = ""
    tries: int = 0
    first_try_at: Optional[datetime] = None
    unknown_tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    reopened: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    said: str = Field(default="", sa_column_kwargs={"server_default": ""})
    ended_at: Optional[datetime] = None
    unknown_since: Optional[datetime] = None
    plain: bool = False
    last_error: str = ""
    sent_at: Optional[datetime] = None
    created_at: datetime


class Pace(SQLModel, table=True):
    """When each lane of Slack's rates is free again; real instants, shared by all workers."""

    __table_args__ = (UniqueConstraint("workspace_id", "lane"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    lane: str
    free_at: datetime


class Processed(SQLModel, table=True):
    """Requests that were carried out; the key is inserted in the transaction of their effect."""

    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str
    created_at: datetime = Field(index=True)


class ImportRow(SQLModel, table=True):
    """What a file's row said when it was last imported, so that only cells changed in the file are written again."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "key"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str
    key: str
    row_id: int
    cells: str = _text()


class Erased(SQLModel, table=True):
    """Keyed hashes of erased addresses, so that a later import does not bring them back."""

    __table_args__ = (UniqueConstraint("workspace_id", "mark"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    mark: str


class Audit(SQLModel, table=True):
    __table_args__ = (Index("ix_audit_row", "noun", "row_id"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    at: datetime
    by_id: Optional[int] = None
    did: str
    noun: str
    row_id: int
    change: dict[str, Any] = _json()


def table(model: type[SQLModel]) -> Table:
    """The Core table of a model: queries run on it, without building objects."""
    return cast(Table, model.__table__)  # type: ignore[attr-defined]
