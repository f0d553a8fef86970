"""Greetings for a feast: its line in the morning message, and the list of whom to greet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.feast import Feast
from rules.facts.feasts import Greet, says
from rules.records import Contact

from .blocks import Block, Message, actions, button, clip, context, escape, header, message, section
from .carried import Value
from .words import Viewer, count, listed

FEAST_LIST = "feast.list"
FEAST_GREETED = "feast.greeted"
FEAST_UNDO = "feast.undo"
PAGE = 15
NAMED = 20  # that are left out


@dataclass(frozen=True, slots=True)
class FeastRef(Value):
    """A page of a feast's list, and an account on it; `batch`: the greeting that was logged there."""

    feast: str
    on: str
    page: int = 0
    account: int | None = None
    batch: str = ""


def _ref(feast: Feast, page: int = 0, account: int | None = None, batch: str = "") -> str:
    return FeastRef(feast.name, feast.on.isoformat(), page, account, batch).pack()


def in_the_morning(feasts: Sequence[tuple[Feast, int]], viewer: Viewer) -> list[tuple[str, Block]]:
    """A line each, with the button that lists whom to greet."""
    return [
        (
            f"{escape(viewer.plain(says(feast, accounts)))}.",
            button("Whom to greet", FEAST_LIST, _ref(feast), says=f"Whom to greet for {feast.name}"),
        )
        for feast, accounts in feasts
    ]


def title(feasts: Sequence[tuple[Feast, int]], viewer: Viewer) -> str:
    """Of a morning that holds nothing else."""
    return viewer.plain(says(*feasts[0])) if feasts else ""


def greetings(feast: Feast, those: Sequence[Greet], page: int, viewer: Viewer, did: str = "") -> Message:
    """Whom to greet, A first, each marked in one tap; who is in mourning is named with it."""
    whole = [g for g in those if not g.left_out]
    waits = sum(g.waits for g in whole)
    page = max(0, min(page, (len(whole) - 1) // PAGE))
    said = f"{feast.name}, {viewer.day(feast.on)}: " + (
        f"{count(waits, 'account')} to greet"
        if waits
        else "everybody is greeted"
        if whole
        else "nobody to greet"
    )
    blocks = [section(did)] if did else []
    blocks += [header(said)]
    blocks += [_row(feast, g, page, viewer) for g in whole[page * PAGE : (page + 1) * PAGE]]
    turn = [("Previous", page - 1)] if page else []
    turn += [("Next", page + 1)] if (page + 1) * PAGE < len(whole) else []
    if turn:
        blocks.append(actions([button(label, FEAST_LIST, _ref(feast, to)) for label, to in turn]))
    if left := [_left_out(g, viewer) for g in those if g.left_out]:
        more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
        blocks.append(context(clip(f"No card: {'; '.join(left[:NAMED])}{more}.", 2900)))
    return message(escape(said), blocks)


def _row(feast: Feast, g: Greet, page: int, viewer: Viewer) -> Block:
    name = f"*{escape(g.name)}* ({g.tier}{f', for {escape(g.covers)}' if g.covers else ''})"
    if g.batch:
        undo = button("Undo", FEAST_UNDO, _ref(feast, page, g.account_id, g.batch), says=f"Undo: {g.name}")
        return section(f"✅ {name} greeted", undo)
    whom = _person(g.contact) if g.contact else "nobody on file"
    not_them = f" · not {_mourns(g.mourning, viewer)}" if g.mourning else ""
    aloud = f"Log greetings sent to {g.name}"
    tap = button("Log greetings", FEAST_GREETED, _ref(feast, page, g.account_id), says=aloud)
    return section(clip(f"{name} · {whom}{not_them}", 2900), tap)


def _person(c: Contact) -> str:
    what = ", ".join(x for x in ("" if c.role == "other" else c.role, escape(c.title)) if x)
    prefers = f" · prefers {escape(c.prefers)}" if c.prefers else ""
    return f"{escape(c.name)}{f', {what}' if what else ''}{prefers}"


def _mourns(those: Sequence[Contact], viewer: Viewer) -> str:
    named = listed([c.name for c in those], 3)
    until = max(c.mourning_until for c in those if c.mourning_until)
    return f"{escape(named)}, in mourning until {viewer.day(until)}"


def _left_out(g: Greet, viewer: Viewer) -> str:
    return f"{escape(g.name)} ({_mourns(g.mourning, viewer)})"


def none_near(next_one: Feast | None, viewer: Viewer, on: date | None = None) -> Message:
    """What `/account greetings` says where no list is open."""
    if next_one is None or on is None:
        return message("No feast ahead", [section("No feast of your accounts lies ahead.")])
    said = (
        f"No list of greetings is open. Next: {next_one.name} on {viewer.day(next_one.on)}, its list from "
        f"{viewer.day(on)} on."
    )
    return message(said, [section(escape(said))])
