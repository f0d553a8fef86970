"""Accounts, or people, that a manager gives from one to another: what that means, then what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.room import Week

from .acts import undo_button
from .blocks import Message, actions, button, context, escape, message, section
from .bulk import BULK_OPEN, Bulk
from .carried import Value
from .words import Viewer, count, listed

REASSIGN_SAVE = "reassign.save"
REASSIGN_TEAM = "reassign.team"


@dataclass(frozen=True, slots=True)
class Reassigning(Value):
    """From whom to whom; `token` is unique to this preview."""

    person: int
    to: int
    token: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go: accounts by tier, their yearly revenue, which fall due next; what `to` makes and needs
    then."""

    ref: Reassigning
    person: str
    to: str
    tiers: Sequence[tuple[str, int]]
    annual: int
    due: Sequence[tuple[str, date]]
    week: Week

    @property
    def many(self) -> int:
        return sum(n for _, n in self.tiers)


def preview(p: Preview, viewer: Viewer) -> Message:
    """Said before it is done, with the ways to do it."""
    person, to = escape(p.person), escape(p.to)
    if not p.many:
        said = f"{person} has no account to give."
        return message(said, [section(said)])
    tiers = ", ".join(f"{n} {tier}" for tier, n in p.tiers)
    worth = f", {viewer.money(p.annual, '')} a year" if p.annual else ""
    lines = [f"*{count(p.many, 'account')} of {person}* ({tiers}{worth}) would go to *{to}*."]
    if p.due:
        soon = ", ".join(f"{escape(name)} {viewer.day(on)}" for name, on in p.due)
        lines.append(f"Due next: {soon}.")
    lines.append(week(p.to, p.week))
    some = Bulk(owner=p.ref.person, to=p.ref.to)
    row = [
        button("Give all", REASSIGN_SAVE, p.ref.pack(), style="primary", says=f"Give all {p.many} accounts"),
        button("Some of them…", BULK_OPEN, some.pack()),
    ]
    undo = context("Undo brings back for 7 days what nobody moved since. Figures of earlier weeks stay.")
    return message(lines[0].replace("*", ""), [section("\n".join(lines)), actions(row), undo])


def week(name: str, w: Week) -> str:
    """Kim's week then: 3.2 touches a working day needed (now 2.0), made 1.4."""
    made = "" if w.made is None else f", made {w.made:.1f}"
    return (
        f"{escape(name)}’s week then: {w.after:.1f} touches a working day needed (now {w.before:.1f}){made}."
    )


def given(person: str, to: str, many: int, left: int, act: int | None) -> Message:
    """An act, confirmed."""
    more = f" {count(left, 'more follows', 'more follow')} within a minute." if left else ""
    said = f"✅ {count(many, 'account')} of {escape(person)} went to {escape(to)}, who hears of it.{more}"
    return message(said, [section(said, undo_button(act, "people") if act else None)])


def taken_back(person: str, came: int, stayed: int, left: int) -> str:
    again = f"{count(came, 'account')} came back to {escape(person)}."
    stays = f" {count(stayed, 'account')} went another way since and stayed there." if stayed else ""
    more = f" {count(left, 'more follows', 'more follow')} within a minute." if left else ""
    return f"↩️ {again}{stays}{more}"


def team(ref: Reassigning, person: str, to: str, names: Sequence[str], viewer: Viewer) -> Message:
    """Whose manager changes, said before."""
    if not names:
        said = f"Nobody reports to {escape(person)}."
        return message(said, [section(said)])
    who = escape(listed(names, 8))
    text = (
        f"*{count(len(names), 'person', 'people')}* who report to {escape(person)} would report to "
        f"*{escape(to)}*: {who}.\nTheir digest is {escape(to)}’s from next Monday on."
    )
    save = button("Save", REASSIGN_TEAM, ref.pack(), style="primary")
    return message(text.replace("*", ""), [section(text), actions([save]), context("Undo for 7 days.")])


def team_given(person: str, to: str, many: int, act: int | None) -> Message:
    said = f"✅ {count(many, 'person', 'people')} of {escape(person)} report to {escape(to)} now."
    return message(said, [section(said, undo_button(act, "people") if act else None)])


def team_back(person: str, many: int) -> str:
    return f"↩️ {count(many, 'person reports', 'people report')} to {escape(person)} again."
