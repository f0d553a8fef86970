"""Accounts whose health fell."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import short_text
from .written import CHOICE


class Alarm(SQLModel, table=True):
    """A fall that an event caused, there since it was computed: `behind` names the factors that tell of it,
    `outbox_id` the message that said so to whoever owned the account."""

    __table_args__ = (
        Index("ix_alarm_fell", "workspace_id", "fell_at"),
        Index("ix_alarm_account", "account_id", "workspace_id", "fell_at"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    fell_at: datetime
    behind: str = short_text(CHOICE)
    outbox_id: Optional[int] = Field(default=None, foreign_key="outbox.id")
