"""What customers are unhappy about, as it is said beside other things: on a card, in the digest, on Home,
with a touch."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rules.card import Card
from rules.facts.concerns import FIELD, SOON, named, open_concerns
from rules.facts.entries import Entry
from rules.facts.notes import first_words
from rules.facts.raised import KINDS, Concern
from rules.facts.resolved import OfKind, closed_in_a_year, took
from rules.records import Person, Record
from rules.week import Digest

from .blocks import Block, button, clip, context, escape, field, first_few, option, section, select
from .carried import Value
from .inputs import Filled, choice, text_input
from .opening import open_button
from .words import Viewer, count

CONCERN_RAISE = "concern.raise"
CONCERN_KIND = "concern.kind"

_UNHAPPY = re.compile(
    r"^(?:they(?:'re| are| were)? )?(?:(?:is|are|was|were) )?(?:(?:very|really|quite|still) )?unhappy (?=\w)",
    re.IGNORECASE,
)
TOLD = 5  # that are named in one place
KIND = {
    "delivery": "delivery",
    "quality": "quality",
    "billing": "billing",
    "price": "price",
    "service": "service",
    "product": "product",
    "other": "something else",
}


@dataclass(frozen=True, slots=True)
class RaisedRef(Value):
    """The concern of a logged touch: to be opened, or of a `kind`."""

    batch: str
    kind: str = ""


def line(card: Card, viewer: Viewer) -> str | None:
    """The open ones on a card: the longest, and how many more. Nobody closes those of a churned account,
    which Home and digest leave out."""
    if card.record.account.status == "churned":
        return None
    there = open_concerns(card.record, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*Unhappy:* {escape(about(there[0]))}, {how_long(there[0], viewer)}{more}"


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over: the open ones, the longest first."""
    there = open_concerns(record, viewer.today)
    lines = [f"• {escape(about(c))}, {how_long(c, viewer)}" for c in there[:TOLD]]
    more = [f"• and {len(there) - TOLD} more"] if len(there) > TOLD else []
    return "\n".join(("*Unhappy about*", *lines, *more)) if lines else None


def about(concern: Concern) -> str:
    """What it is behind a word of unhappiness, which it does not say again: “is unhappy about billing” is
    about billing."""
    return _UNHAPPY.sub("", named(concern), count=1) or named(concern)


def how_long(concern: Concern, viewer: Viewer) -> str:
    """Billing, open 9 days; opened today. What its words say is not said again."""
    open_for = (viewer.today - concern.raised_on).days
    kind = "" if _says_kind(concern) else _about(concern)
    return f"{kind}open {count(open_for, 'day')}" if open_for > 0 else f"{kind}since today"


def _says_kind(concern: Concern) -> bool:
    """Whether the words of a concern name its kind."""
    kind = concern.kind.removesuffix("y").removesuffix("e")
    return (
        bool(kind)
        and re.search(rf"\b{kind}(?:y|e|ies|ed|es|s)?\b", named(concern), re.IGNORECASE) is not None
    )


