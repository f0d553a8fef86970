"""People of ours: who is in whose team, with what can be done; the forms; what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.ours import GAVE, LEFT_US, PASSED_TEAM, SWITCHED_OFF
from rules.records import Person

from .acts import undo_button
from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    field,
    message,
    modal,
    option,
    overflow,
    plain,
    section,
    turns,
)
from .book import BOOK_PAGE
from .carried import Value
from .inputs import choice
from .words import Viewer, count, listed

OURS_DO = "ours.do"
OURS_PAGE = "ours.page"
OURS_ADD = "ours.add"
OURS_MANAGER = "ours.manager"
OURS_ADDED = "ours.added"
OURS_CHANGED = "ours.changed"
OURS_LEFT = "ours.left"
PAGE = 18  # people
NAMED = 12  # accounts
ROLE = {"rep": "rep", "manager": "manager", "admin": "admin"}
NOBODY = "-"


@dataclass(frozen=True, slots=True)
class OurRef(Value):
    """Somebody of ours, and what to do; or who is not yet, by their Slack id."""

    do: str
    person: int | None = None
    slack: str = ""


@dataclass(frozen=True, slots=True)
class Placing(Value):
    """What a form was opened for: `token` is unique to this opening."""

    token: str
    person: int | None = None
    slack: str = ""
    response_url: str = ""


class Row(NamedTuple):
    """Somebody in the list: whose team, how many accounts, whether the reader may change them."""

    person: Person
    manager: str
    accounts: int
    may: bool


@dataclass(frozen=True, slots=True)
class Ours:
    """A page of the list; `stranger`: a Slack user who was named and is not on file; `left`: acts that
    moved people or accounts and can be taken back, each with its sentence. `did`: what was just done.
    `elsewhere`: who was named and is not the reader's to look after, each with their manager."""

    rows: Sequence[Row]
    page: int = 0
    stranger: str = ""
    left: Sequence[tuple[int, str]] = ()
    did: str = ""
    act: int | None = None
    elsewhere: Sequence[tuple[str, str]] = ()


def _elsewhere(name: str, manager: str) -> str:
    """Who looks after somebody that is not the reader's."""
    if not manager:
        return f"{escape(name)} is in nobody's team: an admin looks after them."
    return f"{escape(name)} is in the team of {escape(manager)}, who looks after them, as admins do."


def ours(p: Ours, viewer: Viewer) -> Message:
    """The answer to `/account people-of-ours`, by team."""
    blocks = [section(p.did, undo_button(p.act, "people") if p.act else None)] if p.did else []
    if p.stranger:
        add = button("Add them", OURS_ADD, OurRef("add", slack=p.stranger).pack(), style="primary")
        blocks.append(section(f"<@{p.stranger}> is not on file.", add))
    team, shown = "", p.rows[p.page * PAGE : (p.page + 1) * PAGE]
    for row in shown:
        if row.manager != team:
            team = row.manager
            blocks.append(context(f"Team of {escape(team)}" if team else "Nobody's team"))
        blocks.append(_row(row))
    blocks += [context(_elsewhere(name, manager)) for name, manager in p.elsewhere[:5]]
    if not shown and not p.stranger and not p.elsewhere:
        blocks.append(context("Nobody of that name."))
    for act, said in p.left[:5]:
        blocks.append(section(escape(said), undo_button(act, "people", said)))
    more = (p.page + 1) * PAGE < len(p.rows)
    blocks += turns(
        button("Previous", OURS_PAGE, str(p.page - 1)) if p.page > 0 else None,
        button("Next", OURS_PAGE, str(p.page + 1)) if more else None,
    )
    blocks.append(context("Somebody new: `/account people-of-ours @name`."))
    said = p.did or f"{count(len(p.rows), 'person', 'people')} of ours"
    return message(said, blocks)


def _row(row: Row) -> Block:
    who = row.person
    parts = [who.role if not who.is_admin else "admin", count(row.accounts, "account")]
    parts += [] if who.active else ["left or switched off"]
    parts += [] if who.slack_id or not who.active else ["not linked to Slack yet"]
    text = f"*{escape(who.name)}* · {' · '.join(parts)}"
    choices = [
        option("Change role or manager", OurRef("change", who.id).pack()),
        option("Left us", OurRef("leave", who.id).pack()),
    ]
    return section(text, overflow(OURS_DO, choices) if row.may and who.active else None)


