"""The Home tab: today's most pressing accounts, and what one's role may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.book import Behind
from rules.context import Posted
from rules.coverage import Seen, Share, by_tier, coverage
from rules.delivery.verdicts import Lost
from rules.facts.milestone import Milestone
from rules.facts.promised import Promise
from rules.facts.raised import Concern
from rules.facts.requested import Request
from rules.phrase import Phrase
from rules.records import TIERS, Person

from . import insights, onboarding, promised, raised, requested, undelivered, waiting
from .blocks import Block, actions, button, context, divider, escape, header, section
from .book import Line, state
from .card import CARD_LOG, CARD_PREP
from .carried import AccountRef
from .needs import BEHIND, needs_help
from .opening import open_button
from .sections import MOST_OF_VIEW, Section, lay_out
from .waiting import Waiting
from .words import Viewer, count, percent

LOG_OPEN = "log.open"
HOME_INSIGHT = "home.insight"
HOME_SETTINGS = "home.settings"
HOME_SENDING = "home.sending"
HOME_DIGEST = "home.digest"
HOME_BOOK = "home.book"

MOST_DUE = 10  # accounts that Home names
AT_HAND = 5  # of them with Log and Prep beside


@dataclass(frozen=True, slots=True)
class Team:
    """The books of everybody below a manager: how many accounts are in rhythm, and who is behind, worst
    first."""

    share: Share
    behind: Sequence[Behind] = ()


@dataclass(frozen=True, slots=True)
class Home:
    """`person` and what holds for the workspace; each other field is filled by a line of HOME_READ
    (scheduler/home.py), or stays as it is for whoever has none."""

    person: Person
    lines: Sequence[Line] = ()
    sending: bool = False
    linked: int = 0
    unlinked: int = 0
    held_why: str = ""
    failed: Sequence[str] = ()
    """Names of accounts that could not be computed."""
    lost: Sequence[Lost] = ()
    posted: Sequence[Posted] = ()
    """Insights that the person may change."""
    waiting: Sequence[Waiting] = ()
    """What waits for the person's tap."""
    promised: Sequence[tuple[str, Promise]] = ()
    """What falls due this week or is overdue, each with its account."""
    asked: Sequence[tuple[str, Request]] = ()
    """Who waits for an answer, each with its account."""
    steps: Sequence[tuple[str, Milestone]] = ()
    """Onboarding steps that the person sees to and that fall due this week or are late, each with its
    account."""
    unhappy: Sequence[tuple[str, Concern]] = ()
    """Open concerns of the person's accounts, and of the kinds that they look after."""
    rhythm: Sequence[Seen] = ()
    """The person's own accounts as they stand today."""
    team: Team | None = None
    """For managers; None where their people own none, or too many to count here."""


def home(h: Home, viewer: Viewer) -> Block:
    """What a person finds on their Home tab: today's most pressing accounts, and what their role may do."""
    return {"type": "home", "blocks": lay_out(HOME, h, viewer, most=MOST_OF_VIEW)}


def _greeting(h: Home, viewer: Viewer) -> list[Block]:
    return [header(f"Good to see you, {h.person.first_name}")]


def _book(h: Home, viewer: Viewer) -> list[Block]:
    if not h.lines:
        return [section("You own no account yet. `/account NAME` opens anybody's.")]
    return _due(h, viewer)


def _team(h: Home, viewer: Viewer) -> list[Block] | None:
    """Coverage of the team, and who needs help."""
    if h.team is None or not h.team.share.whole:
        return None
    share = h.team.share
    line = (
        f"*Your team: {share.part} of {count(share.whole, 'account')} in rhythm* ({percent(share.by_count)})"
    )
    lines = [line, *(f"• {needs_help(b)}" for b in h.team.behind[:BEHIND])]
    more = len(h.team.behind) - BEHIND
    lines += [f"and {more} more"] if more > 0 else []
    return [section("\n".join(lines))]


def _in_rhythm(h: Home) -> str:
    """35 of 49 in rhythm (A 8 of 12, B 9 of 15, C 18 of 22)."""
    share = coverage(h.rhythm)
    if not share.whole:
        return ""
    tiers = by_tier(h.rhythm)
    each = ", ".join(f"{t} {tiers[t].part} of {tiers[t].whole}" for t in TIERS if tiers[t].whole)
    return f"\n{share.part} of {share.whole} in rhythm ({each})"


