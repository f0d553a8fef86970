"""Who of ours looks after an account beside its owner, and their goal: on the card and in the brief, the list
with one tap each, one's own teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.card import Card
from rules.facts.member import Member
from rules.records import Account, Record

from .blocks import Block, Message, actions, button, clip, context, escape, first_few, message, section
from .carried import AccountRef, Value
from .opening import CARD_OPEN, open_button
from .sections import Section, lay_out
from .words import Viewer, count

TEAM_ADD = "team.add"
TEAM_OFF = "team.off"
TEAM_GOAL = "team.goal"
MINE = 40
"""Accounts named in the list of one's own teams."""
TOLD = 10
"""Teams named in one message."""


@dataclass(frozen=True, slots=True)
class MemberRef(Value):
    """Somebody on a team."""

    member: int
    account: int


@dataclass(frozen=True, slots=True)
class Forming(Value):
    """What a form was opened for: `token` is unique to this opening, the list stands at `response_url`."""

    token: str
    account: int
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    """A team as its list shows it: whether the reader may change it, and whether anybody `joins` any more.
    `did`: what was just done, or meanwhile."""

    account_id: int
    name: str
    owner: str
    goal: str
    members: Sequence[Member]
    may_change: bool
    joins: bool = True
    did: str = ""


@dataclass(frozen=True, slots=True)
class Mine:
    """An account on whose team the reader is."""

    account_id: int
    name: str
    owner: str
    role: str
    goal: str


def line(card: Card, viewer: Viewer) -> str | None:
    """On a card."""
    return of(card.record, viewer)


def of(record: Record, viewer: Viewer) -> str | None:
    """Who helps the owner, and the goal of all of them."""
    parts = [f"*Team:* {', '.join(_named(m) for m in record.team)}"] if record.team else []
    parts += [f"*Goal:* {_quoted(record.account)}"] if record.account.team_goal else []
    return " · ".join(parts) or None


def _quoted(account: Account) -> str:
    return f"“{clip(escape(account.team_goal), 200)}”"


def _named(m: Member) -> str:
    return f"{escape(m.name)} ({m.role})" if m.role else escape(m.name)


def team(p: Team, viewer: Viewer) -> Message:
    """The answer to `/account acme team`."""
    there = count(len(p.members), "person helps", "people help")
    said = f"{p.did} {escape(p.name)}: {there} {escape(p.owner)}.".strip()
    return message(said, lay_out(LISTED, p, viewer))


def _head(p: Team, viewer: Viewer) -> list[Block]:
    """What was done stands above what there is."""
    did = f"{p.did}\n" if p.did else ""
    goal = f"*Goal:* “{escape(p.goal)}”" if p.goal else "No goal yet: one line that all of you work for."
    return [section(f"{did}*Team of {escape(p.name)}*\n{goal}\n{escape(p.owner)}, its owner")]


def _members(p: Team, viewer: Viewer) -> list[Block]:
    blocks = []
    for m in p.members:
        ref = MemberRef(m.id, p.account_id).pack()
        take_off = button("Take off", TEAM_OFF, ref, says=f"Take {m.name} off the team")
        text = f"*{escape(m.name)}*, {m.role or 'role not said'}"
        blocks.append(section(text, take_off if p.may_change else None))
    return blocks or [context("Nobody else yet. Who is on the team may log and change the account.")]


def _buttons(p: Team, viewer: Viewer) -> list[Block]:
    ref = AccountRef(p.account_id).pack()
    row = []
    if p.may_change and p.joins:
        row.append(button("Add somebody", TEAM_ADD, ref, style="" if p.members else "primary"))
    if p.may_change:
        row.append(button("Goal", TEAM_GOAL, ref, says=f"The team's goal for {p.name}"))
    return [actions([*row, button("Card", CARD_OPEN, ref)])]


LISTED = (
    Section("the goal", _head, rank=0),
    Section("members", _members),
    Section("buttons", _buttons, rank=0),
)


def added(name: str, role: str, goes_to: bool) -> str:
    """An act, confirmed."""
    hears = " They hear it from me." if goes_to else ""
    return f"✅ {escape(name)} is on the team{f' ({role})' if role else ''}.{hears}"


def off(name: str) -> str:
    return f"✅ {escape(name)} is on the team no more."


def aimed(goal: str) -> str:
    return f"✅ The goal is “{escape(goal)}”." if goal else "✅ No goal now."


def mine(those: Sequence[Mine], viewer: Viewer) -> Message:
    """The answer to `/account team`: where the reader helps, as what, to which end."""
    if not those:
        said = "You are on no account's team. `/account NAME team` shows who is."
        return message(said, [section(said)])
    said = f"You are on the team of {count(len(those), 'account')}."
    return message(said, [section(f"*{said}*"), *first_few(those, MINE, _mine)])


def _mine(m: Mine) -> Block:
    goal = f"\nGoal: “{clip(escape(m.goal), 200)}”" if m.goal else ""
    role = f" · you: {m.role}" if m.role else ""
    text = f"*{escape(m.name)}* · with {escape(m.owner)}{role}{goal}"
    return section(text, open_button(m.account_id, m.name, beside=True))


class Joined(NamedTuple):
    """Who put the reader on a team."""

    by: str
    mine: Mine


def told(those: Sequence[Joined], viewer: Viewer) -> Message:
    """For somebody who was put on teams: by whom, where, as what."""
    head = f"You are on {count(len(those), 'new team')}."
    return message(head, first_few(those, TOLD, _told))


def _told(joined: Joined) -> Block:
    by, m = joined
    role = f" for {m.role}" if m.role else ""
    goal = f" Goal: “{clip(escape(m.goal), 200)}”" if m.goal else ""
    text = f"{escape(by)} put you on the team of *{escape(m.name)}*{role}: you may log and change it."
    return section(f"{text}{goal}", open_button(m.account_id, m.name, beside=True))