def closed_line(card: Card, viewer: Viewer) -> str | None:
    """How long it took to close the loop in the last year."""
    closed = closed_in_a_year(card.record, viewer.today)
    if not closed:
        return None
    last = closed[0]
    middle = f", {count(took(closed) or 0, 'day')} in the middle" if len(closed) > 1 else ""
    return (
        f"*Concerns closed:* {len(closed)} in a year{middle}; "
        f"{'the last' if len(closed) > 1 else 'it'} took {count(last.took or 0, 'day')}"
    )


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many are open, the longest of them, and how many loops were closed soon."""
    r = d.concerns
    if not r.kinds:
        return None
    longest = f", the longest {count(r.open[0][2], 'day')}" if r.open else ""
    soon = f" · 👏 {len(r.soon)} closed within {SOON} days" if r.soon else ""
    return (f"*Concerns*: {len(r.open)} open" if r.open else "*Concerns*: none open") + longest + soon


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """What is open and longest, by kind how long it takes to close the loop, and what was closed soon."""
    r = d.concerns
    if not r.kinds:
        return None
    head = f"*Concerns*: {len(r.open)} open" if r.open else "*Concerns*: none open"
    longest = [f"{_short(n)} ({_about(c)}{count(days, 'day')})" for n, c, days in r.open[:TOLD]]
    more = f" and {len(r.open) - TOLD} more" if len(r.open) > TOLD else ""
    lines = [head + (f", longest {', '.join(longest)}{more}" if longest else "")]
    if any(k.closed for k in r.kinds):
        lines.append("Closed in a year: " + "; ".join(_of_kind(k) for k in r.kinds if k.closed))
    blocks = [section("\n".join(lines))]
    if r.soon:
        named_ = ", ".join(f"{_short(n)} ({_about(c)}{count(c.took or 0, 'day')})" for n, c in r.soon[:TOLD])
        rest = f" and {len(r.soon) - TOLD} more" if len(r.soon) > TOLD else ""
        when = "in the last 7 days" if d.running else "this week"
        blocks.append(context(f"👏 Loop closed within {SOON} days, {when}: {named_}{rest}."))
    return blocks


def _of_kind(k: OfKind) -> str:
    about = KIND.get(k.kind, "kind not said")
    return f"{about} {k.closed} (median {count(k.median or 0, 'day')})"


def _about(concern: Concern) -> str:
    return f"{KIND[concern.kind]}, " if concern.kind in KIND else ""


def _short(text: str) -> str:
    return clip(escape(first_words(text, 60)), 120)


def waiting(those: Sequence[tuple[str, Concern]], viewer: Viewer) -> list[Block] | None:
    """On Home: open ones of one's accounts, and of the kinds that one looks after; each opens the card."""
    if not those:
        return None

    def painted(one: tuple[str, Concern]) -> Block:
        name, c = one
        open_ = open_button(c.account_id, name, beside=True)
        return section(f"*{escape(name)}* · {escape(named(c))}, {how_long(c, viewer)}", open_)

    return [
        section(f"*{count(len(those), 'concern')} open*: the loop is closed once they were told"),
        *first_few(those, TOLD, painted),
    ]


def kind_input(kind: str) -> Block:
    """What it is about, in a form; left open where nobody said."""
    return field("concern_kind", "About", choice("concern_kind", KINDS, KIND, kind))


def fields(entry: Entry) -> list[Block]:
    """In the log form."""
    return [
        field(
            "concern_text",
            "They are unhappy about",
            text_input("concern_text", entry.concern_text, False, most=FIELD),
            hint="Opens a concern: it stays open until they were told what was done.",
        ),
        kind_input(entry.concern_kind),
    ]


def read(filled: Filled) -> dict[str, Any]:
    return {"concern_text": filled.text("concern_text"), "concern_kind": filled.chosen("concern_kind")}


def logged(entry: Entry, viewer: Viewer) -> str | None:
    """In the receipt of a touch that brought one."""
    if not entry.concern_text:
        return None
    about = f" ({KIND[entry.concern_kind]})" if entry.concern_kind in KIND else ""
    return f"*Concern opened:* {escape(entry.concern_text)}{about}"


def offered(batch: str, entry: Entry, kind: str = "") -> list[Block]:
    """One tap in the receipt of a worried touch, or of one that says what they are unhappy about (`kind`); of
    one that has opened a concern, what it is about."""
    if entry.concern_text:
        kinds = [option(KIND[k].capitalize(), RaisedRef(batch, k).pack()) for k in KINDS]
        fits = all(len(o["value"]) <= 150 for o in kinds)
        return [select("What about?", CONCERN_KIND, kinds)] if fits and not entry.concern_kind else []
    if kind:
        return [button(raise_label(kind), CONCERN_RAISE, RaisedRef(batch, kind).pack())]
    if entry.sentiment != "worried":
        return []
    return [button("Open a concern", CONCERN_RAISE, RaisedRef(batch).pack())]


def raise_label(kind: str) -> str:
    return f"Open a concern: {KIND[kind]}"
