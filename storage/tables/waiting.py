"""What waits for somebody's tap."""

from __future__ import annotations

from datetime import datetime
from typing import Optional

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from .columns import short_text
from .written import CHOICE

_OPEN = text("state = 'open'")
_NEW = text("state = 'open' AND reminded_at IS NULL")


class Waiting(SQLModel, table=True):
    """Something that waits for a tap of `for_id`, whatever `kind` it is; `subject_id` is the row of its own
    table that the kind means. `outbox_id` is the message that carries its buttons."""

    __table_args__ = (
        Index("ix_waiting_person", "workspace_id", "for_id", "state"),
        Index("ix_waiting_due", "workspace_id", "state", "until_at"),
        Index("ix_waiting_subject", "workspace_id", "kind", "subject_id"),
        Index("ix_waiting_open", "workspace_id", "kind", sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_waiting_remind", "workspace_id", "remind_at", sqlite_where=_NEW, postgresql_where=_NEW),
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
