"""The upsell plan of an account: where it stands, the next step with its form, what was won and lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.needed import Need
from rules.facts.needs import named as need_named
from rules.facts.notes import first_words
from rules.facts.offer import Offer
from rules.facts.upsell import EXPLORE, LOST, OFFER, TARGET, WON, Upsell
from rules.facts.upsells import FIELD, LEFT, named, offered
from rules.growing import Growth
from rules.phrase import Phrase, say
from rules.records import Person

from .blocks import Block, Message, actions, button, context, escape, field, message, modal, option, section
from .carried import AccountRef, Value
from .growing import why
from .inputs import day_input, text_input
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .upsold import UpsellAt, UpsellRef, in_short, sending, sent_button
from .words import Viewer, count

UPSELL_TARGET = "upsell.target"
UPSELL_EXPLORE = "upsell.explore"
UPSELL_OFFER = "upsell.offer"
UPSELL_WON = "upsell.won"
UPSELL_LOST = "upsell.lost"
UPSELL_CHANGE = "upsell.change"
UPSELL_UNDO = "upsell.undo"
UPSELL_FORM = "upsell.form"

SHOWN = 10  # that are closed
NOBODY = "0"
"""Chosen where nothing is sent, or no need on file is meant."""
TITLE = {TARGET: "Target", EXPLORE: "Explore", OFFER: "Offer", WON: "Won", LOST: "Lost"}
DID = {TARGET: "Target", EXPLORE: "Explored", OFFER: "Offered", WON: "Won 👏", LOST: "Lost"}


@dataclass(frozen=True, slots=True)
class Planning(Value):
    """What the form was opened for: a `step` of a plan, which it takes or has taken and puts right. `token`
    is unique to this opening; `over`: the answer takes the place of the message at `response_url`; `was`: the
    step at which the plan stood then."""

    token: str
    plan: int
    step: str
    was: str = ""
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Plans:
    """All plans of an account. `growth`: why it is one to grow; `me`: who reads; `may`: whether they change
    it. `left`: it is no customer any more. `did`: what was just done, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Upsell]
    by: Mapping[int, str]
    me: int
    may: bool = True
    growth: Growth | None = None
    left: bool = False
    did: str = ""


def plans(p: Plans, viewer: Viewer) -> Message:
    """The answer to `/account acme upsell`."""
    there = [x for x in p.all_of if x.is_open]
    said = in_short(there[0], viewer).replace("*", "") if there else "no open upsell plan"
    return message(f"{p.did} {escape(p.name)}: {said}.".strip(), lay_out(LISTED, p, viewer))


def _head(p: Plans, viewer: Viewer) -> list[Block]:
    did = f"{p.did}\n" if p.did else ""
    if any(x.is_open for x in p.all_of):
        return [section(f"{did}*Upsell at {escape(p.name)}*")]
    if p.left:
        said = viewer.plain(LEFT)
    elif p.growth:
        said = f"To grow: {why(p.growth, viewer)}."
    else:
        said = "To grow is who is well and no money maker, with a need, a budget, growth or an old package."
    lines = f"{did}*Upsell at {escape(p.name)}*: no open plan.\n{said}"
    target = button(
        "Target",
        UPSELL_TARGET,
        UpsellAt(p.account_id).pack(),
        style="primary",
        says=f"Make {p.name} a target",
    )
    return [section(lines, target if p.may and not p.left else None)]


def _open(p: Plans, viewer: Viewer) -> list[Block]:
    """Where it stands, in its steps; what comes next."""
    blocks: list[Block] = []
    for x in (x for x in p.all_of if x.is_open):
        blocks.append(section(_said(x, p, viewer)))
        row = _row(x, p) if p.may else []
        if row:
            blocks.append(actions(row))
    return blocks


def _said(x: Upsell, p: Plans, viewer: Viewer) -> str:
    """The steps with their days, what each brought, what is due."""
    lines = [" → ".join(_steps(x, viewer)), _next(x, viewer)]
    if x.text:
        seen = f" · They look at: {escape(first_words(x.competitors, 120))}" if x.competitors else ""
        lines.append(f"In their words: “{escape(named(x))}”{seen}")
    elif x.competitors:
        lines.append(f"They look at: {escape(first_words(x.competitors, 120))}")
    if x.step == OFFER:
        gain = f". They gain: {escape(first_words(x.gain, 200))}" if x.gain else ""
        lines.append(f"Offer: *{escape(offered(x))}*{gain}")
    if x.step == OFFER and x.sends:
        lines.append(f"To them: {sending(x, viewer)}")
    lines.append(f"Begun by {escape(p.by.get(x.by_id, 'somebody'))}")
    return "\n".join(lines)


