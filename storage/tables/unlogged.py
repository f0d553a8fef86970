"""What was typed and is not logged yet."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, KEY, Kept, said


class Unlogged(SQLModel, table=True):
    """A typed line that waits for its form. `token` is the key that what it brings is stored under, and
    passed on under; `outbox_id` the message that gave it back; `question_id` the question that it answers or
    may answer; `became` empty until it was logged, planned, noted, passed on or
    dismissed."""

    __table_args__ = (
        UniqueConstraint("workspace_id", "token"),
        Index("ix_unlogged_person", "workspace_id", "person_id", "closed_at"),
        {"info": {"read_out": "unlogged_lines"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    token: str = short_text(KEY, default=...)
    text: str = long_text(said(by="person_id", kept=Kept("opened_at")))
    opened_at: datetime
    told_at: Optional[datetime] = None
    outbox_id: Optional[int] = Field(default=None, foreign_key="outbox.id")
    question_id: Optional[int] = Field(default=None, foreign_key="question.id")
    became: str = short_text(CHOICE)
    closed_at: Optional[datetime] = None
