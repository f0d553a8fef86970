"""An account's next expert: what receiver and giver get, the list, what was done. Never "hand over"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.introduced import EXPIRED, LEFT, WITHDRAWN, Handoff, Shown
from rules.records import Record

from .blocks import Block, Message, actions, button, context, escape, message, section
from .brief import brief
from .card import CARD_LOG
from .carried import AccountRef, Value
from .introduced import introduce_button, stays
from .opening import CARD_OPEN
from .words import Viewer

HANDOFF_ACCEPT = "handoff.accept"
HANDOFF_ASK = "handoff.ask"
HANDOFF_ANSWER = "handoff.answer"
HANDOFF_WITHDRAW = "handoff.withdraw"


@dataclass(frozen=True, slots=True)
class HandoffRef(Value):
    """An account on its way."""

    handoff: int


def introduction(shown: Shown, record: Record | None, until: date | None, viewer: Viewer) -> Message:
    """For the receiver: the brief with what to watch out for, while it is theirs to know, and what they can
    do. `until`: as long as it waits for them. `record`: None when it can't be read, or is not theirs."""
    h = shown.handoff
    by, name = escape(shown.by), escape(shown.name)
    head = f"{by} introduces you as next expert for *{name}*."
    if h.became == "moved":
        head = f"{by} gave you *{name}*: you are its next expert."
    blocks = [section(head)]
    if record is not None:
        blocks += brief(record, viewer)
    if h.landmines and h.known:
        blocks.append(section(f"*What to watch out for*\n{quoted(h.landmines)}"))
    if h.question:
        answer = f"\n*The answer*\n{quoted(h.answer)}" if h.answer else "\n_No answer yet._"
        blocks.append(section(f"*You asked*\n{quoted(h.question)}{answer}"))
    return message(head.replace("*", ""), [*blocks, *_stands(shown, until, viewer)])


def _stands(shown: Shown, until: date | None, viewer: Viewer) -> list[Block]:
    h = shown.handoff
    ref = AccountRef(h.account_id).pack()
    row = [button("Log", CARD_LOG, ref), button("Open", CARD_OPEN, ref)]
    if not h.became and until is not None:
        note = (
            f"It stays with {escape(h.giver)} until you accept, by {viewer.weekday(until)}. You may log and "
        )
        return [actions([*_answers(h), *row]), context(f"{note}change it already.")]
    if h.taken:
        first = f": first touch by {viewer.weekday(h.greet_by)}" if h.greet_by else ""
        return [section(f"✅ Yours since {viewer.day(h.ended_on or h.since_on)}{first}."), actions(row)]
    if not h.became:
        return [section(f"You asked back; {escape(h.waits_for)} has it."), actions([_accept(h), *row])]
    return [section(f"{_ended(shown)} {stays(h, shown.where, h.receiver_id)}"), actions(row)]


def _ended(shown: Shown) -> str:
    """How one came to nothing."""
    h, where = shown.handoff, shown.where
    if h.became == EXPIRED and h.unanswered:
        return f"{escape(h.waits_for)} did not answer in time."
    if h.became == EXPIRED:
        return "This was not answered in time."
    away = where is not None and (where.churned or where.owner_id != h.giver_id)
    return "This introduction is over." if away or h.became != WITHDRAWN else "This was taken back."


def _answers(h: Handoff) -> list[Block]:
    return [_accept(h), button("Ask back", HANDOFF_ASK, HandoffRef(h.id).pack())]


def _accept(h: Handoff) -> Block:
    return button("Accept", HANDOFF_ACCEPT, HandoffRef(h.id).pack(), style="primary")