def _steps(x: Upsell, viewer: Viewer) -> list[str]:
    days = {TARGET: x.targeted_on, EXPLORE: x.explored_on, OFFER: x.offered_on}
    order = list(days).index(x.step)
    said = []
    for n, (step, day) in enumerate(days.items()):
        since = f" {viewer.day(day)}" if day and n <= order else ""
        said.append(f"*{TITLE[step]}{since}*" if n == order else f"{TITLE[step]}{since}")
    return said


def _next(x: Upsell, viewer: Viewer) -> str:
    """What is due next, and by when."""
    due, late = x.due_on(viewer.today), x.late_on(viewer.today)
    what = {TARGET: "Explore what they need", EXPLORE: "Make the offer", OFFER: "Hear their answer"}[x.step]
    if x.to_send and x.send_by:
        what = "Send it"
    by = f" by {viewer.ahead(due)}" if due else ""
    return f"Next: {what.lower()}{by}" + (f": *{count(late, 'day')} late*" if late else "")


def _row(x: Upsell, p: Plans) -> list[Block]:
    """What may be done with it now."""
    ref, name = UpsellRef(x.id), p.name
    row: list[Block] = []
    if p.left:
        pass  # it is closed, or put right
    elif x.step == TARGET:
        value = UpsellRef(x.id, EXPLORE).pack()
        row.append(button("Explore…", UPSELL_EXPLORE, value, style="primary", says=f"Explore: {name}"))
    elif x.step == EXPLORE:
        value = UpsellRef(x.id, OFFER).pack()
        row.append(button("Offer…", UPSELL_OFFER, value, style="primary", says=f"Offer: {name}"))
    else:
        row += [sent_button(x, name)] if x.to_send else []
        style = "" if x.to_send else "primary"
        row.append(button("Won", UPSELL_WON, UpsellRef(x.id, WON).pack(), style=style, says=f"Won: {name}"))
    row.append(button("Lost…", UPSELL_LOST, UpsellRef(x.id, LOST).pack(), says=f"Lost: {name}"))
    row.append(button("Change", UPSELL_CHANGE, UpsellRef(x.id, x.step).pack(), says=f"Change: {name}"))
    return [*row, *_undo(x, p, ref)]


def _undo(x: Upsell, p: Plans, ref: UpsellRef) -> list[Block]:
    """Of whoever took the last step; a plan that has none but its beginning is taken back by whoever may
    change it."""
    if x.step == TARGET:
        return [button("Not so", UPSELL_UNDO, UpsellRef(x.id, x.step).pack(), says=f"No target: {p.name}")]
    if x.step_by_id != p.me:
        return []
    said = DID[x.step].removesuffix(" 👏").lower()
    return [button("Undo", UPSELL_UNDO, UpsellRef(ref.plan, x.step).pack(), says=f"Undo: {said}, {p.name}")]


def _closed(p: Plans, viewer: Viewer) -> list[Block] | None:
    """The latest first."""
    those = sorted(
        (x for x in p.all_of if not x.is_open),
        key=lambda x: (x.closed_on or x.targeted_on, x.id),
        reverse=True,
    )
    if not those:
        return None
    blocks = [section("*Won and lost*")]
    for n, x in enumerate(those[:SHOWN]):
        undo = (
            _undo(x, p, UpsellRef(x.id)) if p.may and not n and not any(o.is_open for o in p.all_of) else []
        )
        blocks.append(section(f"• {in_short(x, viewer)}", undo[0] if undo else None))
    more = len(those) - SHOWN
    return [*blocks, context(f"And {more} more.")] if more > 0 else blocks


def _buttons(p: Plans, viewer: Viewer) -> list[Block]:
    return [actions([button("Card", CARD_OPEN, AccountRef(p.account_id).pack())])]


LISTED = (
    Section("upsell", _head, rank=0),
    Section("the plan", _open, rank=0),
    Section("won and lost", _closed, rank=2),
    Section("buttons", _buttons, rank=0),
)


def began(plan: Upsell, viewer: Viewer) -> str:
    """An act, confirmed."""
    due = plan.due_on(viewer.today)
    return "✅ A target now" + (f": explore what they need by {viewer.ahead(due)}." if due else ".")


def moved(plan: Upsell, viewer: Viewer) -> str:
    what = f": “{escape(offered(plan))}”" if plan.step in (OFFER, WON) else ""
    return f"✅ {DID[plan.step]}{what}."


