"""Referrals of an account: whom they sent us, whom we sent them, whom we asked for; thanked in one tap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.referred import ASKED, GIVEN, KINDS, OPEN, OUTCOMES, RECEIVED, Referral
from rules.facts.referring import FIELD, named
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, context, escape, field, message, modal, section
from .carried import AccountRef, Value
from .inputs import choice, day_input, text_input
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .voiced import feedback_button, thanks_button
from .words import Viewer, count

REFERRAL_NOTE = "referral.note"
REFERRAL_CHANGE = "referral.change"
REFERRAL_FORM = "referral.form"
REFERRAL_THANKED = "referral.thanked"
REFERRAL_VOID = "referral.void"

SHOWN = 8  # of each kind
KIND = {RECEIVED: "they sent us somebody", GIVEN: "we sent them somebody", ASKED: "we asked for one"}
HEAD = {RECEIVED: "Sent to us", GIVEN: "Sent by us", ASKED: "Asked for"}
OUTCOME = {"open": "open", "won": "won", "lost": "lost"}


@dataclass(frozen=True, slots=True)
class ReferralRef(Value):
    """A referral."""

    referral: int


@dataclass(frozen=True, slots=True)
class Referring(Value):
    """What the form was opened for: a new referral of an account, or one that is put right. `token` is unique
    to this opening; `over`: the answer takes the place of the message at `response_url`."""

    token: str
    account: int
    referral: int = 0
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Referrals:
    """All referrals of an account; `by` names people. `did`: what was just done with one, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Referral]
    by: Mapping[int, str]
    did: str = ""


def thanked_button(referral_id: int, name: str) -> Block:
    """Beside what the morning says of it."""
    return button("Thanked", REFERRAL_THANKED, ReferralRef(referral_id).pack(), says=f"Thanked {name}")


def page(r: Referrals, viewer: Viewer) -> Message:
    """The answer to `/account acme referrals`."""
    there = count(len(r.all_of), "referral")
    return message(f"{r.did} {escape(r.name)}: {there}.".strip(), lay_out(PAGE, r, viewer))


def _head(r: Referrals, viewer: Viewer) -> list[Block]:
    did = f"{r.did}\n" if r.did else ""
    said = "" if r.all_of else "\nNone yet. Whom do they know who has the same need?"
    return [section(f"{did}*Referrals of {escape(r.name)}*{said}")]


def _due(r: Referrals, viewer: Viewer) -> list[Block]:
    """For which a thank-you is due, with one tap."""
    blocks: list[Block] = []
    for x in (x for x in r.all_of if x.due_thanks(viewer.today)):
        who = named(x) or "somebody"
        row = [
            button(
                "Thanked",
                REFERRAL_THANKED,
                ReferralRef(x.id).pack(),
                style="primary",
                says=f"Thanked them for {who}",
            ),
            button("Change", REFERRAL_CHANGE, ReferralRef(x.id).pack(), says=f"Change: {who}"),
            button("Not so", REFERRAL_VOID, ReferralRef(x.id).pack(), says=f"Not so: {who}"),
        ]
        blocks += [section(f"🙏 *Not thanked yet:* {in_short(x, viewer)}{_by(x, r)}"), actions(row)]
    return blocks


def _others(r: Referrals, viewer: Viewer) -> list[Block]:
    """The others by kind, the latest first."""
    blocks: list[Block] = []
    for kind in KINDS:
        those = [x for x in r.all_of if x.kind == kind and not x.due_thanks(viewer.today)]
        those.sort(key=lambda x: (x.on, x.id), reverse=True)
        blocks += [section(f"*{HEAD[kind]}*")] if those else []
        for x in those[:SHOWN]:
            change = button("Change", REFERRAL_CHANGE, ReferralRef(x.id).pack(), says=f"Change: {named(x)}")
            blocks.append(section(f"• {in_short(x, viewer)}{_by(x, r)}", change))
        blocks += [context(f"And {len(those) - SHOWN} more.")] if len(those) > SHOWN else []
    return blocks


def _by(x: Referral, r: Referrals) -> str:
    return f" · {escape(r.by.get(x.by_id, 'somebody'))}"


def _buttons(r: Referrals, viewer: Viewer) -> list[Block]:
    ref = AccountRef(r.account_id).pack()
    note = button("A referral…", REFERRAL_NOTE, ref, says=f"Note a referral of {r.name}")
    others = [feedback_button(r.account_id, r.name), thanks_button(r.account_id)]
    return [actions([note, *others, button("Card", CARD_OPEN, ref)])]


PAGE = (
    Section("referrals", _head, rank=0),
    Section("thank-yous due", _due),
    Section("the others", _others, rank=2),
    Section("buttons", _buttons, rank=0),
)


def in_short(x: Referral, viewer: Viewer) -> str:
    """Umbra to Kim, Nov 4, won Nov 9, now Umbra Ltd, thanked Nov 5. Escaped."""
    to = f" to {escape(x.to)}" if x.to else ""
    said = [f"{escape(named(x)) or 'somebody'}{to}, {viewer.day(x.on)}"]
    if x.outcome != OPEN:
        said.append(f"{OUTCOME[x.outcome]}{f' {viewer.day(x.closed_on)}' if x.closed_on else ''}")
    said += [f"now the account {escape(x.became)}"] if x.became else []
    said += [f"thanked {viewer.day(x.thanked_on)}"] if x.thanked_on else []
    return ", ".join(said)


def noted(x: Referral, viewer: Viewer) -> str:
    """An act, confirmed."""
    return f"✅ Noted: {HEAD[x.kind].lower()}, {in_short(x, viewer)}."


def thanked(x: Referral) -> str:
    return f"✅ Thanked them for {escape(named(x)) or 'whom they sent'}."


def voided(x: Referral) -> str:
    return f"↩️ Taken back: {escape(named(x)) or 'a referral'}."


def meanwhile(x: Referral) -> Phrase:
    """A button that is no longer true."""
    if x.thanked_on is None:
        return say("No thank-you is due for that.")
    return say("They were thanked on {on}.", on=x.thanked_on)


def form(referring: Referring, name: str, x: Referral | None, on: date) -> Block:
    """Who sent whom, and what came of it; filled when one is put right."""
    kind, who, to, outcome, became = (
        (x.kind, x.who, x.to, x.outcome, x.became) if x else (RECEIVED, "", "", OPEN, "")
    )
    blocks = [
        section(f"*{escape(name)}*"),
        field("kind", "Who sent whom?", choice("kind", KINDS, KIND, kind), optional=False),
        field("who", "Who is sent?", text_input("who", who, False, most=FIELD), hint="A company, a person."),
        field(
            "to",
            "To whom?",
            text_input("to", to, False, most=FIELD),
            hint="To whom of ours, or of theirs where we sent them.",
        ),
        field("on", "On", day_input("on", x.on if x else on), optional=False),
        field("outcome", "What came of it?", choice("outcome", OUTCOMES, OUTCOME, outcome), optional=False),
        field(
            "became",
            "Our account by now",
            text_input("became", became, False, most=200),
            hint="Its name, where they are a customer of ours by now.",
        ),
    ]
    if x:
        blocks.append(field("thanked_on", "Thanked on", day_input("thanked_on", x.thanked_on)))
    title = "Change a referral" if x else "A referral"
    return modal(title, blocks, REFERRAL_FORM, submit="Save", private_metadata=referring.pack())
