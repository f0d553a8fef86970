"""Overriding health: its buttons on the long card, the form, and how one is said in history and digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.card import Card
from rules.facts import overrides
from rules.facts.overridden import BANDS, Override
from rules.health import Health
from rules.records import Person
from rules.week import Digest

from .blocks import Block, actions, button, escape, field, modal, section
from .carried import AccountRef, Value
from .condition import computed_line
from .inputs import choice, day_input, text_input
from .words import BAND, BAND_MARK, Viewer, count

OVERRIDE_OPEN = "override.open"
OVERRIDE_FORM = "override.form"
OVERRIDE_VOID = "override.take_back"

SHOWN = 5  # in a digest, and in a history


@dataclass(frozen=True, slots=True)
class OverrideRef(Value):
    """An override."""

    override: int


@dataclass(frozen=True, slots=True)
class Overriding(Value):
    """What the form was opened for. `token` is unique to this opening; the answer takes the place of the
    message at `response_url`."""

    token: str
    account: int
    response_url: str = ""


def buttons(card: Card, viewer: Viewer) -> Block:
    """Override; while one holds, change it or take it back."""
    account, held = card.record.account, card.health.override
    ref = AccountRef(account.id).pack()
    if held is None:
        return actions(
            [button("Override", OVERRIDE_OPEN, ref, says=f"Override the health of {account.name}")]
        )
    row = [
        button("Change override", OVERRIDE_OPEN, ref, says=f"Change the override of {account.name}"),
        button(
            "Take back", OVERRIDE_VOID, OverrideRef(held.id).pack(), says=f"Show {account.name} as computed"
        ),
    ]
    return actions(row)


def form(overriding: Overriding, card: Card, viewer: Viewer) -> Block:
    """How it is doing, why, and until when; filled when one holds."""
    held = card.health.override
    usual = viewer.today + overrides.USUAL
    until = held.until_on if held and held.until_on > viewer.today else usual
    blocks = [
        section(f"*{escape(card.record.account.name)}*\nComputed: {computed_line(card, viewer)}"),
        field(
            "band", "How is it doing?", choice("band", BANDS, BAND, held.band if held else ""), optional=False
        ),
        field(
            "reason",
            "Why",
            text_input("reason", held.reason if held else "", True, most=overrides.FIELD),
            optional=False,
            hint="What you know that the facts on file don't say. Everybody who opens the account reads it.",
        ),
        field(
            "until_on",
            "Until",
            day_input("until_on", until),
            optional=False,
            hint="It ends by itself that day, within 90 days. The computed score stays beside it.",
        ),
    ]
    return modal("Override health", blocks, OVERRIDE_FORM, submit="Save", private_metadata=overriding.pack())


def in_history(all_of: Sequence[Override], viewer: Viewer) -> list[str]:
    """A line each, the newest first: what was said by whom, from when to when."""
    lines = []
    for o in sorted(all_of, key=lambda o: o.id, reverse=True)[:SHOWN]:
        if o.ended_on == o.from_on:
            last = "taken back or replaced the same day"
        elif o.ended_on:
            last = f"to {viewer.day(o.ended_on)}, when it was taken back or replaced"
        else:
            last = f"to {viewer.day(o.until_on)}"
        why = f": “{escape(o.reason)}”" if o.reason else ""
        lines.append(
            f"{BAND_MARK[o.band]} Overridden as {BAND[o.band].lower()} by {escape(o.by)}, from "
            f"{viewer.day(o.from_on)} {last}{why}"
        )
    return lines


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many accounts people say do better than computed."""
    return f"*Overridden*: {count(len(d.overridden), 'account')}" if d.overridden else None


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Accounts that people say do better than computed; those said to be at risk stand among these."""
    if not d.overridden:
        return None
    lines = [
        f"{BAND_MARK[health.band]} {escape(seen.name)} ({seen.tier}), {computed(health)}: "
        f"{escape(viewer.plain(overrides.told(health.override)))}"
        for seen, health in d.overridden[:SHOWN]
        if health.override
    ]
    more = [f"and {len(d.overridden) - SHOWN} more"] if len(d.overridden) > SHOWN else []
    return [section("\n".join((team_line(d, viewer) or "", *lines, *more)))]


def computed(health: Health) -> str:
    """What was computed beside an override: computed at risk 41."""
    known = health.score is not None and health.computed != "not enough known"
    return f"computed {BAND[health.computed].lower()}" + (f" {health.score}" if known else "")
