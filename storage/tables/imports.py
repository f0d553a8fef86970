"""What is remembered of files, and whom none may bring back."""

from __future__ import annotations

from typing import Optional

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import long_text, short_text
from .written import CHOICE, FILE, KEY


class ImportRow(SQLModel, table=True):
    """What a file's row said when it was last imported, so that only cells changed in the file are written
    again."""

    __tablename__ = "import_row"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "key"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    kind: str = short_text(CHOICE, default=...)
    key: str = short_text(KEY, default=...)
    row_id: int
    cells: str = long_text(FILE)


class Erased(SQLModel, table=True):
    """Keyed hashes of erased addresses, so that a later import does not bring them back."""

    __table_args__ = (UniqueConstraint("workspace_id", "mark"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    mark: str = short_text(KEY, default=...)
