"""The morning message: whom to call today and why; and afterwards, what became of each account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.alarms import Fell
from rules.context import Reason
from rules.facts.celebrations import ANNIVERSARY, BIRTHDAY
from rules.facts.insights import NOTICE
from rules.facts.next_steps import PREPARE
from rules.facts.turned_up import TurnedUp
from rules.facts.unlogged import Unlogged
from rules.phrase import Phrase
from rules.reasons import OVERDUE

from . import fell, turned_up
from .blocks import Block, Message, actions, button, context, escape, header, message, option, section, select
from .card import CARD_CHANGE, CARD_PREP
from .carried import AccountRef, Chosen, Value
from .introduced import introduce_button
from .notices import told_button
from .opening import open_button
from .snooze import SNOOZE_CHOICES
from .unlogged import in_the_morning
from .words import Viewer, count

NUDGE_LOG = "nudge.log"
NUDGE_SNOOZE = "nudge.snooze"
NUDGE_NOT_NEEDED = "nudge.not_needed"
NUDGE_STUCK = "nudge.stuck"
NUDGE_GREET = "nudge.greet"
NOT_NEEDED_WHY = (
    ("nothing", "Nothing of value to bring now"),
    ("quiet", "They asked for quiet"),
    ("other", "Somebody else is on it"),
    ("fit", "No longer a fit"),
)
STUCK_WHY = (
    ("contact", "I can't reach anybody"),
    ("time", "No time for it"),
    ("idea", "I don't know what to bring"),
    ("owner", "Wrong owner"),
    ("tier", "Wrong tier"),
)


@dataclass(frozen=True, slots=True)
class PlaceRef(Value):
    """A place in a nudge."""

    place: int


ALSO = 5  # accounts named under "Also today"
OVERFLOWS = (
    "More falls due than your mornings hold: there is no day in the next eight weeks by which you would be "
    "through. "
    "A slower cadence, a pause or another owner for some of them would help."
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One account in the message: `outcome` empty until somebody acted, or what it told of was answered;
    `until` when it comes back."""

    place_id: int
    account_id: int
    name: str
    tier: str
    reason: Reason
    silent: int | None
    stuck: bool
    outcome: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What the message says beside its places: how many can wait; the date by which a backlog is caught
    up, or that there is none; accounts that take no place but are worth a line: (id, name, what is said
    after it); lines that were typed on an earlier day and not logged; who turned up at another account; whose
    health fell."""

    waiting: int = 0
    caught_up_on: date | None = None
    overflows: bool = False
    also: Sequence[tuple[int, str, Phrase]] = ()
    lines: Sequence[Unlogged] = ()
    familiar: Sequence[TurnedUp] = ()
    fallen: Sequence[Fell] = ()


def nudge(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> Message:
    """The bundle. The same function paints it again when something became of an account."""
    waiting, caught_up_on = beside.waiting, beside.caught_up_on
    wait = f", {count(waiting, 'can', 'can')} wait" if waiting else ""
    title = f"{len(shown)} today{wait}" if shown else fell.title(beside.fallen)
    names = ", ".join(s.name for s in shown or beside.fallen)
    blocks: list[Block] = [header(title)]
    fallen = {f.account_id: f for f in beside.fallen}
    for n, s in enumerate(shown, 1):
        blocks += _place(n, s, fallen.get(s.account_id), viewer)
    placed = {s.account_id for s in shown}
    blocks += fell.in_the_morning([f for f in beside.fallen if f.account_id not in placed], viewer)
    if beside.also:
        blocks += _also(beside.also, viewer)
    blocks += turned_up.in_the_morning(beside.familiar, viewer)
    blocks += in_the_morning(beside.lines, viewer)
    if caught_up_on:
        blocks.append(context(f"At this pace you are through the backlog by {viewer.weekday(caught_up_on)}."))
    elif beside.overflows:
        blocks.append(context(OVERFLOWS))
    elif shown and all(s.outcome for s in shown):
        blocks.append(context("All done for today. 👏"))
    return message(escape(f"{title}: {names}"), blocks)


def _also(also: Sequence[tuple[int, str, Phrase]], viewer: Viewer) -> list[Block]:
    """What takes no place but is worth a line, with one tap each."""
    blocks = []
    for n, (account_id, name, why) in enumerate(also[:ALSO]):
        said = f"*{escape(name)}* {escape(viewer.plain(why))}."
        blocks.append(section(said if n else f"Also today: {said}", _tap(account_id, name, why.kind)))
    if len(also) > ALSO:
        blocks.append(context(f"And {len(also) - ALSO} more."))
    return blocks


def _tap(account_id: int, name: str, kind: str) -> Block:
    """What is done about it in one tap."""
    if kind in (BIRTHDAY, ANNIVERSARY):
        says = f"Log greetings sent to {name}"
        return button("Log greetings", NUDGE_GREET, Chosen(account_id, kind).pack(), says=says)
    return (prep_button if kind == PREPARE else open_button)(account_id, name)


def _place(n: int, s: Shown, fall: Fell | None, viewer: Viewer) -> list[Block]:
    """An account's place; that its health fell, too, is said in it and not once more."""
    silent = "never touched" if s.silent is None else count(s.silent, "day") if s.silent else "touched today"
    why = viewer.plain(s.reason.why)
    beside = s.tier if s.reason.kind == OVERDUE else f"{s.tier}, {silent}"  # which says it itself
    head = f"*{n}  {escape(s.name)}* ({beside}): {escape(why)}"
    if s.outcome:
        return [section(f"~{n}  {escape(s.name)}~  {_became(s, viewer)}", open_button(s.account_id, s.name))]
    if fall:
        head += f"\n{fell.in_its_place(fall, why, viewer)}"
    if s.reason.ask:
        head += f"\nAsk: “{escape(viewer.plain(s.reason.ask))}”"
    if s.stuck:
        head += "\n_Here twice already: what is in the way?_"
    row = [
        button(
            "Log", NUDGE_LOG, PlaceRef(s.place_id).pack(), style="primary", says=f"Log a touch with {s.name}"
        ),
        select(
            "Snooze",
            NUDGE_SNOOZE,
            [option(label, Chosen(s.place_id, key).pack()) for key, label in SNOOZE_CHOICES],
        ),
        introduce_button(s.account_id, s.name, s.place_id),
        select(
            "No contact needed",
            NUDGE_NOT_NEEDED,
            [option(label, Chosen(s.place_id, key).pack()) for key, label in NOT_NEEDED_WHY],
        ),
    ]
    if s.reason.kind == NOTICE:
        row.insert(1, told_button(s.reason.about, s.account_id))
    if s.stuck:
        row.append(
            select(
                "In the way",
                NUDGE_STUCK,
                [option(label, Chosen(s.place_id, key).pack()) for key, label in STUCK_WHY],
            )
        )
    row.append(prep_button(s.account_id, s.name))
    open_ = open_button(s.account_id, s.name)
    return [section(head, open_), actions(row)]


