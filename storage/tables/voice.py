"""What customers said of us, whom they sent us, how we thanked and treated them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, minor, short_text
from .written import CHOICE, ID, Kept, said


class Feedback(SQLModel, table=True):
    """`kind`: feedback, or a testimonial. `contact`: who was asked, in words."""

    __table_args__ = (
        Index("ix_feedback_account", "account_id", "asked_on"),
        Index("ix_feedback_answered", "answered_on", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    kind: str = short_text(CHOICE, default="feedback")
    asked_on: Optional[date] = None
    state: str = short_text(CHOICE, default="asked")
    answered_on: Optional[date] = None
    contact: str = short_text(said(by="by_id", account="account_id"))
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("answered_on")))
    theme: str = short_text(CHOICE)
    may_use: str = short_text(CHOICE)
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime


class Referral(SQLModel, table=True):
    """`became_id`: the account that the one they sent us became."""

    __table_args__ = (
        Index("ix_referral_account", "account_id", "on"),
        Index("ix_referral_became", "became_id"),
        Index("ix_referral_on", "on", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    kind: str = short_text(CHOICE, default="received")
    on: Optional[date] = None
    who: str = short_text(said(by="by_id", account="account_id"))
    to: str = short_text(said(by="by_id", account="account_id"))
    outcome: str = short_text(CHOICE, default="open")
    closed_on: Optional[date] = None
    became_id: Optional[int] = Field(default=None, foreign_key="account.id")
    thanked_on: Optional[date] = None
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime


class Thanks(SQLModel, table=True):
    """A thank-you or a treat; `cost` in minor units of `currency`."""

    __table_args__ = (Index("ix_thanks_account", "account_id", "on"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    by_id: int = Field(foreign_key="person.id")
    kind: str = short_text(CHOICE, default="thanks")
    on: Optional[date] = None
    text: str = short_text(said(by="by_id", account="account_id", kept=Kept("on")))
    cost: Optional[int] = Field(default=None, sa_type=minor())
    currency: str = short_text(CHOICE)
    external_id: str = short_text(ID)
    voided_at: Optional[datetime] = None
    created_at: datetime
