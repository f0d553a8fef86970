"""Import of files: what they bring is taken in. See taking.py."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from ..database import Database
from .files import read_file
from .report import Report, told
from .taking import Progress, take

__all__ = ["Report", "run", "told"]


def run(
    database: Database,
    paths: Iterable[Path],
    now: datetime,
    *,
    dry_run: bool = False,
    keep_good: bool = False,
    progress: Progress = lambda kind, done, of: None,
) -> Report:
    """Import files in any order; see `take`."""
    brought = (read_file(p) for p in paths)
    return take(database, brought, now, dry_run=dry_run, keep_good=keep_good, progress=progress)