def prep_button(account_id: int, name: str) -> Block:
    return button("Prep", CARD_PREP, AccountRef(account_id).pack(), says=f"Prepare to call {name}")


def _became(s: Shown, viewer: Viewer) -> str:
    if s.outcome == "logged":
        return "✅ logged"
    if s.outcome == "snoozed":
        return f"💤 snoozed until {viewer.day(s.until)}" if s.until else "💤 snoozed"
    if s.outcome == "not_needed":
        return (
            f"➖ no contact needed now, back {viewer.day(s.until)}" if s.until else "➖ no contact needed now"
        )
    if s.outcome == "introduced":
        return "🤝 next expert introduced"
    return f"✅ {s.outcome}"  # in words, as the fact that it told of has them


def snoozed_often(name: str, account_id: int, times: int) -> Message:
    """Three snoozes in a row: a proposal, nothing is changed silently."""
    text = (
        f"You have put off *{escape(name)}* {times} times in a row. A slower cadence, a pause, or another "
        "owner?"
    )
    return message(
        text.replace("*", ""),
        [section(text), actions([button("Change", CARD_CHANGE, AccountRef(account_id).pack())])],
    )


def unneeded_twice(rep: str, name: str, account_id: int, why: str) -> Message:
    """Twice running not needed: the manager hears of it."""
    text = f"{escape(rep)} says twice running that *{escape(name)}* needs no contact now (“{escape(why)}”)."
    return message(text.replace("*", ""), [section(text, open_button(account_id))])


def stuck(rep: str, name: str, account_id: int, why: str) -> Message:
    """What is in the way, for the manager who can clear it."""
    text = f"{escape(rep)} is stuck with *{escape(name)}*: “{escape(why)}”. Can you help?"
    return message(text.replace("*", ""), [section(text, open_button(account_id))])
