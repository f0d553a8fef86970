"""What somebody is to send to a customer: asked, with the tap that accepts it, then the one that says that it
went out; told to others once it did, or is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.facts.notes import first_words
from rules.facts.sends import LEFT, SENT, Sends
from rules.facts.upsells import offered

from .blocks import Block, Message, actions, button, escape, message, section
from .opening import open_button
from .upsold import UpsellRef, plan_button, sent_button
from .words import Viewer, count

UPSELL_ACCEPT = "upsell.accept"


def told(those: Sequence[Sends], viewer: Viewer, room: int = 3) -> Message:
    """With what else waits: each with its tap, as far as the message has room for."""
    wait = [s for s in those if s.wanted]
    shown, more = wait[:room], wait[room:]
    blocks = [block for s in shown for block in _asked(s, viewer)]
    blocks += [section(_went(s, viewer)) for s in those if not s.wanted]
    if more:
        blocks.append(
            section(f"{count(len(more), 'more thing waits', 'more things wait')} to be sent, on Home.")
        )
    said = _ask(those[0], viewer) if len(those) == 1 else f"{len(those)} things are to be sent."
    return {**message(said.replace("*", ""), blocks), "decides": len(shown)}


def waits_for_sender(s: Sends, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    return _asked(s, viewer)


def _asked(s: Sends, viewer: Viewer) -> list[Block]:
    ref = UpsellRef(s.plan.id).pack()
    row = []
    if not s.plan.accepted_on:
        row.append(button("Accept", UPSELL_ACCEPT, ref, style="primary", says=f"Accept: {s.account}"))
    row += [sent_button(s.plan, s.account), open_button(s.plan.account_id, s.account, beside=True)]
    return [section(_ask(s, viewer)), actions(row)]


def _ask(s: Sends, viewer: Viewer) -> str:
    p = s.plan
    by = f" by {viewer.ahead(p.send_by)}" if p.send_by else ""
    late = p.late_on(viewer.today)
    lateness = f", *{count(late, 'day')} late*" if late else ""
    state = "You send" if p.accepted_on else f"{escape(s.by)} asks you to send"
    what = f"{state} *{escape(s.account)}*{by}{lateness}: {escape(first_words(p.sends, 200))}"
    gain = f"\nOffer: {escape(offered(p))}" + (
        f". They gain: {escape(first_words(p.gain, 160))}" if p.gain else ""
    )
    return what + gain


def _went(s: Sends, viewer: Viewer) -> str:
    what, name = escape(first_words(s.plan.sends, 100)), escape(s.account)
    if s.plan.sent_on:
        return f"✅ Sent to *{name}* {viewer.day(s.plan.sent_on)}: {what}"
    return f"*{name}*: nothing to send any more."


def accepted(s: Sends, viewer: Viewer) -> Message:
    """An act, confirmed."""
    by = f" by {viewer.ahead(s.plan.send_by)}" if s.plan.send_by else ""
    said = f"✅ Yours to send to *{escape(s.account)}*{by}. Tap Sent once it went out."
    return message(said.replace("*", ""), [section(said, sent_button(s.plan, s.account))])


def sent(s: Sends, viewer: Viewer) -> Message:
    text = _went(s, viewer)
    return message(text.replace("*", ""), [section(text)])


def became(s: Sends, did: str, mine: bool, viewer: Viewer) -> Message:
    """What became of it, for whoever sends it (`mine`) or whoever has the account."""
    what, name, who = escape(first_words(s.plan.sends, 100)), escape(s.account), escape(s.plan.sender)
    late = count(s.plan.late_on(viewer.today), "day")
    if did == SENT:
        said = f"✅ {who} sent *{name}*: {what}. Ask them what they think of it."
    elif did == LEFT:
        said = f"Nobody sends *{name}* any more: {what}. {who} is not with us; say who does."
    elif mine:
        said = f"{late} late: {what} for *{name}*, which you send."
    else:
        said = f"{late} late: {what} for *{name}*, which {who} sends."
    tap = (
        sent_button(s.plan, s.account)
        if mine and s.plan.to_send
        else plan_button(s.plan.account_id, s.account)
    )
    return message(said.replace("*", ""), [section(said, tap)])
