"""The Home tab: today's most pressing accounts, and what one's role may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.book import Behind
from rules.context import Posted
from rules.coverage import Seen, Share
from rules.delivery.verdicts import Lost
from rules.facts.introduced import Handoff
from rules.facts.milestone import Milestone
from rules.facts.needed import Need
from rules.facts.promised import Promise
from rules.facts.raised import Concern
from rules.facts.requested import Request
from rules.facts.upsell import Upsell
from rules.installation import Installation
from rules.phrase import Phrase
from rules.records import Person
from rules.waiting import Waiting

from . import (
    due,
    escalations,
    insights,
    installation,
    introduced,
    my_week,
    needed,
    onboarding,
    promised,
    raised,
    requested,
    undelivered,
    upsold,
    waiting,
)
from .blocks import Block, actions, button, context, divider, escape, header, section
from .book import Line
from .due import Morning
from .needs import BEHIND, needs_help, together
from .preview import PREVIEW_OPEN
from .sections import MOST_OF_VIEW, Section, lay_out
from .words import Viewer, count, percent

LOG_OPEN = "log.open"
HOME_INSIGHT = "home.insight"
HOME_SETTINGS = "home.settings"
HOME_SENDING = "home.sending"
HOME_DIGEST = "home.digest"
HOME_BOOK = "home.book"


@dataclass(frozen=True, slots=True)
class Team:
    """The books of everybody below a manager: how many accounts are in rhythm, and who is behind, worst
    first."""

    share: Share
    behind: Sequence[Behind] = ()
    a_out: Sequence[Seen] = ()
    """A accounts out of rhythm of people whose figures are not shown by name."""


@dataclass(frozen=True, slots=True)
class Home:
    """`person` and what holds for the workspace; each other field is filled by a line of HOME_READ
    (scheduler/home.py), or stays as it is for whoever has none."""

    person: Person
    lines: Sequence[Line] = ()
    sending: bool = False
    held_why: str = ""
    installation: Installation | None = None
    """How all of it stands, for admins."""
    failed: Sequence[str] = ()
    """Names of accounts that could not be computed."""
    lost: Sequence[Lost] = ()
    posted: Sequence[Posted] = ()
    """Insights that the person may change."""
    waiting: Sequence[Waiting] = ()
    """What waits for the person's tap."""
    escalated: Sequence[escalations.Shown] = ()
    """A accounts that came to the person, what brings most first."""
    introduced: Sequence[tuple[str, Handoff]] = ()
    """Introductions that wait for somebody else's: their own, and for managers those of their people, each
    with its account."""
    promised: Sequence[tuple[str, Promise]] = ()
    """What falls due this week or is overdue, each with its account."""
    asked: Sequence[tuple[str, Request]] = ()
    """Who waits for an answer, each with its account."""
    steps: Sequence[tuple[str, Milestone]] = ()
    """Onboarding steps that the person sees to and that fall due this week or are late, each with its
    account."""
    unhappy: Sequence[tuple[str, Concern]] = ()
    """Open concerns of the person's accounts, and of the kinds that they look after."""
    lacking: Sequence[tuple[str, Need]] = ()
    """What the person's accounts lack, right by the end of the week and not offered yet, each with its
    account."""
    selling: Sequence[tuple[str, Upsell]] = ()
    """Open upsell plans of the person's accounts whose step is late or due this week, each with its
    account."""
    to_send: Sequence[tuple[str, Upsell]] = ()
    """What the person is to send for others' plans and nobody asks for any more, each with its account."""
    morning: Sequence[Morning] = ()
    """What the day's morning message named, in its order."""
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
    return due.listed(h.lines, h.morning, h.rhythm, viewer)


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
    lines += [f"• {together(h.team.a_out)}"] if h.team.a_out else []
    return [section("\n".join(lines))]


def _buttons(h: Home, viewer: Viewer) -> list[Block]:
    row = [button("Log a touch", LOG_OPEN, "log", style="primary"), button("My book", HOME_BOOK, "0")]
    row.append(my_week.open_button())
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


def _escalated(h: Home, viewer: Viewer) -> list[Block] | None:
    return escalations.on_home(h.escalated, viewer)


def _introduced(h: Home, viewer: Viewer) -> list[Block] | None:
    return introduced.on_home(h.introduced, viewer)


def _promised(h: Home, viewer: Viewer) -> list[Block] | None:
    return promised.due_this_week(h.promised, viewer)


def _asked(h: Home, viewer: Viewer) -> list[Block] | None:
    return requested.waiting(h.asked, h.person.workdays, viewer)


def _steps(h: Home, viewer: Viewer) -> list[Block] | None:
    return onboarding.due_this_week(h.steps, viewer)


def _lacking(h: Home, viewer: Viewer) -> list[Block] | None:
    return needed.waiting(h.lacking, viewer)


def _selling(h: Home, viewer: Viewer) -> list[Block] | None:
    return upsold.due_this_week(h.selling, viewer)


def _to_send(h: Home, viewer: Viewer) -> list[Block] | None:
    return upsold.to_send(h.to_send, viewer)


def _unhappy(h: Home, viewer: Viewer) -> list[Block] | None:
    return raised.waiting(h.unhappy, viewer)


def _help(h: Home, viewer: Viewer) -> list[Block]:
    return [context("`/account NAME` looks up · `/log NAME what happened` logs · `/account help`")]


def closed(why: Phrase) -> Block:
    """The Home tab of whom Tend doesn't answer: the sentence they get everywhere else, and nothing more."""
    return {"type": "home", "blocks": [section(escape(Viewer().plain(why)))]}


def _admin(h: Home, viewer: Viewer) -> list[Block] | None:
    if not h.person.is_admin:
        return None
    state = "on" if h.sending else "*off*: no nudge or digest reaches anybody until you switch it on"
    held = f"\n⚠️ Held: {escape(h.held_why)}" if h.held_why else ""
    switch = button(
        "Switch off" if h.sending else "Switch on",
        HOME_SENDING,
        "off" if h.sending else "on",
        style="" if h.sending else "primary",
    )
    return [
        divider(),
        section(f"*Sending* is {state}.{held}{_failed(h.failed)}", switch),
        *installation.on_home(h.installation, viewer),
        *([section(undelivered.line(h.lost))] if h.lost else []),
        actions(
            [
                button("Settings", HOME_SETTINGS, "settings"),
                button("Preview messages", PREVIEW_OPEN, "preview"),
            ]
        ),
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
    Section("accounts that came to you", _escalated),
    Section("introductions that wait", _introduced),
    Section("your team", _team),
    Section("what is due", _book),
    Section("promises due this week", _promised),
    Section("who waits for an answer", _asked),
    Section("open concerns", _unhappy),
    Section("onboarding steps due this week", _steps),
    Section("needs that are right now", _lacking),
    Section("upsell steps due this week", _selling),
    Section("what you send", _to_send),
    Section("buttons", _buttons, rank=0),
    Section("insights", _insights, rank=2),
    Section("for admins", _admin, rank=0),
    Section("help", _help, rank=3),
)
