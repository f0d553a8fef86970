"""Contacts who turned up at another account."""

from __future__ import annotations

from datetime import date
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class TurnedUp(SQLModel, table=True):
    """`person_id`, who owns one of the accounts, is to hear that the contact `before_id` is on file as
    `contact_id` elsewhere; `outbox_id` the message that said so."""

    __tablename__ = "turned_up"
    __table_args__ = (
        Index("ix_turned_up_person", "workspace_id", "person_id", "outbox_id"),
        {"info": {"read_out": "turned_up"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    person_id: int = Field(foreign_key="person.id")
    contact_id: int = Field(foreign_key="contact.id")
    before_id: int = Field(foreign_key="contact.id")
    certain: bool = False
    on: date
    outbox_id: Optional[int] = Field(default=None, foreign_key="outbox.id")
