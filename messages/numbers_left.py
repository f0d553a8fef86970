"""Why customers left, by reason with what they brought; and what health had said of them before."""

from __future__ import annotations

from collections.abc import Sequence

from rules.numbers.left import BEFORE, GREEN, Gone, Left, Reason, sums

from .blocks import Block, Message, clip, context, escape, message, section
from .showing import open_menu
from .words import BAND, BAND_MARK, Viewer, count, listed

SHOWN = 15  # reasons, and customers
NAMED = 5
TOGETHER = 5  # lines of a section, which holds 3,000 characters


def why(left: Left, viewer: Viewer) -> Message:
    """The roll-up, then the false-green review; a name opens its card."""
    head = f"Why customers left, the 12 months to {viewer.day(left.on)}"
    if not left.gone:
        return message(head, [section(f"*{head}*\nNobody left.")])
    lines = [f"*{head}*: {count(len(left.gone), 'customer')}{_brought(left.gone, viewer)}"]
    lines += [clip(_reason(r, viewer), 550) for r in left.reasons[:SHOWN]]
    if len(left.reasons) > SHOWN:
        lines.append(f"And {len(left.reasons) - SHOWN} more reasons.")
    rolled = [section("\n".join(lines[n : n + TOGETHER])) for n in range(0, len(lines), TOGETHER)]
    blocks = [*rolled, *_before(left, viewer)]
    named = ((g.id, f"{g.name} ({viewer.day(g.on)})") for g in left.gone[:100])
    return message(head, [*blocks, open_menu(named)])


def _brought(gone: Sequence[Gone], viewer: Viewer) -> str:
    """, $84,000 a year (revenue of 2 unknown). Escaped."""
    money, unknown = sums(gone)
    if not money:
        return ", revenue unknown"
    also = f" (revenue of {unknown} unknown)" if unknown else ""
    return f", {escape(' and '.join(viewer.money(m.minor, m.currency) for m in money))} a year{also}"


def _reason(r: Reason, viewer: Viewer) -> str:
    text = f"“{clip(escape(r.text), 120)}”" if r.text else "_Nobody said_"
    names = escape(listed((g.name for g in r.gone), NAMED))
    return f"• {text}: {len(r.gone)}{_brought(r.gone, viewer)}: {names}"


def _before(left: Left, viewer: Viewer) -> list[Block]:
    """What health showed before they left: how many stood healthy, and each of them."""
    lines = [_green(left, n) for n in BEFORE]
    rows = [_one(g) for g in left.gone[:SHOWN]]
    more = len(left.gone) - SHOWN
    rows += [f"And {more} more."] if more > 0 else []
    return [
        section("*What health said before*\n" + "\n".join(lines)),
        section("\n".join(rows)),
        context(f"Bands {', '.join(map(str, BEFORE))} days before, by what was known of that day."),
    ]


def _green(left: Left, before: int) -> str:
    """Of 6 that left, 4 stood healthy 60 days before: Acme, Globex."""
    looked, green = left.looked_at(before), left.stood(GREEN, before)
    if not looked:
        return f"{before} days before, none of them was on file."
    names = f": {escape(listed((g.name for g in green), NAMED))}" if green else ""
    stood = "none" if not green else str(len(green))
    return f"Of {looked} that left, {stood} stood healthy {before} days before{names}"


def _one(g: Gone) -> str:
    bands = " → ".join(f"{BAND_MARK[b]} {BAND[b]}" if b else "not there yet" for b in g.bands)
    return f"*{clip(escape(g.name), 80)}*: {bands or 'not looked at'}"