def _buttons(h: Home, viewer: Viewer) -> list[Block]:
    row = [button("Log a touch", LOG_OPEN, "log", style="primary"), button("My book", HOME_BOOK, "0")]
    if h.person.leads:
        row += [
            button("The week so far", HOME_DIGEST, "digest"),
            button("Post an insight", HOME_INSIGHT, "insight"),
        ]
    return [actions(row)]


def _insights(h: Home, viewer: Viewer) -> list[Block]:
    return insights.listed(h.posted, h.person.id, viewer)


def _waiting(h: Home, viewer: Viewer) -> list[Block] | None:
    return waiting.section_of(h.waiting, viewer)


def _promised(h: Home, viewer: Viewer) -> list[Block] | None:
    return promised.due_this_week(h.promised, viewer)


def _asked(h: Home, viewer: Viewer) -> list[Block] | None:
    return requested.waiting(h.asked, h.person.workdays, viewer)


def _steps(h: Home, viewer: Viewer) -> list[Block] | None:
    return onboarding.due_this_week(h.steps, viewer)


def _unhappy(h: Home, viewer: Viewer) -> list[Block] | None:
    return raised.waiting(h.unhappy, viewer)


def _help(h: Home, viewer: Viewer) -> list[Block]:
    return [context("`/account NAME` looks up · `/log NAME what happened` logs · `/account help`")]


def closed(why: Phrase) -> Block:
    """The Home tab of whom Tend doesn't answer: the sentence they get everywhere else, and nothing more."""
    return {"type": "home", "blocks": [section(escape(Viewer().plain(why)))]}


def _due(h: Home, viewer: Viewer) -> list[Block]:
    """How the book stands, and the accounts that are due, as many as are counted: the first ones with what
    is done about them beside; those beyond what fits are counted, too."""
    due, stands = [x for x in h.lines if x.due], _in_rhythm(h)
    if not due:
        ahead = next((x for x in h.lines if x.due_on and x.due_on > viewer.today), None)
        coming = f" The next one: *{escape(ahead.name)}*, {state(ahead, viewer)}." if ahead else ""
        return [section(f"*None due* of {count(len(h.lines), 'account')} in your book.{coming}{stands}")]
    blocks = [section(f"*{count(len(due), 'account')} due* of {len(h.lines)} in your book{stands}")]
    for n, x in enumerate(due[:MOST_DUE]):
        text, open_ = (
            f"*{escape(x.name)}* · {x.tier} · {state(x, viewer)}",
            open_button(x.id, x.name, beside=True),
        )
        if n >= AT_HAND:
            blocks.append(section(text, open_))
            continue
        ref = AccountRef(x.id).pack()
        log = button("Log", CARD_LOG, ref, style="primary", says=f"Log a touch with {x.name}")
        prep = button("Prep", CARD_PREP, ref, says=f"Before you call {x.name}")
        blocks += [section(text), actions([log, prep, open_])]
    if len(due) > MOST_DUE:
        blocks.append(context(f"And {len(due) - MOST_DUE} more that are due: “My book” has them all."))
    return blocks


def _admin(h: Home, viewer: Viewer) -> list[Block] | None:
    if not h.person.is_admin:
        return None
    state = "on" if h.sending else "*off*: no nudge or digest reaches anybody until you switch it on"
    held = f"\n⚠️ Held: {escape(h.held_why)}" if h.held_why else ""
    people = f"{h.linked} people linked to Slack" + (f", {h.unlinked} not yet" if h.unlinked else "")
    switch = button(
        "Switch off" if h.sending else "Switch on",
        HOME_SENDING,
        "off" if h.sending else "on",
        style="" if h.sending else "primary",
    )
    return [
        divider(),
        section(f"*Sending* is {state}.{held}{_failed(h.failed)}\n{people}.", switch),
        *([section(undelivered.line(h.lost))] if h.lost else []),
        actions([button("Settings", HOME_SETTINGS, "settings")]),
    ]


def _failed(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return (
        f"\n⚠️ {count(len(names), 'account')} could not be computed: "
        f"{', '.join(escape(n[:80]) for n in names[:5])}{more}"
    )


HOME = (
    Section("greeting", _greeting, rank=0),
    Section("what waits for you", _waiting),
    Section("your team", _team),
    Section("what is due", _book),
    Section("promises due this week", _promised),
    Section("who waits for an answer", _asked),
    Section("open concerns", _unhappy),
    Section("onboarding steps due this week", _steps),
    Section("buttons", _buttons, rank=0),
    Section("insights", _insights, rank=2),
    Section("for admins", _admin, rank=0),
    Section("help", _help, rank=3),
)
