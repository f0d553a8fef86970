"""What we sell now, and which customer is to buy more of it, step by step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, ID, KEY, Kept, said

_CLOSED = Kept("closed_on")


class Offer(SQLModel, table=True):
    """`key` is the name as names are compared. `retired_on`: it is sold no more. `kept_on`: somebody said
    last that it stays though nobody bought it for long."""

    __table_args__ = (UniqueConstraint("workspace_id", "key"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    name: str = short_text(said(by="by_id"))
    key: str = short_text(KEY)
    gain: str = long_text(said(by="by_id"))
    sends: str = long_text(said(by="by_id"))
    since_on: Optional[date] = None
    retired_on: Optional[date] = None
    kept_on: Optional[date] = None
    external_id: str = short_text(ID)
    created_at: datetime


class Upsell(SQLModel, table=True):
    """`step` says how far it came; each has its day and the day by which the next is due. `sender_id` sends
    what `sends` names, by `send_by`. `step_by_id`: who took the last step, and may take it back."""

    __table_args__ = (
        Index("ix_upsell_account", "account_id", "targeted_on"),
        Index("ix_upsell_step", "step", "workspace_id"),
        Index("ix_upsell_sender", "sender_id", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    step: str = short_text(CHOICE, default="target")
    step_by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    competitors: str = short_text(said(by="by_id", account="account_id", kept=_CLOSED))
    need_id: Optional[int] = Field(default=None, foreign_key="need.id")
    offer_id: Optional[int] = Field(default=None, foreign_key="offer.id")
    gain: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    sends: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    sender_id: Optional[int] = Field(default=None, foreign_key="person.id")
    targeted_on: Optional[date] = None
    explore_by: Optional[date] = None
    explored_on: Optional[date] = None
    offer_by: Optional[date] = None
    offered_on: Optional[date] = None
    send_by: Optional[date] = None
    accepted_on: Optional[date] = None
    sent_on: Optional[date] = None
    answer_by: Optional[date] = None
    closed_on: Optional[date] = None
    why: str = long_text(said(by="by_id", account="account_id", kept=_CLOSED))
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime
