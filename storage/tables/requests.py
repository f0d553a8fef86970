"""What customers asked us."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import ID, KEY, Kept, said


class Request(SQLModel, table=True):
    """`asked_at` and `answered_at` are empty where only the day is known. `created_at` and
    `answer_logged_at`: when somebody said so. `batch`: the logged line that brought it, `answer_batch` the
    one that answered it."""

    __table_args__ = (
        Index("ix_request_account", "account_id", "asked_on"),
        Index("ix_request_batch", "batch", "workspace_id"),
        Index("ix_request_answer_batch", "answer_batch", "workspace_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    account_id: int = Field(foreign_key="account.id")
    contact_id: Optional[int] = Field(default=None, foreign_key="contact.id")
    by_id: int = Field(foreign_key="person.id")
    text: str = long_text(said(by="by_id", account="account_id", kept=Kept("answered_on")))
    asked_on: date
    asked_at: Optional[datetime] = None
    answered_on: Optional[date] = None
    answered_at: Optional[datetime] = None
    answer_logged_at: Optional[datetime] = None
    external_id: str = short_text(ID)
    batch: str = short_text(KEY)
    answer_batch: str = short_text(KEY)
    voided_at: Optional[datetime] = None
    created_at: datetime
