"""How a team's accounts earn, on one screen: what each segment is worth, which earns most an hour, what to
change. Whatever stands in a line is told whole behind its button (segment_details.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.phrase import say
from rules.revenue import Missing
from rules.segment_proposals import HOURS, LET_GO, REPLACE, UPGRADE, Proposals
from rules.segment_report import Counted, Part, Report, hourly
from rules.segments import CONTRIBUTOR, FILLER, MONEY_MAKER

from .acts import undo_button
from .blocks import Block, Message, bar_chart, button, context, divider, escape, header, message, section
from .carried import Value
from .tiers import TIERS_LIST
from .words import Viewer, count, duration, listed, percent, points

SEGMENTS_SHOW = "segments.show"
NAMES = {MONEY_MAKER: "Money makers", CONTRIBUTOR: "Contributors", FILLER: "Fillers"}
HOW, SERVICES, WITHOUT = "how", "services", "without"
"""Parts that are told whole, beside the segments and the kinds of proposals."""
PROPOSED = {
    UPGRADE: "Fillers to upgrade",
    REPLACE: "Fillers to replace",
    HOURS: "Money makers that take much time",
    LET_GO: "Accounts to let go",
}
NAMED = 3
APART = 0.1
"""Of all: a segment whose part of the time is so much more than what it brings is named."""


@dataclass(frozen=True, slots=True)
class PartRef(Value):
    """A part of the report and a page of it; empty: the report."""

    part: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A report with what it proposes, and for how many accounts another tier is. `whose`: the company's, or
    of a manager's people. `did` what was just done, with the `act` that takes it back."""

    report: Report
    proposals: Proposals
    tiers: int = 0
    whose: str = "your people"
    did: str = ""
    act: int | None = None


def report(x: Shown, viewer: Viewer) -> Message:
    """The answer to `/account segments`."""
    r = x.report
    if not r.whole.accounts:
        return _nothing(x, viewer)
    head = headline(r, viewer)
    blocks = [
        *done(x),
        header(f"Segments: {count(len(r.accounts), 'account')} of {x.whose}"),
        section("\n".join([f"*{head}*", *_contrast(r)])),
        *(_line(p, r, viewer) for p in r.parts),
        *_chart(r),
        section("\n".join(notes(r, viewer)), _show("How computed", HOW, "How this is computed")),
        *_proposed(x, viewer),
        *_beside(r),
    ]
    return message(x.did.replace("*", "") or head, blocks)


def _show(label: str, part: str, says: str) -> Block:
    return button(label, SEGMENTS_SHOW, PartRef(part).pack(), says=says)


def _beside(r: Report) -> list[Block]:
    """What else can be looked through: services, and accounts without a segment."""
    blocks = [divider()]
    if r.services:
        names = escape(listed((s.name for s in r.services), NAMED))
        blocks.append(section(f"*Services*: {names}", _show("Show", SERVICES, "Show: services")))
    if r.without:
        names = escape(listed((a.name for a in r.without), NAMED))
        line = f"*Without a segment*: {len(r.without)}: {names}"
        blocks.append(section(line, _show("Show", WITHOUT, "Show: accounts without a segment")))
    return blocks if len(blocks) > 1 else []


def done(x: Shown) -> list[Block]:
    """What was just done, with its Undo."""
    return [section(x.did, undo_button(x.act, "segments") if x.act else None)] if x.did else []


def _nothing(x: Shown, viewer: Viewer) -> Message:
    """No account has a segment: nobody knows what they bring, or there is none."""
    r = x.report
    if not r.accounts:
        said = "Segments need active accounts, and there is none."
    else:
        said = (
            f"No segment yet for the accounts of {x.whose}: nobody said what they bring a year. Give it in "
            "Change on a card, or with accounts.csv or revenue.csv."
        )
    small = [context(n) for n in notes(r, viewer)] if r.accounts or r.paused else []
    return message(said, [*done(x), section(said), *small])


def headline(r: Report, viewer: Viewer) -> str:
    """Which segment earns most an hour, or why nobody can say."""
    best = r.best
    if best is None and r.whole.spent.minutes:
        return "Nobody knows what those bring that took time, so nothing is said of what an hour earns."
    if best is None:
        return "No time was logged in a year, so nothing is said of what an hour earns."
    name = NAMES[best.segment].lower()
    if best.per_hour is not None:
        return f"An hour of yours earns most with {name}: {viewer.money(round(best.per_hour))} profit."
    return f"An hour of yours brings most with {name}: {viewer.money(round(best.revenue_per_hour or 0))}."


def _contrast(r: Report) -> list[str]:
    """The segment that takes much more of the time than it brings."""
    minutes, revenue = r.whole.spent.minutes, r.whole.revenue
    if not minutes or revenue <= 0:
        return []
    gaps = [(p.spent.minutes / minutes - p.revenue / revenue, p) for p in r.parts]
    gap, most = max(gaps, key=lambda g: g[0])
    if gap < APART:
        return []
    time, brings = percent(most.spent.minutes / minutes), percent(most.revenue / revenue)
    return [f"{NAMES[most.segment]} take {time} of the time and bring {brings} of revenue."]


