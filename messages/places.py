"""An account's place in the morning message: why today, what to ask, one tap each; afterwards, what became of
it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.alarms import Fell
from rules.context import Reason
from rules.facts.goals import FACT as GOAL
from rules.facts.insights import NOTICE
from rules.facts.referring import FACT as REFERRAL
from rules.reasons import OVERDUE

from . import escalations, fell
from .blocks import Block, actions, button, escape, option, section, select
from .card import CARD_PREP
from .carried import AccountRef, Chosen, Value
from .goals import reached_button
from .introduced import introduce_button
from .notices import told_button
from .opening import open_button
from .referrals import thanked_button
from .snooze import SNOOZE_CHOICES
from .words import Viewer, count

NUDGE_LOG = "nudge.log"
NUDGE_SNOOZE = "nudge.snooze"
NUDGE_NOT_NEEDED = "nudge.not_needed"
NUDGE_STUCK = "nudge.stuck"
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
    covers: str = ""
    """For whom the reader covers, by their first name; empty for an account of their own."""


def place(
    n: int, s: Shown, viewer: Viewer, fall: Fell | None = None, going: escalations.Shown | None = None
) -> list[Block]:
    """An account's place; that its health fell, or that it goes to a manager, is said in it and not once
    more."""
    silent = "never touched" if s.silent is None else count(s.silent, "day") if s.silent else "touched today"
    why = viewer.plain(s.reason.why)
    beside = s.tier if s.reason.kind == OVERDUE else f"{s.tier}, {silent}"  # which says it itself
    beside += f", for {escape(s.covers)}" if s.covers else ""
    head = f"*{n}  {escape(s.name)}* ({beside}): {escape(why)}"
    if s.outcome:
        return [section(f"~{n}  {escape(s.name)}~  {_became(s, viewer)}", open_button(s.account_id, s.name))]
    if fall:
        head += f"\n{fell.in_its_place(fall, why, viewer)}"
    if going:
        head += f"\n{escalations.in_its_place(going, viewer)}"
    if s.reason.ask:
        head += f"\nAsk: “{escape(viewer.plain(s.reason.ask))}”"
    if s.stuck:
        head += "\n_Here twice already: what is in the way?_"
    open_ = open_button(s.account_id, s.name)
    return [section(head, open_), actions(_buttons(s))]


def _buttons(s: Shown) -> list[Block]:
    """What one may do about an account in its place."""
    row = [
        button(
            "Log", NUDGE_LOG, PlaceRef(s.place_id).pack(), style="primary", says=f"Log a touch with {s.name}"
        ),
        select(
            "Snooze",
            NUDGE_SNOOZE,
            [option(label, Chosen(s.place_id, key).pack()) for key, label in SNOOZE_CHOICES],
        ),
        *([] if s.covers else [introduce_button(s.account_id, s.name, s.place_id)]),
        select(
            "No contact needed",
            NUDGE_NOT_NEEDED,
            [option(label, Chosen(s.place_id, key).pack()) for key, label in NOT_NEEDED_WHY],
        ),
    ]
    if s.reason.kind == NOTICE:
        row.insert(1, told_button(s.reason.about, s.account_id))
    if s.reason.kind == GOAL:
        row.insert(1, reached_button(s.reason.about, f"the goal of {s.name}", primary=False))
    if s.reason.kind == REFERRAL:
        row.insert(1, thanked_button(s.reason.about, s.name))
    if s.stuck:
        row.append(
            select(
                "In the way",
                NUDGE_STUCK,
                [option(label, Chosen(s.place_id, key).pack()) for key, label in STUCK_WHY],
            )
        )
    return [*row, prep_button(s.account_id, s.name)]


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
