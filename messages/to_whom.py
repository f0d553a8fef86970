"""Accounts of somebody who left: to whom? Asked in one message, then account by account, each with who is
proposed and why; what was done. What a receiver sees of it is offered_accounts.py."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.changeovers import Changeover, Line, Undecided
from rules.phrase import Phrase
from rules.records import TIERS

from .blocks import Block, Message, actions, button, clip, context, escape, message, option, section, turns
from .carried import Value
from .opening import open_button
from .words import Viewer, count

TO_WHOM_LIST = "to_whom.list"
TO_WHOM_CHOOSE = "to_whom.choose"
TO_WHOM_ONE = "to_whom.introduce"
TO_WHOM_KEEP = "to_whom.keep"
TO_WHOM_ALL = "to_whom.all"
PAGE = 10  # accounts


@dataclass(frozen=True, slots=True)
class ChangeoverRef(Value):
    """Accounts of one who left, and a page of their list."""

    changeover: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class LineRef(Value):
    """One of them on a page; `to`: who was chosen as its next expert."""

    line: int
    page: int = 0
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """One of a page: `why` whoever is proposed may know them; `people`: whom one may choose, the likeliest
    first."""

    line: Line
    why: Sequence[Phrase]
    people: Sequence[tuple[int, str]]


def tiers(lines: Sequence[Line]) -> str:
    """5 A, 8 B"""
    by = Counter(x.tier for x in lines)
    return ", ".join(f"{by[t]} {t}" for t in TIERS if by[t])


def worth(lines: Sequence[Line], viewer: Viewer) -> str:
    """What they bring in a year together; nothing where nobody knows."""
    annual = sum(x.annual or 0 for x in lines)
    return f", {viewer.money(annual, '')} a year" if annual else ""


def _whose(u: Undecided, viewer: Viewer) -> str:
    whose = f"{count(len(u.lines), 'account')} of theirs"
    are = "is" if len(u.lines) == 1 else "are"
    since = f" since {viewer.day(viewer.local(u.of.moved_at))}" if u.of.moved_at else ""
    return f"{whose} {are} yours{since} ({tiers(u.lines)}{worth(u.lines, viewer)})"


def asks(one: Changeover, u: Undecided | None, viewer: Viewer) -> Message:
    """For whoever has them now; once nothing is left to say, that."""
    if u is None:
        return message(
            f"{escape(one.person)} left: nothing waits for you any more.",
            [section(f"*{escape(one.person)}* left: it is said to whom their accounts go.")],
        )
    head = f"{escape(one.person)} left: {_whose(u, viewer)}. To whom?"
    return message(head, waits_for_manager(u, None, viewer))


def waits_for_manager(u: Undecided, until: date | None, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them: who is proposed, and the way to all of them."""
    lines = [f"*{escape(u.of.person)} left*: {_whose(u, viewer)}. *To whom?*"]
    by = Counter(x.receiver for x in u.proposed)
    shares = [f"{escape(name)} {n}" for name, n in by.most_common()]
    if shares:
        lines.append(f"Proposed, by likeness of their books and room in their week: {', '.join(shares)}.")
    first = [f"{escape(x.name)} ({x.tier}) → {escape(x.receiver)}" for x in u.proposed[:3]]
    lines += [f"First: {', '.join(first)}."] if first else []
    ref = ChangeoverRef(u.of.id).pack()
    row = [button("Introduce all as proposed", TO_WHOM_ALL, ref, style="primary")] if shares else []
    row.append(button("One by one", TO_WHOM_LIST, ref))
    return [section("\n".join(lines)), actions(row)]


def nothing(viewer: Viewer, said: str = "") -> Message:
    rest = "No account of somebody who left waits for you to say to whom it goes."
    return message(said or rest, [section(said)] * bool(said) + [section(rest)])


def several(those: Sequence[Undecided], viewer: Viewer) -> Message:
    """The answer to `/account to-whom` where more than one left."""
    return message("To whom?", [b for u in those[:8] for b in waits_for_manager(u, None, viewer)])


