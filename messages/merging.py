"""Merging two accounts: which may be one, both side by side, what will change, who is asked first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.editing import Edit
from rules.phrase import Phrase

from . import blocks
from .acts import changes
from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    fields,
    message,
    modal,
    option,
    plain,
    section,
)
from .carried import Value
from .words import Viewer, count, listed

MERGE_OPEN = "merge.open"
MERGE_FORM = "merge.form"
MERGE_OTHER = "merge.other"
MERGE_LOOK = "merge.look"
SHOWN = 5
NOUN = {
    "touches": ("contact logged", "contacts logged"),
    "contacts": ("person", "people"),
    "revenue": ("movement of revenue", "movements of revenue"),
    "next_steps": ("next step", "next steps"),
    "team": ("team member", "team members"),
    "promises": ("promise", "promises"),
    "requests": ("request", "requests"),
    "concerns": ("concern", "concerns"),
    "milestones": ("onboarding step", "onboarding steps"),
    "changes": ("change there", "changes there"),
    "needs": ("need", "needs"),
    "goals": ("goal", "goals"),
    "upsells": ("upsell plan", "upsell plans"),
}
"""What a kind of row is called; a kind that is not here by its own word."""


@dataclass(frozen=True, slots=True)
class Merging(Value):
    """What the form was opened for: `token` is unique to this opening; `account`, from where; `accounts`,
    that one and the other, once it is chosen; `stays`: which of both."""

    account: int
    token: str = ""
    other: int = 0
    stays: int = 0
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """One of both as it is shown: what is stored of it by column, its owner, `annual` in the workspace's
    currency, how many rows of each kind, first and last contact, when it is due."""

    id: int
    name: str
    stored: Mapping[str, Any]
    owner: str
    annual: int | None
    counts: Mapping[str, int] = field(default_factory=dict)
    first_on: date | None = None
    last_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """Both, what `will` change of the one that stays, what follows, and who is asked first."""

    stays: Side
    gone: Side
    will: Edit
    follows: Sequence[Phrase] = ()
    people: int = 0
    """People on file at both, who become one."""
    names: Mapping[str, str] = field(default_factory=dict)
    waits_for: str = ""


def way_in(name: str, account_id: int, alike: Sequence[tuple[int, str, str]]) -> Message:
    """Which other one may be the same (id, name, by what), and the way to any other."""
    said = f"*{escape(name)}*: which other account is it one with?"
    ref = Merging(account_id)
    there = [
        section(f"*{escape(other)}* · {escape(by)}", _merge_button(Merging(account_id, other=i), other))
        for i, other, by in alike[:SHOWN]
    ]
    label = "Another one" if there else "Choose the other one"
    another = actions([button(label, MERGE_OPEN, ref.pack())])
    return message(said.replace("*", ""), [section(said), *there, another])


def _merge_button(merging: Merging, name: str) -> Block:
    return button("Merge", MERGE_OPEN, merging.pack(), says=f"Merge with {name}")


def form(merging: Merging, name: str, shown: Form | None, viewer: Viewer, wrong: str = "") -> Block:
    """The other one; then both side by side, which one stays, what will change."""
    top = [section(f"⚠️ {escape(wrong)}")] if wrong else []
    which: Block = {
        "type": "external_select",
        "action_id": MERGE_OTHER,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    if shown is None:
        ask = blocks.field("other", f"{name[:60]} is one with", which, optional=False, dispatch=True)
        hint = context("What both have goes to one of them; the other name goes on finding it.")
        return _modal([*top, ask, hint], merging)
    other = shown.gone if shown.gone.id == merging.other else shown.stays
    which["initial_option"] = option(other.name, str(other.id))
    first = shown.stays if other is shown.gone else shown.gone
    ask = blocks.field("other", f"{name[:60]} is one with", which, optional=False, dispatch=True)
    stays = [option(s.name, str(s.id)) for s in (first, other)]
    menu: Block = {
        "type": "static_select",
        "action_id": MERGE_LOOK,
        "options": stays,
        "initial_option": stays[0 if shown.stays is first else 1],
        "placeholder": plain("Choose"),
    }
    keeps = blocks.field("stays", "Which one stays?", menu, optional=False, dispatch=True)
    sides = fields([_side(first, viewer), _side(other, viewer)])
    parts = [*top, ask, sides, keeps, *(context(text) for text in _will(shown, viewer))]
    return _modal(parts, merging)


def _modal(parts: Sequence[Block], merging: Merging) -> Block:
    return modal("Merge accounts", parts, MERGE_FORM, submit="Merge", private_metadata=merging.pack())


def _side(side: Side, viewer: Viewer) -> str:
    """One of both, a line a fact."""
    of = side.stored
    status = str(of["status"])
    if of["paused_until"] and status == "paused":
        status += f" until {viewer.day(date.fromisoformat(str(of['paused_until'])))}"
    cadence = f"every {count(int(of['cadence_days']), 'day')}" if of["cadence_days"] else "its tier's cadence"
    lines = [
        f"*{escape(side.name)}*",
        f"{of['tier']} · {escape(side.owner)}",
        f"{status}, {cadence}",
        viewer.money(side.annual),
    ]
    if of["renews_given"]:
        lines.append(f"renews {viewer.day(date.fromisoformat(str(of['renews_given'])))}")
    lines += [escape(str(of[c])) for c in ("domain", "external_id") if of[c]]
    if of["aliases"]:
        lines.append(f"also called {escape(listed(str(of['aliases']).split(';')))}")
    lines += [count(n, *called(kind)) for kind, n in side.counts.items()]
    if side.first_on and side.last_on:
        lines.append(f"{viewer.day(side.first_on)} to {viewer.day(side.last_on)}")
    lines.append(f"next due {viewer.day(side.due_on)}" if side.due_on else "no due date")
    return "\n".join(lines)


def called(kind: str) -> tuple[str, str]:
    """One and several rows of a kind, in words."""
    word = kind.replace("_", " ")
    return NOUN.get(kind, (word, word))


def _will(shown: Form, viewer: Viewer) -> list[str]:
    """What Merge will do."""
    gone, stays = escape(shown.gone.name), escape(shown.stays.name)
    moves = listed([count(n, *called(kind)) for kind, n in shown.gone.counts.items()], most=12)
    said = [f"*{gone} goes into {stays}*" + (f": {moves} move." if moves else ".")]
    if shown.people:
        said.append(f"{count(shown.people, 'person is', 'people are')} on file at both, and become one.")
    if how := changes(shown.will.before, shown.will.after, viewer, shown.names):
        said.append(f"*Will change:* {how}.")
    said += [escape(viewer.plain(p)) for p in shown.follows]
    if not_added := _not_added(shown, viewer):
        said.append(not_added)
    said.append("Figures of past weeks stay as they were. Undo for 7 days.")
    asked = f"*{escape(shown.waits_for)} is asked first*: until then both stay as they are."
    return [" ".join(said), *([asked] if shown.waits_for else [])]


def _not_added(shown: Form, viewer: Viewer) -> str:
    """Revenue that was filled in holds alone, and is not added to what movements say."""
    stays, gone = shown.stays, shown.gone
    is_filled_in = stays.stored["annual_given"] is not None
    adds = not is_filled_in and gone.counts.get("revenue")
    if "annual_given" in shown.will.after or adds or not gone.annual or gone.annual == stays.annual:
        return ""
    why = ", as it is filled in there" if is_filled_in else ""
    return (
        f"Its revenue a year stays {viewer.money(stays.annual)}{why}: the {viewer.money(gone.annual)} of "
        f"{escape(gone.name)} is not added."
    )
