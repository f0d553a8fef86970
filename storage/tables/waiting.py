"""What waits for somebody's tap."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from .columns import short_text
from .written import CHOICE


class Waiting(SQLModel, table=True):
    """Something that waits for a tap of `for_id`, whatever `kind` it is; `subject_id` is the row of its own
    table that the kind means. `outbox_id` is the message that carries its buttons."""

    __table_args__ = (
        Index("ix_waiting_person", "workspace_id", "for_id", "state"),
        Index("ix_waiting_due", "workspace_id", "state", "until_at"),
        Index("ix_waiting_subject", "workspace_id", "kind", "subject_id"),
        {"info": {"read_out": "waited_for"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str = short_text(CHOICE, default=...)
    for_id: int = Field(foreign_key="person.id")
    by_id: int = Field(foreign_key="person.id")
    subject_id: int
    since_at: datetime
    remind_at: datetime
    until_at: datetime
    reminded_at: Optional[datetime] = None
    state: str = short_text(CHOICE, default="open")
    closed_at: Optional[datetime] = None
    outbox_id: Optional[int] = Field(default=None, foreign_key="outbox.id")
