"""What a receiver is introduced for, many accounts in one message: all at once, or one by one with their
briefs; what became of it, for whoever has them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules.changeovers import Changeover, Offered
from rules.facts.introduced import Handoff
from rules.records import Record
from rules.waiting import ACCEPTED, EXPIRED, WITHDRAWN

from .blocks import Block, Message, actions, button, context, escape, message, section, turns
from .brief import brief
from .handoffs import HANDOFF_ACCEPT, HANDOFF_ASK, HandoffRef
from .opening import open_button
from .to_whom import PAGE, ChangeoverRef, tiers, worth
from .words import Viewer, count

OFFER_ALL = "to_whom.accept"
OFFER_LIST = "to_whom.offered"
OFFER_BRIEF = "to_whom.brief"
NAMED = 6  # accounts in one line


def offers(o: Offered, until: date, viewer: Viewer) -> Message:
    """All that somebody is introduced for, in one message."""
    head = f"{escape(o.by)} introduces you as next expert for {_offered(o)}."
    return message(head, waits_for_receiver(o, until, viewer))


def _offered(o: Offered) -> str:
    of = f" that {escape(o.of.person)} had" if o.of.left else ""
    return f"{count(len(o.lines), 'account')}{of}"


OVER = {
    ACCEPTED: "✅ You answered these introductions.",
    EXPIRED: "Nobody took these accounts over in time: they stay where they are.",
    WITHDRAWN: "These introductions were taken back.",
}


def offer_over(became: str = "") -> Message:
    """What became of it; empty where it is not known."""
    said = OVER.get(became, "These introductions are answered, or were taken back.")
    return message(said, [section(said)])


def waits_for_receiver(o: Offered, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    names = [f"{escape(x.name)} ({x.tier})" for x in o.lines[:NAMED]]
    more = f" and {len(o.lines) - NAMED} more" if len(o.lines) > NAMED else ""
    text = (
        f"{escape(o.by)} introduces you as next expert for *{_offered(o)}* "
        f"({tiers(o.lines)}{worth(o.lines, viewer)}): {', '.join(names)}{more}. "
        f"To accept by {viewer.weekday(until)}."
    )
    ref = ChangeoverRef(o.of.id).pack()
    row = [
        button("Accept all", OFFER_ALL, ref, style="primary", says=f"Accept all {len(o.lines)}"),
        button("One by one", OFFER_LIST, ref),
    ]
    spread = (
        "Their first touches come to your mornings over 5 to 15 working days, A first, never all at once."
    )
    return [section(text), actions(row), context(spread)]


def offered_list(o: Offered, page: int, viewer: Viewer) -> Message:
    """Each with its brief, to accept or to ask back."""
    blocks = [section(f"{escape(o.by)} introduces you for {_offered(o)}")]
    for x in o.lines[page * PAGE : (page + 1) * PAGE]:
        ref = HandoffRef(x.handoff_id or 0).pack()
        brings = f" · {viewer.money(x.annual, '')}" if x.annual else ""
        row = [
            button("Brief", OFFER_BRIEF, ref, says=f"Brief of {x.name}"),
            button("Accept", HANDOFF_ACCEPT, ref, says=f"Accept {x.name}"),
            button("Ask back", HANDOFF_ASK, ref, says=f"Ask back about {x.name}"),
        ]
        blocks += [section(f"*{escape(x.name)}* · {x.tier}{brings}"), actions(row)]
    more = (page + 1) * PAGE < len(o.lines)
    every = button("Accept all", OFFER_ALL, ChangeoverRef(o.of.id).pack(), style="primary")
    blocks += turns(
        button("Previous", OFFER_LIST, ChangeoverRef(o.of.id, page - 1).pack()) if page > 0 else None,
        button("Next", OFFER_LIST, ChangeoverRef(o.of.id, page + 1).pack()) if more else None,
        [every],
    )
    return message(f"{count(len(o.lines), 'introduction waits', 'introductions wait')} for you.", blocks)


def briefed(name: str, handoff: Handoff, record: Record, viewer: Viewer) -> Message:
    """What whoever takes it over has to know."""
    ref = HandoffRef(handoff.id).pack()
    row = [
        button("Accept", HANDOFF_ACCEPT, ref, style="primary"),
        button("Ask back", HANDOFF_ASK, ref),
        open_button(handoff.account_id, name),
    ]
    return message(
        f"The brief of {escape(name)}", [section(f"*{escape(name)}*"), *brief(record, viewer), actions(row)]
    )


def accepted(taken: int, last: date | None, own: int, viewer: Viewer) -> str:
    """An act, confirmed: `last`, the day of the last first touch; `own`: how many come with their cadence."""
    if not taken:
        return "Nothing of that waits for you any more."
    until = f" First touches come one after the other until {viewer.day(last)}, A first." if last else ""
    rest = f" {count(own, 'comes', 'come')} when due by their own cadence." if own else ""
    return f"✅ {count(taken, 'account is', 'accounts are')} yours.{until}{rest}"


class Answered(NamedTuple):
    """So many introductions to accounts of one who left, and who was introduced; `mine`: the reader."""

    of: Changeover
    who: str
    many: int
    mine: bool = False


def told_accepted(those: Sequence[Answered], viewer: Viewer) -> Message:
    """For whoever had them until now."""
    lines = [
        f"{escape(a.who)} accepted {count(a.many, 'account')} of {escape(a.of.person)} and is their next "
        "expert."
        for a in those
    ]
    return message(" ".join(lines), [section(line) for line in lines])


def told_untaken(those: Sequence[Answered], viewer: Viewer) -> Message:
    """Introductions that nobody took in time."""
    lines = []
    for a in those:
        who = "You" if a.mine else escape(a.who)
        of = f"{count(a.many, 'introduction')} to accounts of {escape(a.of.person)}"
        again = "" if a.mine else " `/account to-whom` has them again."
        lines.append(f"{who} did not take {of} in time.{again}")
    return message(" ".join(lines), [section(line) for line in lines])
