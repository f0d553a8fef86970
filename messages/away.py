"""Being away: what it would change, the form, the list of somebody's days; in the morning who covers for
whom, and what happened meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.away import Absence, Caught
from rules.records import Person

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
    plain,
    section,
)
from .carried import Value
from .inputs import day_input
from .words import Viewer, count, listed

AWAY_SET = "away.set"
AWAY_OPEN = "away.open"
AWAY_FORM = "away.form"
AWAY_WHO = "away.who"
AWAY_COVER = "away.cover"
AWAY_BACK = "away.back"


@dataclass(frozen=True, slots=True)
class Days(Value):
    """Days away that are not stored yet: of whom (None: whoever presses), from when to when (ISO dates), who
    covers."""

    first: str
    last: str
    cover: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class AbsenceRef(Value):
    """Days away that are stored."""

    absence: int


@dataclass(frozen=True, slots=True)
class Opening(Value):
    """What the form was opened from."""

    token: str
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What would follow: for whom (empty: the reader), how many of their working days, who covers (empty:
    nobody) and how many accounts; who decides meanwhile on what their people ask (empty: they lead nobody, or
    nobody else does)."""

    days: Days
    first_on: date
    last_on: date
    working: int
    accounts: int
    who: str = ""
    cover: str = ""
    decides: str = ""


def span(first: date, last: date, viewer: Viewer) -> str:
    """Mon, Aug 3 to Fri, Aug 14."""
    return viewer.weekday(first) if first == last else f"{viewer.weekday(first)} to {viewer.weekday(last)}"


def proposal(p: Proposed, viewer: Viewer) -> Message:
    """What it would change, before it does."""
    whose = f"{escape(p.who)}: away" if p.who else "Away"
    says = f"{whose} *{span(p.first_on, p.last_on, viewer)}* ({count(p.working, 'working day')})."
    text = f"{says}\n{_follows(p)}"
    row = [
        button("Away then", AWAY_SET, p.days.pack(), style="primary"),
        button("Change" if p.cover else "Change, or name a cover", AWAY_OPEN, p.days.pack()),
    ]
    yet = context("Nothing is kept until you press “Away then”.")
    return message(text.replace("*", ""), [section(text), yet, actions(row)])


def _follows(p: Proposed) -> str:
    asks = (
        f" {escape(p.decides)} decides meanwhile on what {_whose(p).lower()} people ask." if p.decides else ""
    )
    return _accounts(p) + asks


def _whose(p: Proposed) -> str:
    return "Their" if p.who else "Your"


def _accounts(p: Proposed) -> str:
    theirs = _whose(p)
    held, one = f"{theirs.lower()} {count(p.accounts, 'account')}", p.accounts == 1
    if not p.accounts:
        covers = f"{escape(p.cover)} covers. " if p.cover else ""
        return f"{covers}{theirs} messages pause meanwhile."
    if p.cover:
        come = f"{held} {'comes' if one else 'come'} in {escape(p.cover)}'s morning message, marked"
        return f"{escape(p.cover)} covers: {come}. {theirs} own pauses."
    return f"Nobody covers: {held} {'waits' if one else 'wait'}, and the first morning back says which."


def listing(
    mine: Sequence[Absence], covering: Sequence[tuple[str, Absence]], viewer: Viewer, did: str = ""
) -> Message:
    """Somebody's days away that run or come, and for whom they cover; what was just done before them."""
    blocks: list[Block] = [section(did)] if did else []
    for a in mine:
        runs = a.first_on <= viewer.today
        cover = f" · {escape(a.cover)} covers" if a.cover else " · nobody covers"
        back = button("Back today" if runs else "Take back", AWAY_BACK, AbsenceRef(a.id).pack())
        blocks.append(section(f"🌴 {span(a.first_on, a.last_on, viewer)}{cover}", back))
    for who, a in covering:
        blocks.append(section(f"You cover for {escape(who)}: {span(a.first_on, a.last_on, viewer)}"))
    if not mine and not did:
        blocks.append(section("You are not away. Your morning message comes on each of your working days."))
    blocks.append(actions([button("Add days away", AWAY_OPEN, "{}")]))
    blocks.append(context("Or type `/account away 3-14 Aug cover @colleague`"))
    return message(did or "Days away", blocks)


