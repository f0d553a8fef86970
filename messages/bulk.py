"""Many accounts at once: which, then what is done with the ticked ones, previewed; what was done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.acts import UNDO_DAYS, Act
from rules.bulk import GIVE, PAUSE, RETIER, Doing, Found
from rules.phrase import Phrase
from rules.records import TIERS

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
    plain,
    section,
)
from .carried import Value
from .inputs import choice, day_input, text_input
from .words import Viewer, count

BULK_OPEN = "bulk.open"
BULK_FILTER = "bulk.filter"
BULK_LOOK = "bulk.look"
BULK_WHO = "bulk.who"
BULK_FORM = "bulk.form"
SHOWN = 10
DO = {PAUSE: "pause them", RETIER: "change their tier", GIVE: "give them to somebody"}


@dataclass(frozen=True, slots=True)
class Bulk(Value):
    """Which accounts were asked for: `token` is unique to this opening, empty before it."""

    token: str = ""
    response_url: str = ""
    tier: str = ""
    owner: int | None = None
    industry: str = ""
    silent: int | None = None
    to: int | None = None
    """Who is to have them, where that was said before."""


def way_in(week: Sequence[Act], viewer: Viewer, did: str = "") -> Message:
    """The answer to `/account bulk`: `week` what can still be undone, `did` what was just done."""
    said = "Many accounts of your people at once: paused, another tier, or given to somebody."
    choose = button("Choose accounts", BULK_OPEN, "-", style="primary")
    above = [section(did)] if did else []
    return message(did or said, [*above, section(said), actions([choose]), *lately(week, "bulk", viewer)])


def lately(week: Sequence[Act], where: str, viewer: Viewer) -> list[Block]:
    """What was done with many accounts in the last days, each with its Undo; `where` they stand."""
    lines = [_line(a, where, viewer) for a in week[:SHOWN]]
    return [section(f"*Done in the last {UNDO_DAYS} days*"), *lines] if lines else []


def _line(act: Act, where: str, viewer: Viewer) -> Block:
    """Nov 18 Mel Manager: 2 accounts paused."""
    many = count(len(act.change["acts"]), "account")
    did = {PAUSE: "paused", RETIER: "with another tier", GIVE: "given away"}[act.did]
    said = f"*{viewer.day(viewer.local(act.at))}* {escape(act.by)}: {many} {did}"
    return section(said, undo_button(act.id, where, f"{many} {did}"))


def filter_form(bulk: Bulk, owner: str = "") -> Block:
    """Which accounts: each field leaves those that it names. `owner`: the name of whose they are."""
    days: Block = {
        "type": "number_input",
        "action_id": "silent",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "3650",
    }
    blocks = [
        field("tier", "Tier", choice("tier", TIERS, {t: t for t in TIERS}, "")),
        field("owner", "Whose", _who(bulk.owner, owner)),
        field("industry", "Industry", text_input("industry", "", False, 80)),
        field("silent", "Days without contact, over", days),
    ]
    return modal("In bulk", blocks, BULK_FILTER, submit="Show them", private_metadata=bulk.pack())


def _who(person: int | None = None, name: str = "") -> Block:
    menu: Block = {
        "type": "external_select",
        "action_id": BULK_WHO,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    return {**menu, "initial_option": option(name, str(person))} if person and name else menu


def form(
    bulk: Bulk,
    those: Sequence[Found],
    total: int,
    ticked: Sequence[int],
    doing: Doing,
    will: Phrase,
    viewer: Viewer,
    to: str = "",
    week: str = "",
) -> Block:
    """Those that are meant, all ticked first; what is done with them, and what that means. `to`: the name of
    who takes them, `week` what that asks of them."""
    options = {f.id: option(_label(f), str(f.id)) for f in those}
    accounts: Block = {
        "type": "multi_static_select",
        "action_id": "accounts",
        "options": list(options.values()),
        "placeholder": plain("Choose"),
    }
    if chosen := [options[i] for i in ticked if i in options]:
        accounts["initial_options"] = chosen
    more = f" Longest silent first; {total - len(those):,} more match." if total > len(those) else ""
    what = choice(BULK_LOOK, tuple(DO), DO, doing.what)
    blocks = [
        section(f"{count(total, 'account matches', 'accounts match')}.{more}"),
        field("accounts", "Which of them", accounts, optional=False),
        field("what", "What to do", what, optional=False, dispatch=True),
        *_asked(doing, to),
        context(escape(viewer.plain(will)) + (f" {week}" if week else "")),
    ]
    return modal("In bulk", blocks, BULK_FORM, submit="Do it", private_metadata=bulk.pack())


def _label(f: Found) -> str:
    silent = "never touched" if f.silent_for is None else f"{f.silent_for} days"
    return f"{f.name[:34]} · {f.tier} · {f.owner[:18]} · {silent}"


def _asked(doing: Doing, to: str = "") -> list[Block]:
    """What the chosen act needs."""
    why = field("why", "Why", text_input("why", doing.why, False), optional=doing.what != PAUSE)
    if doing.what == PAUSE:
        return [
            field("until", "Until", day_input(BULK_LOOK, doing.until), optional=False, dispatch=True),
            why,
        ]
    if doing.what == RETIER:
        tiers = choice(BULK_LOOK, TIERS, {t: t for t in TIERS}, doing.tier)
        return [field("to_tier", "Tier", tiers, optional=False, dispatch=True), why]
    takes = field("to", "Who takes them", _who(doing.to, to), optional=False)
    return [takes] if doing.what == GIVE else []


def done(doing: Doing, changed: int, same: int, act: int | None, viewer: Viewer, to: str = "") -> Message:
    """An act, confirmed. `to`: the name of who has them now."""
    given = f"given to {escape(to)}" if to else "given"
    did = {PAUSE: "paused", RETIER: f"{doing.tier} now", GIVE: given}[doing.what]
    until = f" until {viewer.day(doing.until)}" if doing.what == PAUSE and doing.until else ""
    stays = f" {count(same, 'was', 'were')} so already." if same else ""
    said = f"✅ {count(changed, 'account')} {did}{until}.{stays}"
    return message(said, [section(said, undo_button(act, "people") if act else None)])


def back(came: int, stayed: int) -> str:
    """All of it, taken back."""
    stays = f" {count(stayed, 'account')} changed since and stayed so." if stayed else ""
    return f"↩️ Undone: {count(came, 'account')} as before.{stays}"