def waits_for_receiver(shown: Shown, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    h = shown.handoff
    text = (
        f"{escape(shown.by)} introduces you as next expert for *{escape(shown.name)}*, to accept by "
        f"{viewer.weekday(until)}"
    )
    row = [*_answers(h), button("Open", CARD_OPEN, AccountRef(h.account_id).pack())]
    return [section(text), actions(row)]


def waits_for_giver(shown: Shown, until: date, viewer: Viewer) -> list[Block]:
    h = shown.handoff
    text = (
        f"{escape(h.receiver)} asks about *{escape(shown.name)}* before accepting, to answer by "
        f"{viewer.weekday(until)}\n{quoted(h.question)}"
    )
    return [section(text), actions([_answer(h)])]


def _answer(h: Handoff) -> Block:
    return button("Answer", HANDOFF_ANSWER, HandoffRef(h.id).pack(), style="primary")


def asked(shown: Shown, until: date | None, viewer: Viewer) -> Message:
    """For the giver: what the receiver wants to know first. `until`: as long as it waits for them."""
    h = shown.handoff
    head = f"{escape(h.receiver)} asks about *{escape(shown.name)}* before accepting:"
    blocks = [section(f"{head}\n{quoted(h.question)}")]
    ref = AccountRef(h.account_id).pack()
    if until is not None and not h.became:
        blocks.append(actions([_answer(h), button("Open", CARD_OPEN, ref)]))
        blocks.append(
            context(f"The account stays with you until they accept. Answer by {viewer.weekday(until)}.")
        )
    else:
        said = f"*Your answer*\n{quoted(h.answer)}" if h.answer else "Answered or taken back meanwhile."
        if h.became and not h.answer:
            said = f"{_ended(shown)} {stays(h, shown.where, h.giver_id)}"
        blocks += [section(said), actions([button("Open", CARD_OPEN, ref)])]
    return message(head.replace("*", ""), blocks)


def listed(
    name: str, account_id: int, those: Sequence[Handoff], may_change: bool, viewer: Viewer, did: str = ""
) -> Message:
    """The answer to `/account acme introductions`: who is under way, and who came before."""
    above = f"{did}\n" if did else ""
    title = f"*Next experts of {escape(name)}*" + ("" if those else "\nNobody was introduced yet.")
    blocks = [section(f"{above}{title}")]
    going = next((h for h in those if h.waits), None)
    if going:
        yet = "not accepted yet"
        if going.asked_back:
            yet = f"asks back, waits for {escape(going.waits_for)} to answer"
        text = f"{escape(going.receiver)}, introduced {viewer.day(going.since_on)}: {yet}"
        take_back = button("Withdraw", HANDOFF_WITHDRAW, HandoffRef(going.id).pack())
        blocks.append(section(text, take_back if may_change else None))
    past = [h for h in reversed(those) if not h.waits]
    if past:
        blocks.append(section("\n".join(f"• {_past(h, viewer)}" for h in past[:10])))
    row = [] if going or not may_change else [introduce_button(account_id)]
    blocks.append(actions([*row, button("Card", CARD_OPEN, AccountRef(account_id).pack())]))
    there = "one introduction waits" if going else "no introduction waits"
    return message(f"{did} {escape(name)}: {there}.".strip(), blocks)


def _past(h: Handoff, viewer: Viewer) -> str:
    on = viewer.day(h.ended_on or h.since_on)
    pair = f"{escape(h.giver)} to {escape(h.receiver)}"
    if not h.became:
        return f"{pair}: over, introduced {on}"
    late = "question not answered in time" if h.unanswered else "not answered in time"
    became = {"accepted": "accepted", "moved": "moved at once", EXPIRED: late, LEFT: "over, no longer active"}
    return f"{pair}: {became.get(h.became, 'taken back')} {on}"


def introduced(name: str, receiver: str, until: date, viewer: Viewer, brief_on: date) -> str:
    """The act, confirmed. `brief_on`: the day on which the receiver has the brief at the latest."""
    return (
        f"{escape(receiver)} is introduced as next expert for *{escape(name)}* and gets the brief with their "
        f"next message, by {viewer.weekday(brief_on)}. It stays where it is until they accept, by "
        f"{viewer.weekday(until)}."
    )


def moved(name: str, receiver: str, told: Sequence[str]) -> str:
    heard = f" I tell {escape(' and '.join(told))}." if told else ""
    return f"*{escape(name)}* is with {escape(receiver)} now.{heard}"


def accepted(name: str, greet_by: date | None, viewer: Viewer) -> str:
    """An act, confirmed; of many accounts that came together some come with their own cadence."""
    first = f"first touch by {viewer.weekday(greet_by)}" if greet_by else "it comes when its cadence does"
    return f"✅ *{escape(name)}* is yours: {first}."


def quoted(text: str) -> str:
    """What somebody wrote, line by line."""
    return "\n".join(f">{escape(x)}" for x in text.split("\n"))
