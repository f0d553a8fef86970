"""When people are away, and who covers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Absence(SQLModel, table=True):
    """Days away of `person_id`, both ends counted; `voided_at`: taken back before it began."""

    __table_args__ = (
        Index("ix_absence_person", "workspace_id", "person_id", "last_on"),
        Index("ix_absence_cover", "workspace_id", "cover_id", "last_on"),
        {"info": {"read_out": "away"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    cover_id: Optional[int] = Field(default=None, foreign_key="person.id")
    by_id: int = Field(foreign_key="person.id")
    first_on: date
    last_on: date
    voided_at: Optional[datetime] = None
    created_at: datetime
