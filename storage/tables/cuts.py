"""Who stood beside a morning's cut."""

from __future__ import annotations

from datetime import date
from typing import Optional

from sqlalchemy import Index
from sqlmodel import Field, SQLModel


class Cut(SQLModel, table=True):
    """An account that a morning showed last (`shown`), or one of like rank that could wait: two rows of one
    `pair` of a rep's day. `rank` as the morning's order had it, in thousandths."""

    __table_args__ = (
        Index("ix_cut_rep", "rep_id", "local_on"),
        Index("ix_cut_account", "account_id"),
        {"info": {"read_out": "beside_the_cut"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    rep_id: int = Field(foreign_key="person.id")
    account_id: int = Field(foreign_key="account.id")
    outbox_id: int = Field(foreign_key="outbox.id")
    local_on: date
    pair: int
    shown: bool
    rank: int
