"""Accounts whose health fell, as the morning message says it: in the place that it has there, else
in a line of its own."""

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


def in_its_place(f: Fell, reason: str, viewer: Viewer) -> str:
    """Below the `reason` of the account's own place in the message, which may name a cause already."""
    return clip(f"📉 Health fell {_by(f, viewer, above=reason)}", 900)


def _line(f: Fell, viewer: Viewer) -> str:
    return clip(f"📉 *{escape(f.name)}* fell {_by(f, viewer)}", 2900)


def _by(f: Fell, viewer: Viewer, above: str = "") -> str:
    score = "" if f.score is None else f" to {f.score}"
    causes = [cause for why in f.why if (cause := viewer.plain(why)) not in above]
    why = f": {escape('; '.join(causes))}" if causes else ""
    return f"by {round(f.by)} in 7 days{score}{why}."
