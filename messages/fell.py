"""Accounts whose health fell, as the morning message says it."""

from __future__ import annotations

from collections.abc import Sequence

from rules.alarms import Fell

from .blocks import Block, clip, context, escape, section
from .opening import open_button
from .words import Viewer, listed

SHOWN = 5  # with a line of their own
NAMED = 20


def in_the_morning(fallen: Sequence[Fell], viewer: Viewer) -> list[Block]:
    """A line each with its card; of many the others by name."""
    blocks = [section(_line(f, viewer), open_button(f.account_id, f.name)) for f in fallen[:SHOWN]]
    if rest := [f.name for f in fallen[SHOWN:]]:
        blocks.append(context(f"Fell, too: {escape(listed(rest, NAMED))}."))
    return blocks


def title(fallen: Sequence[Fell]) -> str:
    """Of a morning that holds nothing else."""
    return "Health of 1 account fell" if len(fallen) == 1 else f"Health of {len(fallen)} accounts fell"


def _line(f: Fell, viewer: Viewer) -> str:
    score = "" if f.score is None else f" to {f.score}"
    why = escape("; ".join(viewer.plain(why) for why in f.why))
    return clip(f"📉 *{escape(f.name)}* fell by {round(f.by)} in 7 days{score}: {why}.", 2900)