def unclear(typed: str) -> Message:
    """From when to when is not certain."""
    text = (
        f"I can't tell from when to when that is: “{escape(typed[:80])}”. "
        "Such as `/account away 3-14 Aug cover @colleague`, or in the form:"
    )
    return message(text, [section(text), actions([button("Set the days", AWAY_OPEN, "{}")])])


def unknown_cover(days: Days) -> Message:
    """The days are certain, who covers is nobody we know, or may be several."""
    text = (
        "I don't know who is to cover. Name one colleague who uses me, with @, or choose them in the form, "
        "where the days are filled in:"
    )
    return message(text, [section(text), actions([button("Choose who covers", AWAY_OPEN, days.pack())])])


def form(
    opening: Opening,
    days: tuple[date, date] | None,
    who: Person | None,
    cover: Person | None,
    *,
    others: bool,
) -> Block:
    """From when to when, who covers; whoever manages people chooses whose days they are."""
    blocks = [
        field("first_on", "First day away", day_input("first_on", days[0] if days else None), optional=False),
        field("last_on", "Last day away", day_input("last_on", days[1] if days else None), optional=False),
        field(
            "cover",
            "Who covers",
            _people(AWAY_COVER, cover),
            hint="Your accounts come in their morning message, marked as yours. They may do what you may, "
            "but not give an account away or have it called less often. Empty: your accounts wait.",
        ),
    ]
    if others:
        blocks.insert(0, field("who", "Who is away", _people(AWAY_WHO, who), hint="Empty: you."))
    return modal("Days away", blocks, AWAY_FORM, submit="Go on", private_metadata=opening.pack())


def _people(action_id: str, chosen: Person | None) -> Block:
    menu: Block = {
        "type": "external_select",
        "action_id": action_id,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    return menu | {"initial_option": option(chosen.name, str(chosen.id))} if chosen else menu


def stored(a: Absence, who: str, viewer: Viewer) -> str:
    """What was just done."""
    whose = f"{escape(who)} is away" if who else "You are away"
    cover = f" {escape(a.cover)} covers, and hears of it." if a.cover else ""
    return f"🌴 {whose} {span(a.first_on, a.last_on, viewer)}.{cover}"


def ended(a: Absence, who: str, viewer: Viewer) -> str:
    whose = f"{escape(who)} is" if who else "You are"
    if a.first_on < viewer.today:
        return f"{whose} back today. The next morning message comes as ever."
    return f"Taken back: {span(a.first_on, a.last_on, viewer)}."


def told(those: Sequence[tuple[str, Absence, int]], viewer: Viewer) -> Message:
    """Whom the reader covers for: (name, the days, how many accounts)."""
    lines = [
        f"🌴 You cover for *{escape(who)}*, {span(a.first_on, a.last_on, viewer)}: {_come(n)}"
        for who, a, n in those
    ]
    return message("You cover for a colleague.", [section("\n".join(lines))])


def _come(accounts: int) -> str:
    if not accounts:
        return "they have no accounts of their own."
    comes = "comes" if accounts == 1 else "come"
    return f"{count(accounts, 'account')} {comes} in your morning message, marked."


def welcome(c: Caught, viewer: Viewer) -> str:
    """What happened while the reader was away."""
    days = span(c.first_on, c.last_on, viewer)
    if not c.logged and c.covers:
        return f"👋 Welcome back. {escape(listed(c.covers))} covered ({days}): no contact meanwhile."
    if not c.logged:
        return f"👋 Welcome back. Your accounts waited ({days})."
    lines = [f"{escape(who)} talked to {escape(listed(names))}" for who, names in c.logged[:4]]
    return f"👋 Welcome back. While you were away ({days}): {'; '.join(lines)}."