def put_right(plan: Upsell, viewer: Viewer) -> str:
    return "✅ Put right."


def undone(plan: Upsell, viewer: Viewer) -> str:
    return f"↩️ Taken back: at “{TITLE[plan.step]}” again."


def voided() -> str:
    return "↩️ Taken back: no target any more."


def sent(plan: Upsell) -> str:
    return f"✅ Sent: {escape(first_words(plan.sends, 80))}."


def meanwhile(plan: Upsell) -> Phrase:
    """A button that is no longer true, by how the plan stands."""
    if plan.since is None:
        return say("That plan is at “{step}” by now.", step=TITLE[plan.step])
    return say("That plan is at “{step}” since {on}.", step=TITLE[plan.step], on=plan.since)


# the forms -------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Choices:
    """What a form offers: the account's open needs, offers that are sold now, who may send what is sent.
    `marketing`: who is set for what marketing sends; None: nobody."""

    needs: Sequence[Need] = ()
    offers: Sequence[Offer] = ()
    senders: Sequence[Person] = ()
    marketing: Person | None = None


def form(planning: Planning, name: str, plan: Upsell, due: date | None, among: Choices) -> Block:
    """The step that is taken, or put right; `due`: by when the next one is."""
    blocks = [section(f"*{escape(name)}*")]
    if planning.step == EXPLORE:
        blocks += _explore(plan, among)
    elif planning.step == OFFER:
        blocks += _offer(plan, among)
    elif planning.step == LOST:
        why_ = text_input("why", plan.why, True, most=FIELD)
        blocks.append(field("why", "Why was it lost?", why_, optional=False))
    if planning.step in DUE:
        label, hint = DUE[planning.step]
        blocks.append(field("due_on", label, day_input("due_on", due), optional=False, hint=hint))
    title = f"{TITLE[planning.step]}: the upsell"
    return modal(title, blocks, UPSELL_FORM, submit="Save", private_metadata=planning.pack())


DUE = {
    TARGET: ("Explore by", "A day later it is late, and a reason to call."),
    EXPLORE: ("Offer by", "A day later it is late, and a reason to call."),
    OFFER: ("Sent by", "Where nothing is sent: by when their answer is due."),
}


def _explore(plan: Upsell, among: Choices) -> list[Block]:
    text = text_input("text", plan.text, True, most=FIELD)
    blocks = [
        field("text", "What do they need, in their words?", text, optional=False),
        field(
            "competitors", "Whom else do they look at?", text_input("competitors", plan.competitors, False)
        ),
    ]
    if among.needs:
        options = [option(need_named(n), str(n.id)) for n in among.needs[:90]]
        chosen = next((o for o in options if o["value"] == str(plan.need_id or "")), None)
        none = option("None of these", NOBODY)
        hint = "It follows the plan: explored, offered, won or lost."
        blocks.append(
            field("need", "Need on file", _select("need", [*options, none], chosen or none), hint=hint)
        )
    return blocks


def _offer(plan: Upsell, among: Choices) -> list[Block]:
    offers = [option(o.name, str(o.id)) for o in among.offers]
    chosen = next((o for o in offers if o["value"] == str(plan.offer_id or "")), None)
    senders = [option(p.name, str(p.id)) for p in among.senders]
    nothing = option("Nothing is sent", NOBODY)
    first = str(plan.sender_id or (among.marketing.id if among.marketing else among.senders[0].id))
    if plan.step == OFFER and not plan.sends:
        first = NOBODY
    by = next((s for s in senders if s["value"] == first), nothing if first == NOBODY else senders[0])
    hint = (
        "They are asked to accept, in their next message."
        if among.marketing
        else "Nobody is set for what marketing sends (an admin does, in Settings): you send it."
    )
    return [
        field("offer", "What do we offer?", _select("offer", offers, chosen), optional=False),
        field(
            "gain",
            "What do they gain by it?",
            text_input("gain", plan.gain, True, most=FIELD),
            hint="Empty: as the offer says it.",
        ),
        field(
            "sends",
            "What is sent?",
            text_input("sends", plan.sends, True, most=FIELD),
            hint="Empty: what the offer says that marketing sends.",
        ),
        field(
            "sender", "Who sends it?", _select("sender", [*senders, nothing], by), optional=False, hint=hint
        ),
    ]


def _select(name: str, options: Sequence[Block], chosen: Block | None) -> Block:
    element: Block = {"type": "static_select", "action_id": name, "options": list(options)}
    return {**element, "initial_option": chosen} if chosen else element
