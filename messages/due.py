"""Today's list on Home: the accounts of the day's morning message as it stands, then what else is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.coverage import Seen, by_tier, coverage
from rules.phrase import Phrase
from rules.records import TIERS

from .blocks import Block, actions, button, context, escape, section
from .book import Line, state
from .card import CARD_LOG, CARD_PREP
from .carried import AccountRef
from .opening import open_button
from .words import Viewer, count

MOST = 10  # accounts that are named
AT_HAND = 5  # of them with Log and Prep beside


@dataclass(frozen=True, slots=True)
class Morning:
    """An account of the day's morning message: why it stands there, and whether somebody acted on it."""

    account_id: int
    why: Phrase
    done: bool


def listed(
    lines: Sequence[Line], morning: Sequence[Morning], rhythm: Sequence[Seen], viewer: Viewer
) -> list[Block]:
    """How a book stands, and what is to be done in it, as many as are counted: the first ones with what is
    done about them beside; those beyond what fits are counted, too."""
    held = {x.id: x for x in lines}
    first = {m.account_id: m for m in morning if m.account_id in held and not m.done}
    more = [x for x in lines if x.due and x.id not in first]
    head = f"{_head(lines, morning, len(first), len(more), viewer)}{_in_rhythm(rhythm)}"
    blocks = [section(head)]
    today = [(held[i], escape(viewer.plain(m.why))) for i, m in first.items()]
    today += [(x, state(x, viewer)) for x in more]
    for n, (x, why) in enumerate(today[:MOST]):
        blocks += _line(x, why, at_hand=n < AT_HAND)
    if len(today) > MOST:
        blocks.append(context(f"And {len(today) - MOST} more that are due: “My book” has them all."))
    return blocks


def _head(lines: Sequence[Line], morning: Sequence[Morning], first: int, more: int, viewer: Viewer) -> str:
    """What the list holds: of this morning's message, and what is due beside it."""
    of = f"of {len(lines)} in your book"
    done = sum(m.done for m in morning)
    rest = f"*{more} more due* {of}" if more else f"none more due {of}"
    if first:
        return f"*{first} today*, as this morning's message has it{f' ({done} done)' if done else ''}; {rest}"
    if morning and done == len(morning):
        return f"*All of this morning's message done* ({done}); {rest}"
    if more:
        return f"*{count(more, 'account')} due* {of}"
    ahead = next((x for x in lines if x.due_on and x.due_on > viewer.today), None)
    coming = f" The next one: *{escape(ahead.name)}*, {state(ahead, viewer)}." if ahead else ""
    return f"*None due* of {count(len(lines), 'account')} in your book.{coming}"


def _line(x: Line, why: str, at_hand: bool) -> list[Block]:
    text, open_ = f"*{escape(x.name)}* · {x.tier} · {why}", open_button(x.id, x.name, beside=True)
    if not at_hand:
        return [section(text, open_)]
    ref = AccountRef(x.id).pack()
    log = button("Log", CARD_LOG, ref, style="primary", says=f"Log a touch with {x.name}")
    prep = button("Prep", CARD_PREP, ref, says=f"Before you call {x.name}")
    return [section(text), actions([log, prep, open_])]


def _in_rhythm(rhythm: Sequence[Seen]) -> str:
    """35 of 49 in rhythm (A 8 of 12, B 9 of 15, C 18 of 22)."""
    share = coverage(rhythm)
    if not share.whole:
        return ""
    tiers = by_tier(rhythm)
    each = ", ".join(f"{t} {tiers[t].part} of {tiers[t].whole}" for t in TIERS if tiers[t].whole)
    return f"\n{share.part} of {share.whole} in rhythm ({each})"