def _line(p: Part, r: Report, viewer: Viewer) -> Block:
    """12 of 60 accounts (20 %) / what it brings, what that leaves, the time it takes, what an hour earns."""
    if not p.accounts:
        return section(f"*{NAMES[p.segment]}*  none")
    whole = r.whole
    shown = _show("Show", p.segment, f"Show: {NAMES[p.segment]}")
    brings = ["revenue and profit unknown"]
    if p.unknown < p.accounts:
        revenue = f"{viewer.money(p.revenue)} a year{_share(p.revenue, whole.revenue)}"
        brings = [revenue, profit(p.profit, whole.profit, viewer)]
    took = [f"{duration(p.spent.minutes)}{_share(p.spent.minutes, whole.spent.minutes)}", an_hour(p, viewer)]
    return section(
        f"*{NAMES[p.segment]}*  {p.accounts} of {whole.accounts} accounts"
        f"{_share(p.accounts, whole.accounts)}\n{' · '.join(brings)}\n{' · '.join(x for x in took if x)}",
        shown,
    )


def _share(part: float, whole: float) -> str:
    return f" ({percent(part / whole)})" if whole > 0 else ""


def profit(part: int | Missing, whole: int | Missing, viewer: Viewer) -> str:
    """profit $512,000 (66 %); unknown where an input is missing, which `notes` name."""
    if isinstance(part, Missing):
        return "profit unknown"
    share = "" if isinstance(whole, Missing) else _share(part, whole)
    return f"profit {viewer.money(part)}{share}"


def an_hour(p: Part, viewer: Viewer) -> str:
    """What an hour of ours earns there: profit, else revenue."""
    if p.per_hour is not None:
        return f"*{viewer.money(round(p.per_hour))} profit an hour*"
    revenue = p.revenue_per_hour
    return f"{viewer.money(round(revenue))} revenue an hour" if revenue is not None else ""


def notes(r: Report, viewer: Viewer) -> list[str]:
    """What the figures rest on, and what is in none of them. Escaped."""
    said = []
    if isinstance(r.whole.profit, Missing) and r.whole.accounts:
        lacks = say("Profit is unknown: {missing} missing.", missing=r.whole.profit.why)
        said.append(f"⚠️ {escape(viewer.plain(lacks))}")
    known = r.own_margins + r.set_margins
    if r.set_margins:
        some = "All margins" if not r.own_margins else f"Margins of {r.set_margins} of {known} accounts"
        said.append(f"{some} are the setting's, {percent(r.costs.margin)}.")
    if minutes := r.whole.spent.minutes:
        guessed = percent(r.whole.spent.estimated / minutes)
        said.append(f"Time of the last 365 days; {guessed} of it is estimated by channel.")
    beside = _unknown(r.without, viewer)
    beside += [f"{r.paused} paused"] if r.paused else []
    if beside:
        said.append(f"Counted in none of these: {'; '.join(beside)}.")
    if chosen := [a for a in r.accounts if a.segment and a.annual is None]:
        which = "; ".join(_unknown(chosen, viewer))
        said.append(f"Put into a segment by a person, and not in revenue and profit: {which}.")
    return said or ["All of it is known."]


def _unknown(those: Sequence[Counted], viewer: Viewer) -> list[str]:
    """3 accounts of unknown revenue; Acme ₩8,000,000 (no rate)."""
    unknown = sum(a.brings is None for a in those)
    own = [f"{a.name} {viewer.value(a.brings)} (no rate)" for a in those if a.brings is not None]
    parts = [f"{count(unknown, 'account')} of unknown revenue"] if unknown else []
    return [*parts, *([escape(listed(own, NAMED))] if own else [])]


def _chart(r: Report) -> list[Block]:
    """Each segment's part of all, per cent. What makes a loss has no part of the profit."""
    whole = r.whole
    series = {"Accounts": [points(p.accounts / whole.accounts) for p in r.parts]}
    if whole.revenue > 0:
        series["Revenue"] = [points(p.revenue / whole.revenue) for p in r.parts]
    earned = [p.profit for p in r.parts if p.accounts]
    made = [0 if isinstance(p, Missing) else p for p in earned]
    if made == earned and min(made) >= 0 and sum(made) > 0:
        all_of = sum(made)
        of = {p.segment: p.profit for p in r.parts if p.accounts and not isinstance(p.profit, Missing)}
        series["Profit"] = [points(of.get(p.segment, 0) / all_of) for p in r.parts]
    if whole.spent.minutes:
        series["Time"] = [points(p.spent.minutes / whole.spent.minutes) for p in r.parts]
    names = [NAMES[p.segment] for p in r.parts]
    return [bar_chart("Each segment's part, %", names, series, x="Segment", y="% of all")]


def _proposed(x: Shown, viewer: Viewer) -> list[Block]:
    """What may be changed, a line a kind with its button."""
    lines = []
    if x.tiers:
        show = button("Show", TIERS_LIST, "0", says="Show: tiers that do not fit")
        lines.append(section(f"*Tiers that do not fit*: {x.tiers}", show))
    for kind, name in PROPOSED.items():
        those = x.proposals.of(kind)
        if those:
            names = escape(listed((p.account.name for p in those), NAMED))
            lines.append(section(f"*{name}*: {len(those)}: {names}", _show("Show", kind, f"Show: {name}")))
    if x.proposals.lacking:
        lacks = say("Whom to replace or let go needs the profit: {missing}.", missing=x.proposals.lacking)
        lines.append(context(escape(viewer.plain(lacks))))
    head = "*What to change*" if lines else "*What to change*: nothing is proposed. Tiers and time fit."
    return [divider(), section(head), *lines]


def moment(whose: str) -> Message:
    """A large team: its figures follow a tap."""
    said = f"The segments of {whose} take a moment: that is a large team."
    return message(said, [section(said, _show("Show", "", "Show the segments"))])


def per_hour(amount: float | None, minutes: int, viewer: Viewer) -> str:
    """· $40 an hour; nothing where it is not known."""
    made = hourly(amount, minutes)
    return f" · {viewer.money(round(made))} an hour" if made is not None else ""