def listed(
    u: Undecided, shown: Sequence[Shown], page: int, viewer: Viewer, said: str = "", mine: bool = True
) -> Message:
    """A page of them, A first, each with its receiver, to be changed, introduced or kept."""
    whose = _whose(u, viewer) if mine else f"{count(len(u.lines), 'account')} with {escape(u.of.to)} now"
    blocks = [section(said)] if said else []
    blocks.append(section(f"*{escape(u.of.person)} left*: {whose}. *To whom?*"))
    for one in shown:
        blocks += _one(one, page, viewer)
    more = (page + 1) * PAGE < len(u.lines)
    ref = ChangeoverRef(u.of.id).pack()
    total = len(u.proposed)
    every = button(
        f"Introduce all {total} as proposed",
        TO_WHOM_ALL,
        ref,
        style="primary",
        says="Introduce all as proposed",
    )
    blocks += turns(
        button("Previous", TO_WHOM_LIST, ChangeoverRef(u.of.id, page - 1).pack()) if page > 0 else None,
        button("Next", TO_WHOM_LIST, ChangeoverRef(u.of.id, page + 1).pack()) if more else None,
        [every] if total else [],
    )
    blocks.append(
        context(
            "Whoever is introduced has a brief and accepts; their first touches are spread over 5 to 15 "
            "working days, A first."
        )
    )
    return message(said or f"{escape(u.of.person)} left: to whom?", blocks)


def _one(one: Shown, page: int, viewer: Viewer) -> list[Block]:
    x = one.line
    why = "; ".join(viewer.plain(p) for p in one.why)
    to = (
        f"→ *{escape(x.receiver)}*" + (f": {escape(why)}" if why else "")
        if x.receiver_id
        else "Nobody is proposed."
    )
    brings = f" · {viewer.money(x.annual, '')}" if x.annual else ""
    text = f"*{escape(x.name)}* · {x.tier}{brings}\n{to}"
    options = [
        option(name, LineRef(x.id, page, to=person).pack(), "proposed" if person == x.receiver_id else "")
        for person, name in one.people
    ]
    row: list[Block] = []
    if options:
        menu: Block = {
            "type": "static_select",
            "action_id": TO_WHOM_CHOOSE,
            "placeholder": {"type": "plain_text", "text": clip(f"Next expert for {x.name}", 140)},
            "options": options,
        }
        if chosen := [
            o for o, (person, _) in zip(options, one.people, strict=True) if person == x.receiver_id
        ]:
            menu["initial_option"] = chosen[0]
        row.append(menu)
    ref = LineRef(x.id, page).pack()
    if x.receiver_id:
        row.append(button("Introduce", TO_WHOM_ONE, ref, says=f"Introduce {x.receiver} for {x.name}"))
    row.append(button("Keep", TO_WHOM_KEEP, ref, says=f"Keep {x.name}"))
    row.append(open_button(x.account_id, x.name))
    return [section(text), actions(row)]


def introduced(lines: Sequence[Line]) -> str:
    """An act, confirmed."""
    by = Counter(x.receiver for x in lines)
    shares = ", ".join(f"{escape(name)} for {n}" for name, n in by.most_common())
    if not lines:
        return "Nobody was introduced: that was said already, or they are not with us any more."
    return f"✅ Introduced: {shares}. Each account stays where it is until they accept."


def kept(name: str) -> str:
    return f"*{escape(name)}* stays with you."


def chosen(name: str, receiver: str) -> str:
    return f"*{escape(name)}*: {escape(receiver)} is proposed now."


class Back(NamedTuple):
    """How many accounts went back to somebody who is with us again, how many stayed with others."""

    of: Changeover
    came: int
    stayed: int


def told_back(those: Sequence[Back], viewer: Viewer) -> Message:
    """For whoever had them meanwhile."""
    lines = []
    for b in those:
        stays = f" {count(b.stayed, 'account')} went another way since and stayed there." if b.stayed else ""
        went = f": {count(b.came, 'account')} went back" if b.came else ""
        lines.append(f"{escape(b.of.person)} is with us again{went}.{stays}")
    return message(" ".join(lines), [section(line) for line in lines])
