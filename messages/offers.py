"""What we sell now: the list with what each helps a customer with, the form of one, the question whether what
nobody buys stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.notes import first_words
from rules.facts.offer import Offer
from rules.facts.offers import FIELD, MOST, NAME

from .blocks import Block, Message, actions, button, context, escape, field, message, modal, section
from .carried import Value
from .inputs import day_input, text_input
from .sections import Section, lay_out
from .words import Viewer, count

OFFER_ADD = "offer.add"
OFFER_FORM = "offer.form"
OFFER_CHANGE = "offer.change"
OFFER_RETIRE = "offer.retire"
OFFER_BACK = "offer.back"
OFFER_KEEP = "offer.keep"

RETIRED = 10  # that are shown


@dataclass(frozen=True, slots=True)
class OfferRef(Value):
    """An offer; 0: one that is to be added."""

    offer: int = 0


@dataclass(frozen=True, slots=True)
class Offering(Value):
    """What the form was opened for: a new one, or one that is put right. `token` is unique to this opening;
    `over`: the answer takes the place of the message at `response_url`."""

    token: str
    offer: int = 0
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer as the list shows it: since when nobody bought it, where that is asked about; how many open
    plans offer it."""

    offer: Offer
    unsold: date | None = None
    plans: int = 0


@dataclass(frozen=True, slots=True)
class Offers:
    """All of them; `may`: whether the reader says what we sell. `did`: what was just done, or meanwhile."""

    all_of: Sequence[Shown]
    may: bool = False
    did: str = ""

    @property
    def active(self) -> list[Shown]:
        there = (x for x in self.all_of if x.offer.is_active)
        return sorted(there, key=lambda x: (x.unsold is None, x.offer.name.casefold(), x.offer.id))


def offers(o: Offers, viewer: Viewer) -> Message:
    """The answer to `/account offers`."""
    head = f"What we sell: {count(len(o.active), 'offer')}."
    return message(f"{o.did} {head}".strip(), lay_out(LISTED, o, viewer))


def _head(o: Offers, viewer: Viewer) -> list[Block]:
    did = f"{o.did}\n" if o.did else ""
    said = f"{len(o.active)} of at most {MOST}" if o.active else "nothing on the list yet"
    return [section(f"{did}*What we sell now* · {said}")]


def _active(o: Offers, viewer: Viewer) -> list[Block]:
    """Each with the help that a customer gains; what nobody bought for a year first, with its question."""
    blocks: list[Block] = []
    for x in o.active:
        blocks.append(section(_said(x, viewer), None if x.unsold or not o.may else _change(x.offer)))
        if x.unsold and o.may:
            ref, name = OfferRef(x.offer.id).pack(), x.offer.name
            row = [
                button("Retire", OFFER_RETIRE, ref, style="primary", says=f"Retire {name}"),
                button("Keep", OFFER_KEEP, ref, says=f"Keep {name}: asked again in a quarter"),
                _change(x.offer),
            ]
            blocks.append(actions(row))
    return blocks


def _said(x: Shown, viewer: Viewer) -> str:
    o = x.offer
    lines = [f"*{escape(o.name)}*" + (f" · {count(x.plans, 'open plan')}" if x.plans else "")]
    lines += [f"Helps: {escape(first_words(o.gain, FIELD))}"] if o.gain else []
    lines += [f"Marketing sends: {escape(first_words(o.sends, FIELD))}"] if o.sends else []
    lines += [f"⚠️ Unsold since {viewer.day(x.unsold)}, a year and more: retire?"] if x.unsold else []
    return "\n".join(lines)


def _change(o: Offer) -> Block:
    return button("Change", OFFER_CHANGE, OfferRef(o.id).pack(), says=f"Change {o.name}, or retire it")


def _retired(o: Offers, viewer: Viewer) -> list[Block] | None:
    """What is sold no more, the latest first."""
    there = [x.offer for x in o.all_of if not x.offer.is_active]
    there.sort(key=lambda x: (x.retired_on or date.min, x.id), reverse=True)
    if not there:
        return None
    blocks = [section("*Retired*")]
    for x in there[:RETIRED]:
        back = button("Bring back", OFFER_BACK, OfferRef(x.id).pack(), says=f"Bring back {x.name}")
        since = f" · {viewer.day(x.retired_on)}" if x.retired_on else ""
        blocks.append(section(f"{escape(x.name)}{since}", back if o.may else None))
    more = len(there) - RETIRED
    return [*blocks, context(f"And {more} more.")] if more > 0 else blocks


def _buttons(o: Offers, viewer: Viewer) -> list[Block]:
    if not o.may:
        return [context("Managers and admins say what we sell.")]
    return [actions([button("Add an offer…", OFFER_ADD, OfferRef().pack())])]


LISTED = (
    Section("what we sell", _head, rank=0),
    Section("offers", _active),
    Section("retired", _retired, rank=2),
    Section("buttons", _buttons, rank=0),
)


def form(offering: Offering, offer: Offer | None, since_on: date) -> Block:
    """An offer; filled when one is put right, with the way to retire it."""
    o = offer or Offer(0, "", since_on=since_on)
    blocks = [
        field("name", "What is it called?", text_input("name", o.name, False, most=NAME), optional=False),
        field("gain", "What does it help a customer with?", text_input("gain", o.gain, True, most=FIELD)),
        field(
            "sends",
            "What does marketing send?",
            text_input("sends", o.sends, True, most=FIELD),
            hint="A brochure, a sample, a case. Stands in each plan that offers it.",
        ),
        field("since_on", "Sold since", day_input("since_on", o.since_on)),
    ]
    if offer:
        ref = OfferRef(o.id).pack()
        blocks.append(actions([button("Retire it", OFFER_RETIRE, ref, says=f"Retire {o.name}")]))
    title = "Change an offer" if offer else "Add an offer"
    return modal(title, blocks, OFFER_FORM, submit="Save", private_metadata=offering.pack())


def added(name: str) -> str:
    """An act, confirmed."""
    return f"✅ On the list: {escape(name)}."


def put_right(name: str) -> str:
    return f"✅ Put right: {escape(name)}."


def retired(name: str) -> str:
    return f"✅ Retired: {escape(name)}. Plans that offer it go on."


def back(name: str) -> str:
    return f"✅ On the list again: {escape(name)}."


def kept(name: str) -> str:
    return f"✅ {escape(name)} stays: asked again in a quarter."
