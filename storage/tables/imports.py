"""What is remembered of files, and whom none may bring back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import Column, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from .columns import json, long_text, short_text
from .written import CHOICE, FILE, ID, KEY, person, said


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


class ImportRun(SQLModel, table=True):
    """Files that were brought at once, and what became of them: `by_id` nobody: the command line. `report` is
    what is said of them, `answers` what was asked about them and answered."""

    __tablename__ = "import_run"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index("ix_import_run_state", "workspace_id", "state"),
        {"info": {"read_out": "imports"}},
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    key: str = short_text(KEY, default=...)
    by_id: Optional[int] = Field(default=None, foreign_key="person.id")
    channel: str = short_text(person(of="by_id"))
    outbox_id: Optional[int] = None
    state: str = short_text(CHOICE, default=...)
    keep_good: bool = False
    report: dict[str, Any] = json(said(by="by_id"))
    done: int = 0
    of: int = 0
    created_at: datetime
    went_at: Optional[datetime] = None
    ended_at: Optional[datetime] = None
    ended_by_id: Optional[int] = Field(default=None, foreign_key="person.id")


class ImportFile(SQLModel, table=True):
    """A file of a run until it is taken or let be: its content is packed, and gone after that."""

    __tablename__ = "import_file"
    __table_args__ = (UniqueConstraint("run_id", "place"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    run_id: int = Field(foreign_key="import_run.id")
    place: int
    name: str = short_text(said())
    url: str = short_text(ID)
    size: int = 0
    why: str = short_text(said())
    """Why it could not be had; Tend's own words."""
    content: Optional[bytes] = Field(default=None, sa_column=Column(LargeBinary, info={"written": KEY}))
    """Nobody reads it but an import, which takes out of it whoever was erased; gone within a week."""


class ImportChange(SQLModel, table=True):
    """What a run did to a row, so that it can be undone: `before` and `after` are its cells as stored,
    `memory` what was remembered of it (empty: nothing). A row that the run made is known unchanged by its
    `mark`. `stood` holds an account's standings that were replaced, and what replaced them."""

    __tablename__ = "import_change"
    __table_args__ = (
        UniqueConstraint("run_id", "kind", "row_id"),
        Index("ix_import_change_row", "kind", "row_id"),
    )
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    run_id: int = Field(foreign_key="import_run.id")
    kind: str = short_text(CHOICE, default=...)
    row_id: int
    key: str = short_text(KEY)
    is_new: bool = False
    mark: str = short_text(KEY)
    before: str = long_text(FILE)
    after: str = long_text(FILE)
    memory: str = long_text(FILE)
    stood: dict[str, Any] = json(said())
    became: str = short_text(CHOICE)


class FileAnswer(SQLModel, table=True):
    """What was answered about files with these headings, so that it is asked once."""

    __tablename__ = "file_answer"
    __table_args__ = (UniqueConstraint("workspace_id", "mark"),)
    id: Optional[int] = Field(default=None, primary_key=True)
    workspace_id: int = Field(foreign_key="workspace.id")
    mark: str = short_text(KEY, default=...)
    kind: str = short_text(CHOICE)
    dates: str = short_text(CHOICE)
    numbers: str = short_text(CHOICE)
