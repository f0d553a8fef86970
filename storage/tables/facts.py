"""What happened with an account, and what is to happen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel

from .columns import long_text, minor


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
    note: str = long_text()
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
    text: str = long_text()
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
    amount: int = Field(sa_type=minor())
    currency: str = ""
    service: str = ""
    external_id: str = ""