def place_form(
    placing: Placing, name: str, role: str, manager: tuple[int, str] | None, roles: Sequence[str]
) -> Block:
    """Role and manager of somebody, new or not; `name` as Slack shows it or escaped."""
    new = placing.person is None
    blocks = [
        section(name),
        field("role", "Role", choice("role", roles, ROLE, role), optional=False),
        field("manager", "Managed by", _who(manager or (0, "")), hint="A rep's manager has their digest."),
    ]
    return modal(
        "Add somebody" if new else "Change",
        blocks,
        OURS_ADDED if new else OURS_CHANGED,
        submit="Add" if new else "Save",
        private_metadata=placing.pack(),
    )


def _who(chosen: tuple[int, str]) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": OURS_MANAGER,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    return {**element, "initial_option": option(chosen[1], str(chosen[0]))} if chosen[0] else element


def leave_form(
    placing: Placing,
    person: Person,
    tiers: Sequence[tuple[str, int]],
    taker: tuple[int, str] | None,
    reports: Sequence[str],
    above: str,
) -> Block:
    """What follows when somebody left, said before it is done. `above`: who their own people go to."""
    had = sum(n for _, n in tiers)
    by_tier = ", ".join(f"{n} {tier}" for tier, n in tiers)
    lines = [f"*{escape(person.name)}* gets no message and no answer from me any more."]
    lines.append(f"They have {count(had, 'account')} ({by_tier})." if had else "They have no account.")
    if reports:
        lines.append(f"Their people go to {escape(above) or 'nobody'}: {escape(listed(reports, 5))}.")
    if had:
        lines.append("Whoever takes them is asked to whom they go next, with a proposal for each.")
    blocks = [section("\n".join([*lines, "Undo brings all of it back for 7 days."]))]
    if had:
        blocks.append(field("taker", "Who takes their accounts", _who(taker or (0, "")), optional=False))
    return modal("Left us", blocks, OURS_LEFT, submit="They left", private_metadata=placing.pack())


def people_options(those: Sequence[tuple[int, str]], typed: str) -> list[Block]:
    nobody = [] if typed else [option("Nobody", NOBODY)]
    return [*nobody, *(option(name, str(person)) for person, name in those)]


def added(name: str, role: str, manager: str, again: bool) -> str:
    """An act, confirmed."""
    under = f", managed by {escape(manager)}" if manager else ""
    return f"✅ {escape(name)} is {'with us again' if again else 'on file'}: {role}{under}."


def moved(did: str, name: str, to: str) -> str:
    """An act that can be taken back."""
    return {
        LEFT_US: f"{name} left.",
        SWITCHED_OFF: f"{name} was switched off in Slack: accounts went to {to or 'others'}.",
        GAVE: f"Accounts of {name} went to {to or 'another'}.",
        PASSED_TEAM: f"Everybody who reported to {name} reports to {to or 'another'}.",
    }[did]


def placed(name: str, how: str) -> str:
    return f"✅ {escape(name)}: {how}." if how else f"{escape(name)}: nothing was changed."


def left(name: str, accounts: int, taker: str, reports: int, above: str) -> str:
    went = f" {count(accounts, 'account')} went to {escape(taker)}." if accounts else ""
    under = f" {count(reports, 'person', 'people')} went to {escape(above) or 'nobody'}." if reports else ""
    return f"✅ {escape(name)} left.{went}{under}"


def back(name: str, accounts: int, stayed: int, left: int = 0) -> str:
    """A leaving, taken back; `left`: accounts that follow."""
    again = f" {count(accounts, 'account')} came back." if accounts else ""
    again += f" {count(left, 'more follows', 'more follow')} within a minute." if left else ""
    stays = f" {count(stayed, 'account')} went another way since and stayed there." if stayed else ""
    return f"↩️ {escape(name)} is with us again.{again}{stays}"


class Taken(NamedTuple):
    """Accounts that the reader has since somebody left; since somebody gave them, when `person` is empty."""

    person: str
    by: str
    names: Sequence[str]
    more: int


def told(those: Sequence[Taken], viewer: Viewer) -> Message:
    """For whoever has them now."""
    blocks = []
    for t in those[:10]:
        total = len(t.names) + t.more
        rest = f" and {t.more} more" if t.more else ""
        named = escape(", ".join(t.names)) + rest
        yours = f"{count(total, 'account')} of theirs are yours since ({escape(t.by)})"
        gave = f"{escape(t.by)} gave you {count(total, 'account')}"
        blocks.append(
            section(f"{escape(t.person)} left: {yours}: {named}." if t.person else f"{gave}: {named}.")
        )
    return message("Accounts of others are yours since.", [*blocks, actions([_book()])])


def _book() -> Block:
    return button("My book", BOOK_PAGE, "0")
