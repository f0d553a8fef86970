"""A part of the segments' report told whole: how it is computed, the accounts of a segment, services, and
what is proposed, each with its taps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.phrase import say
from rules.revenue import Missing
from rules.segment_proposals import ENOUGH as QUARTERED
from rules.segment_proposals import HOURS, KEPT_FOR, LET_GO, REPLACE, UPGRADE, Proposal
from rules.segment_report import Counted, OfService, Report
from rules.segments import CONTRIBUTOR, FILLER, MONEY_MAKER
from rules.segments import SERVICES as ENOUGH

from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    first_few,
    message,
    option,
    overflow,
    section,
    sure,
    turns,
)
from .carried import AccountRef, Value
from .needed import need_button
from .opening import open_button
from .segments import (
    HOW,
    NAMES,
    PROPOSED,
    SEGMENTS_SHOW,
    SERVICES,
    WITHOUT,
    PartRef,
    Shown,
    done,
    notes,
    per_hour,
)
from .upsold import plan_button
from .words import Viewer, count, duration, percent

SEGMENTS_SET = "segments.set"
SEGMENTS_KEEP = "segments.keep"
SEGMENTS_GO = "segments.go"
SEGMENTS_ASK = "segments.ask"
PAGE = 12
FEW = 6  # proposals on a page, with two blocks each
OPEN, BY_REVENUE = "open", "default"
ONE = {MONEY_MAKER: "a money maker", CONTRIBUTOR: "a contributor", FILLER: "a filler"}


@dataclass(frozen=True, slots=True)
class SetRef(Value):
    """An account and the segment that it is to have (BY_REVENUE: nobody's choice; OPEN: its card), in a part
    and page of the report."""

    account: int
    to: str
    part: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ProposedRef(Value):
    """What is proposed of an account, by its kind, and the page that it stands on."""

    account: int
    kind: str
    page: int = 0


def detail(part: str, page: int, x: Shown, viewer: Viewer) -> Message:
    """A part of it, or a sentence where there is nothing of it (any more)."""
    if part == HOW:
        return _told("How this is computed", x, _how(x, viewer))
    if part == SERVICES:
        return _told("Services", x, _services(x.report, viewer))
    if part in PROPOSED:
        return _told(PROPOSED[part], x, _proposals(x, part, page, viewer))
    those = list(x.report.without) if part == WITHOUT else x.report.of(part)
    name = "Without a segment" if part == WITHOUT else NAMES.get(part, "Accounts")
    return _told(f"{name}: {count(len(those), 'account')}", x, _accounts(those, part, page, viewer))


def _told(name: str, x: Shown, blocks: Sequence[Block]) -> Message:
    back = button("Back", SEGMENTS_SHOW, PartRef().pack(), says="All segments")
    head = section(f"*{escape(name)}*", back)
    return message(x.did.replace("*", "") or name, [*done(x), head, *blocks])


def _how(x: Shown, viewer: Viewer) -> list[Block]:
    """The formulas, each with what goes into it."""
    r, costs = x.report, x.report.costs
    known = r.own_margins + r.set_margins
    margin = f"the setting's {percent(costs.margin)}" if costs.margin is not None else "the setting's, none"
    hour = viewer.money(costs.hour) if costs.hour is not None else "not set"
    lines = [
        f"*Segment*: of the {count(r.ranked, 'account')} of the whole company whose revenue is known, the "
        f"first 20 % by revenue a year are money makers where they use {ENOUGH} services or more (or nobody "
        "knows which). The others of the first 60 % are contributors, and so is recurring revenue of at "
        "least half of the median. The rest are fillers. What a person chose stands.",
        f"*Profit*: revenue a year x margin - hours x cost of an hour. Margin: its own for {r.own_margins} "
        f"of {count(known, 'account')}, else {margin}. Cost of an hour: {hour}.",
        f"*Time*: minutes of all touches in the 365 days to {viewer.day(r.on)}, whoever logged them. Where "
        "nobody said how long, by channel: call 15, video 30, meeting 45, visit 90, e-mail and message 5.",
        "*An hour*: profit (or revenue) / hours, of accounts whose revenue is known.",
        f"*Much time*: a money maker above {x.proposals.share} % of all time of these accounts (a setting).",
        "*To replace*: fillers without a need or growth, with profit an hour in the lowest quarter, or at a "
        "loss. *To let go*: most time (first quarter), least profit (last quarter, or a loss), 2 concerns or "
        f"more in a year. Of fewer than {QUARTERED} accounts a loss alone counts.",
    ]
    return [section("\n".join(f"• {line}" for line in lines)), context(*notes(r, viewer))]


def _services(r: Report, viewer: Viewer) -> list[Block]:
    """Which are used by how many, how those are doing, what they bring."""
    if not r.services:
        return [section("No service is on file. Give them in Change on a card, or with accounts.csv.")]
    several = context("An account that uses several counts with each of them.")
    return [*first_few(r.services, 20, lambda s: section(_service(s, r, viewer))), several]


def _service(s: OfService, r: Report, viewer: Viewer) -> str:
    users = [a for a in r.accounts if s.name.casefold() in {n.casefold() for n in a.services}]
    of = [f"{n} {name.lower()}" for key, name in NAMES.items() if (n := sum(a.segment == key for a in users))]
    health = "health unknown" if s.health is None else f"health {round(s.health)} on average"
    unknown = f", without {s.unknown} of unknown revenue" if s.unknown else ""
    left = "profit unknown" if isinstance(s.profit, Missing) else f"profit {viewer.money(s.profit)}"
    if s.unknown == s.accounts:
        return f"*{escape(s.name)}*  {count(s.accounts, 'account')} · {health} · revenue unknown"
    return (
        f"*{escape(s.name)}*  {count(s.accounts, 'account')} ({', '.join(of) or 'no segment'}) · {health}\n"
        f"{viewer.money(s.revenue)} a year · {left}{unknown}"
    )


def _accounts(those: Sequence[Counted], part: str, page: int, viewer: Viewer) -> list[Block]:
    if not those:
        return [section("None.")]
    page, last = _page(page, len(those), PAGE)
    shown = those[page * PAGE : (page + 1) * PAGE]
    lines = [section(_account(a, viewer), _menu(a, part, page)) for a in shown]
    return [*lines, *_turns(part, page, last)]


def _page(page: int, of: int, on_one: int) -> tuple[int, int]:
    """The page that there is, and the last one."""
    last = max(0, (of - 1) // on_one)
    return max(0, min(page, last)), last


def _turns(part: str, page: int, last: int) -> list[Block]:
    before = button("Previous", SEGMENTS_SHOW, PartRef(part, page - 1).pack()) if page else None
    after = button("Next", SEGMENTS_SHOW, PartRef(part, page + 1).pack()) if page < last else None
    return turns(before, after)


def _account(a: Counted, viewer: Viewer) -> str:
    """Acme · A · $84,000 a year · profit $30,000 · 42 h · $714 an hour; whether a person chose it."""
    brings = viewer.value(a.brings) if a.brings else viewer.money(a.annual)
    parts = [f"{brings} a year" if a.brings or a.annual is not None else brings]
    if a.profit is not None:
        parts.append(f"profit {viewer.money(round(a.profit))}")
    hourly = per_hour(a.profit, a.spent.minutes, viewer)
    chosen = " · chosen by a person" if a.chosen else ""
    return (
        f"*{escape(a.name)}* · {a.tier} · {' · '.join(parts)} · {duration(a.spent.minutes)}{hourly}{chosen}"
    )


def _menu(a: Counted, part: str, page: int) -> Block:
    """Its card, and the other segments that it may be said to be of."""
    others = [s for s in NAMES if s != a.segment]
    choices = [(OPEN, "Open its card"), *((s, f"It is {ONE[s]}") for s in others)]
    choices += [(BY_REVENUE, "By its revenue")] if a.chosen else []
    return overflow(
        SEGMENTS_SET, [option(label, SetRef(a.id, to, part, page).pack()) for to, label in choices]
    )


def _proposals(x: Shown, kind: str, page: int, viewer: Viewer) -> list[Block]:
    those = x.proposals.of(kind)
    if not those:
        return [section("Nothing of that is proposed (any more).")]
    page, last = _page(page, len(those), FEW)
    blocks = list[Block]()
    for p in those[page * FEW : (page + 1) * FEW]:
        blocks += [section(_why(p, viewer)), actions(_taps(p, page))]
    kept = f"Keep: it stays as it is, and the same is not proposed again for {KEPT_FOR} days."
    asked = " Of your own A a manager is asked first." if kind in {REPLACE, LET_GO} else ""
    return [*blocks, *_turns(kind, page, last), context(kept + asked)]


def _why(p: Proposal, viewer: Viewer) -> str:
    why = "; ".join(viewer.plain(w) for w in p.why)
    return f"{_account(p.account, viewer)}\n{escape(why)}"


def _taps(p: Proposal, page: int) -> list[Block]:
    a, ref = p.account, ProposedRef(p.account.id, p.kind, page).pack()
    row = []
    if p.kind == UPGRADE:
        row.append(plan_button(a.id, a.name, "Upsell plan"))
    if p.kind == REPLACE:
        row.append(need_button(a.id, a.name))
    if p.kind == HOURS:
        row.append(
            button("Ask the owner", SEGMENTS_ASK, AccountRef(a.id).pack(), says=f"Ask the owner of {a.name}")
        )
    if p.kind in {REPLACE, LET_GO}:
        row.append(button("Let go", SEGMENTS_GO, ref, says=f"Let {a.name} go", asks=_sure(a)))
    row.append(button("Keep", SEGMENTS_KEEP, ref, says=f"Keep {a.name} as it is"))
    if a.segment == FILLER:
        to = SetRef(a.id, CONTRIBUTOR, p.kind, page).pack()
        row.append(button("It is a contributor", SEGMENTS_SET, to, says=f"{a.name} is a contributor"))
    return [*row, open_button(a.id, a.name, beside=True)]


def _sure(a: Counted) -> Block:
    what = (
        f"{a.name} is churned from today: nobody is nudged, its recurring revenue ends. Undo for a week, in "
        "its history."
    )
    return sure("Let it go?", what, "Let go")


def kept(name: str) -> str:
    return f"*{escape(name)}* stays as it is."


def back(name: str) -> str:
    """Keeping it was taken back."""
    return f"↩️ *{escape(name)}*: it may be proposed again."


def now_is(name: str, segment: str) -> str:
    if segment in ONE:
        return f"✅ *{escape(name)}* is {ONE[segment]} now: you said so."
    return f"✅ *{escape(name)}*: its segment is by its revenue again."


def same(name: str) -> str:
    return f"*{escape(name)}* is that already."


def let_go(name: str) -> str:
    return f"✅ *{escape(name)}* is let go: churned from today."


def waits(name: str, who: str) -> str:
    """An A of the reader's own: somebody else decides."""
    return f"*{escape(name)}*: {escape(who)} is asked, until then it stays as it is."


def asked_already(name: str) -> str:
    return f"*{escape(name)}*: that was asked already, until it is decided it stays as it is."


GONE = say("That is not proposed any more.", kind="gone")
