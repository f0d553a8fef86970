"""Files for their owner alone, whatever the umask: databases, backups and exports hold what people wrote
of people."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWN_FILE, OWN_FOLDER = 0o600, 0o700


def own_file(path: str | Path | None) -> None:
    """Have a database's file there before SQLite makes it: the log beside it gets the same mode. One that
    is there stays as it is; where none can be, whoever opens it says so."""
    if path and str(path) != ":memory:" and not os.path.exists(path):
        with suppress(OSError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWN_FILE))


def own_text(path: Path) -> None:
    """An empty file to write a text into; what stood there is gone. Raises OSError."""
    with path.open("w") as file:
        os.chmod(file.fileno(), OWN_FILE)


def own_folder(path: Path) -> None:
    """A folder and those above it that are missing; one that is there stays as it is. Raises OSError."""
    for missing in [p for p in (path, *path.parents) if not p.exists()][::-1]:
        missing.mkdir(mode=OWN_FOLDER, exist_ok=True)
    if not path.is_dir():
        raise NotADirectoryError(20, "it is no folder", str(path))
