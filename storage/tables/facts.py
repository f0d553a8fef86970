"""What happened with an account, and what is to happen."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index, false
from sqlmodel import Field, SQLModel

from .columns import long_text, minor, short_text
from .written import CHOICE, ID, KEY, Kept, said


class Touch(SQLModel, table=True):
    __table_args__ = (
        Index("ix_touch_account", "account_id", "at"),
        Index("ix_touch_author", "by_id", "at"),
        Index("ix_touch_batch", "batch", "workspace_id"),
        Index("ix_touch_external", "external_id", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    at: datetime
    day_only: bool = False
    channel: str = short_text(CHOICE, default="call")
    direction: str = short_text(CHOICE, default="outbound")
    outcome: str = short_text(CHOICE, default="reached")
    purpose: str = short_text(CHOICE)
    minutes: int = 0
    estimated: bool = True
    sentiment: str = short_text(CHOICE)
    note: str = long_text(said(by="by_id", account="account_id", kept=Kept("at")))
    noted: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    external_id: str = short_text(ID)
    batch: str = short_text(KEY)
    voided_at: Optional[datetime] = None
    created_at: datetime


class TouchContact(SQLModel, table=True):
    __tablename__ = "touch_contact"
    __table_args__ = {"info": {"read_out": "touches_with_them"}}
    touch_id: int = Field(foreign_key="touch.id", primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", primary_key=True, index=True)
    workspace_id: int = Field(foreign_key="workspace.id")


class NextStep(SQLModel, table=True):
    __tablename__ = "next_step"
    __table_args__ = (Index("ix_next_step_batch", "batch"), Index("ix_next_step_done", "done_by_batch"))
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("done_at")))
    on: Optional[date] = None
    batch: str = short_text(KEY)
    done_at: Optional[datetime] = None
    done_by_batch: str = short_text(KEY)
    external_id: str = short_text(ID, server_default="")


class Revenue(SQLModel, table=True):
    __table_args__ = (Index("ix_revenue_account", "account_id", "on"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    on: date
    kind: str = short_text(CHOICE, default=...)
    amount: int = Field(sa_type=minor())
    currency: str = short_text(CHOICE)
    service: str = short_text(said(account="account_id"))
    external_id: str = short_text(ID)
