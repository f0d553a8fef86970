"""The health line of an installation: on an admin's Home, and in `check`."""

from __future__ import annotations

from rules.installation import TELLING, Installation, says

from .blocks import Block, context, escape
from .words import Viewer


def line(i: Installation, viewer: Viewer) -> str:
    """All of it in one line, what wants a look first; not escaped."""
    parts = says(i)
    first = [p for p in parts if p.kind != TELLING]
    said = [f"⚠️ {viewer.plain(p)}" for p in first]
    return " · ".join([*said, *(viewer.plain(p) for p in parts if p.kind == TELLING)])


def on_home(i: Installation | None, viewer: Viewer) -> list[Block]:
    return [context(f"*How it stands*: {escape(line(i, viewer))}.")] if i else []
