"""Accounts that may be one, with both taps for each pair; one line about them a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.duplicates import Alike

from . import blocks
from .blocks import Message, actions, button, escape, message, section
from .carried import Value
from .merging import MERGE_OPEN, Merging
from .words import count

MERGE_TWO = "merge.two"
MERGE_LIST = "merge.list"
PAGE = 10  # pairs


@dataclass(frozen=True, slots=True)
class PairRef(Value):
    """Two accounts that may be one."""

    account: int
    other: int
    page: int = 0


def duplicates(those: Sequence[Alike], page: int = 0, said: str = "") -> Message:
    """Accounts that may be one, by what; each pair with both taps."""
    if not those:
        text = "No two accounts look like one."
        return message(text, [*([section(said)] if said else []), section(text)])
    head = f"{count(len(those), 'pair')} of accounts may be one."
    parts = [section(said)] if said else []
    parts.append(section(f"*{head}*"))
    for pair in those[page * PAGE : (page + 1) * PAGE]:
        names = f"{pair.first.name} and {pair.other.name}"
        ref = PairRef(pair.first.id, pair.other.id, page)
        parts.append(
            section(
                f"*{escape(pair.first.name)}* and *{escape(pair.other.name)}* · same {' and '.join(pair.by)}"
            )
        )
        parts.append(
            actions(
                [
                    button(
                        "Merge",
                        MERGE_OPEN,
                        Merging(pair.first.id, other=pair.other.id).pack(),
                        says=f"Merge {names}",
                    ),
                    button("They are two", MERGE_TWO, ref.pack(), says=f"They are two: {names}"),
                ]
            )
        )
    turns = blocks.turns(
        button("Back", MERGE_LIST, PairRef(0, 0, page - 1).pack()) if page else None,
        button("More", MERGE_LIST, PairRef(0, 0, page + 1).pack())
        if (page + 1) * PAGE < len(those)
        else None,
        [],
    )
    return message(head, [*parts, *turns])


def proposed(pairs: int) -> Message:
    """One line for admins, once a month."""
    text = f"{count(pairs, 'pair')} of accounts may be one: `/account duplicates` shows them."
    return message(text, [section(text, button("Show", MERGE_LIST, PairRef(0, 0).pack()))])


def two(one: str, other: str) -> str:
    return f"Noted: *{escape(one)}* and *{escape(other)}* are two."
