"""An account passing to its next expert, as it is said beside other things: on a card, in the digest, to
whoever is told. Never "handed over"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.card import Card
from rules.facts.handoffs import to_greet, waiting
from rules.facts.introduced import ACCEPTED, EXPIRED, LEFT, MOVED, WITHDRAWN, Handoff, Where
from rules.facts.notes import first_words
from rules.facts.passing import Passing
from rules.records import Person
from rules.week import Digest

from .blocks import Block, Message, button, clip, escape, first_few, message, section
from .carried import Value
from .opening import open_button
from .words import Viewer, count

HANDOFF_OPEN = "handoff.open"
INTRODUCE = "Introduce next expert"
TOLD = 10  # that are named in one place


@dataclass(frozen=True, slots=True)
class Introducing(Value):
    """An account to introduce somebody for, and the place in a morning where that was pressed."""

    account: int
    place: int = 0


def introduce_button(account_id: int, name: str = "", place: int = 0) -> Block:
    """`name` is read aloud where several stand below each other."""
    says = f"{INTRODUCE} for {name}" if name else ""
    return button(INTRODUCE, HANDOFF_OPEN, Introducing(account_id, place).pack(), says=says)


def line(card: Card, viewer: Viewer) -> str | None:
    """On a card: who was asked, or whose first touch is still to come."""
    if handoff := waiting(card.record, viewer.today):
        return (
            f"*Introduced:* {escape(handoff.receiver)} as next expert {viewer.day(handoff.since_on)}, "
            f"{_yet(handoff)}"
        )
    handoff = to_greet(card.record, viewer.today)
    if handoff is None or handoff.ended_on is None or handoff.greet_by is None:
        return None
    first = f"first touch by {viewer.day(handoff.greet_by)}"
    if handoff.greet_by < viewer.today:
        first = f"first touch {count((viewer.today - handoff.greet_by).days, 'day')} late"
    return (
        f"*Introduced:* {escape(handoff.receiver)} since {viewer.day(handoff.ended_on)}, from "
        f"{escape(handoff.giver)}; {first}"
    )


def _yet(h: Handoff) -> str:
    """Whom it waits for, after who was introduced when."""
    return f"asks back, waits for {escape(h.waits_for)} to answer" if h.asked_back else "not accepted yet"


def watch(card: Card, viewer: Viewer) -> str | None:
    """Before a call: what the owner was warned of when the account came to them."""
    owner = card.record.account.owner_id
    came = next((h for h in reversed(card.record.handoffs) if h.taken), None)
    if came is None or came.receiver_id != owner or not came.landmines:
        return None
    return f"*Watch out for:* {escape(first_words(came.landmines, 300))}"


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many introductions wait, how many first touches were missed."""
    late = sum(p.late for p in d.passing)
    waits = len(d.passing) - late
    parts = [f"*Introductions waiting*: {waits}"] if waits else []
    parts += [f"*First touch missed*: {late}"] if late else []
    return " · ".join(parts) or None


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """In the digest: who has not accepted yet, and whose first touch was missed."""
    waits, late = [p for p in d.passing if not p.late], [p for p in d.passing if p.late]
    lines = []
    if waits:
        lines.append(f"*Introductions waiting*: {len(waits)}")
        lines += _listed([_waits(p, viewer) for p in waits])
    if late:
        lines.append(f"*First touch missed*: {len(late)}")
        lines += _listed([_late(p, viewer) for p in late])
    return [section("\n".join(lines))] if lines else None


def on_home(those: Sequence[tuple[str, Handoff]], viewer: Viewer) -> list[Block] | None:
    """Those that wait for somebody else; each opens the card."""
    if not those:
        return None

    def painted(one: tuple[str, Handoff]) -> Block:
        name, h = one
        asks = ", asks back" if h.asked_back else ""
        text = (
            f"*{escape(name)}* · for {escape(h.receiver)} since {viewer.day(h.since_on)}, "
            f"from {escape(h.giver)}{asks}"
        )
        return section(text, open_button(h.account_id, name, beside=True))

    return [section(f"*Introductions waiting*: {len(those)}"), *first_few(those, TOLD, painted)]


def _listed(lines: Sequence[str]) -> list[str]:
    more = [f"• and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    return [*(clip(f"• {x}", 140) for x in lines[:TOLD]), *more]


def _waits(p: Passing, viewer: Viewer) -> str:
    h = p.handoff
    out = "" if p.covered else ", out of rhythm"
    asks = f", waits for {_first(h.waits_for)} to answer" if h.asked_back else ""
    pair = f"{_first(h.giver)} to {_first(h.receiver)}"
    return f"{escape(p.name)}: {pair}, since {viewer.day(h.since_on)}{asks}{out}"


def _late(p: Passing, viewer: Viewer) -> str:
    by = f", due {viewer.day(p.handoff.greet_by)}" if p.handoff.greet_by else ""
    return f"{escape(p.name)}: {escape(p.handoff.receiver)}{by}"


def _first(name: str) -> str:
    return escape(name.split()[0] if name.strip() else name)


def stays(handoff: Handoff, where: Where | None, reader_id: int) -> str:
    """What is so of the account, where an introduction came to nothing."""
    if where and where.churned:
        return "The account is churned."
    if where and where.owner_id != handoff.giver_id:
        return f"It is with {'you' if where.owner_id == reader_id else escape(where.owner)} now."
    return f"It stays with {'you' if handoff.giver_id == reader_id else escape(handoff.giver)}."


@dataclass(frozen=True, slots=True)
class Became:
    """What is told of an introduction to an account (`name`): `what` became of it by whom; `instead`: whose
    introduction this ended."""

    what: str
    by: str
    name: str
    handoff: Handoff
    where: Where | None = None
    instead: str = ""


def became(b: Became, reader_id: int) -> Message:
    """What giver, receiver and whoever introduced them are told."""
    h = b.handoff
    account, receiver = f"*{escape(b.name)}*", escape(h.receiver)
    you = "you" if reader_id == h.receiver_id else receiver
    ends = stays(h, b.where, reader_id)
    late = f"The introduction of {you} to {account} was not answered in time. {ends}"
    if h.unanswered:
        whoever = "You" if reader_id == h.giver_id and h.waits_for == h.giver else escape(h.waits_for)
        late = f"{whoever} did not answer in time what {you} asked about {account}: it is over. {ends}"
    over = f"The introduction of {you} to {account} is over. {ends}"
    if h.became == LEFT:
        over = f"The introduction of {you} to {account} is over: {receiver} is no longer active. {ends}"
    instead = f" The introduction of {escape(b.instead)} ended with it." if b.instead else ""
    text = {
        "introduced": f"{escape(b.by)} introduces {receiver} as next expert for {account}. It stays with "
        "you until they accept; both of you may log and change it.",
        ACCEPTED: f"{receiver} accepted {account} and is its next expert from now on.",
        MOVED: f"{escape(b.by)} gave {account} to {receiver}, who has a brief of it.{instead}",
        WITHDRAWN: f"{escape(b.by)} took back the introduction of {you} to {account}. {ends}",
        EXPIRED: late,
        "over": over,
    }[b.what]
    return message(text.replace("*", ""), [section(text, open_button(h.account_id))])


def told(late: Sequence[tuple[str, Handoff]], viewer: Viewer) -> Message:
    """For a manager: new experts of theirs whose first touch did not come in time."""

    def painted(one: tuple[str, Handoff]) -> Block:
        name, h = one
        text = (
            f"{escape(h.receiver)} has not reached *{escape(name)}* since "
            f"{viewer.day(h.ended_on or h.since_on)}: the first touch was due "
            f"{viewer.day(h.greet_by or h.since_on)}."
        )
        return section(text, open_button(h.account_id, name))

    head = f"{count(len(late), 'first touch was', 'first touches were')} missed."
    return message(head, first_few(late, TOLD, painted))


def handed_over(by: str, name: str, account_id: int, to: str, mine: bool) -> Message:
    """What an owner was told before there were introductions; rows of then are still said."""
    text = (
        f"{escape(by)} gave you *{escape(name)}*."
        if mine
        else f"{escape(by)} gave *{escape(name)}* to {escape(to)}."
    )
    return message(text.replace("*", ""), [section(text, open_button(account_id))])
