"""The account card: short first, details behind More; preparation for a call; history; the short card for
a channel."""

from __future__ import annotations

from collections.abc import Sequence

from rules.card import Card
from rules.facts.renewals import renewal_passed
from rules.records import Account, Person

from . import (
    approvals,
    changed,
    escalations,
    introduced,
    merge_waits,
    needed,
    notices,
    onboarding,
    overrides,
    promised,
    raised,
    requested,
    team,
    upsold,
    worth,
)
from .blocks import (
    MOST_BLOCKS,
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    message,
    option,
    section,
    select,
)
from .card_lines import contact_lines, do_now_line, due_line, facts_on_file, last_line, next_line, title_line
from .carried import AccountRef, Chosen
from .condition import factor_lines, health_line, paused, points_line
from .people import people_button
from .renewals import question
from .sections import Section, lay_out
from .snooze import SNOOZE_CHOICES
from .words import BAND, BAND_MARK, Viewer

CARD_LOG = "card.log"
CARD_SNOOZE = "card.snooze"
CARD_PREP = "card.prep"
CARD_MORE = "card.more"
CARD_LESS = "card.less"
CARD_HISTORY = "card.history"
CARD_SHARE = "card.share"
CARD_CHANGE = "card.change"


def summary(card: Card, viewer: Viewer) -> str:
    """What a notification says of the card."""
    viewer = viewer.as_of(card.on)
    health = card.health
    score = "" if health.score is None or health.computed == "not enough known" else f" {health.score}"
    a = card.record.account
    band = f"{BAND[health.band]} ({overrides.computed(health)})" if health.override else ""
    stand = paused(a, viewer, why=False) or band or f"{BAND[health.band]}{score}"
    return f"{escape(a.name)} ({a.tier}): " + f"{stand}. {last_line(card, viewer)}".replace("*", "")


def short(card: Card, viewer: Viewer) -> Message:
    """The answer to `/account acme`."""
    return message(summary(card, viewer), lay_out(CARD, card, viewer.as_of(card.on)))


def _top(card: Card, viewer: Viewer) -> list[Block]:
    """What it is and how it is doing; a pause comes before its health."""
    lines = title_line(card, viewer), paused(card.record.account, viewer), health_line(card, viewer)
    return [section("\n".join(line for line in lines if line))]


def _now(card: Card, viewer: Viewer) -> str | None:
    return do_now_line(card, viewer) if card.record.account.stands(viewer.today) == "active" else None


def _renewal(card: Card, viewer: Viewer) -> list[Block] | None:
    return _passed(card, False, viewer)


def _renewal_long(card: Card, viewer: Viewer) -> list[Block] | None:
    return _passed(card, True, viewer)


def _passed(card: Card, long: bool, viewer: Viewer) -> list[Block] | None:
    """The question whether it renewed, with its buttons, once that day has passed."""
    account = card.record.account
    passed = renewal_passed(account, viewer.today)
    return (
        question(account, passed, long, says_it=card.reason.kind == "renewal passed", viewer=viewer)
        if passed
        else None
    )


def _buttons(card: Card, viewer: Viewer) -> list[Block]:
    a = card.record.account
    return [
        actions(
            [
                *_first_buttons(a),
                button("More", CARD_MORE, AccountRef(a.id).pack(), says=f"More about {a.name}"),
            ]
        )
    ]


def _buttons_long(card: Card, viewer: Viewer) -> list[Block]:
    ref = AccountRef(card.record.account.id).pack()
    row = [
        button("History", CARD_HISTORY, ref),
        needed.need_button(card.record.account.id, card.record.account.name, over=True),
        button("Share", CARD_SHARE, ref),
        introduced.introduce_button(card.record.account.id),
        button("Change", CARD_CHANGE, ref),
        button("Less", CARD_LESS, ref),
    ]
    return [actions([*_first_buttons(card.record.account), *row])]


def _first_buttons(a: Account) -> list[Block]:
    ref = AccountRef(a.id).pack()
    snooze = select(
        "Snooze", CARD_SNOOZE, [option(label, Chosen(a.id, key).pack()) for key, label in SNOOZE_CHOICES]
    )
    return [
        button("Log", CARD_LOG, ref, style="primary", says=f"Log a touch with {a.name}"),
        snooze,
        button("Prep", CARD_PREP, ref),
        people_button(a.id, a.name),
        changed.note_button(a.id, a.name, over=True),
    ]


def long(card: Card, viewer: Viewer, above: Sequence[Block] = ()) -> Message:
    """The card with everything: each factor with its points, why, and what would turn it green; `above` it
    what was just done."""
    blocks = lay_out(MORE, card, viewer.as_of(card.on), most=MOST_BLOCKS - len(above))
    return message(summary(card, viewer), [*above, *blocks])


def _health(card: Card, viewer: Viewer) -> list[Block] | None:
    if not card.health.factors:
        return None
    factors = "\n".join(factor_lines(card, viewer))
    said = section(f"*Health* · {points_line(card.health)}\n{factors}")
    return [divider(), said, overrides.buttons(card, viewer)]


def _contacts(card: Card, viewer: Viewer) -> list[Block]:
    return [section(contact_lines(card.record, viewer))]


def shared(card: Card, viewer: Viewer, by: Person, note: str) -> Message:
    """The short card for a channel: no health reasons, no notes of talks."""
    a, viewer = card.record.account, viewer.as_of(card.on)
    said = f"\n{escape(note)}" if note else ""
    due = (
        ""
        if card.due.on is None or a.stands(viewer.today) == "paused"
        else f" · next due {viewer.day(card.due.on)}"
    )
    last = card.record.last_touch()
    touched = f"last touched {viewer.day(last.on)}" if last else "never touched"
    rests = f"{paused(a, viewer, why=False)} · " if a.stands(viewer.today) == "paused" else ""
    top = (
        f"{title_line(card, viewer)}\n{rests}{BAND_MARK[card.health.band]} {BAND[card.health.band]} · "
        f"{touched}{due}{said}"
    )
    return message(
        f"{escape(by.name)} shared {escape(a.name)}", [section(top), context(f"Shared by {escape(by.name)}")]
    )


STANDS = (
    Section("the account", _top, rank=0),
    Section("last contact", last_line),
    Section("next step", next_line),
    Section("promised", promised.line),
    Section("asked", requested.line),
    Section("unhappy", raised.line),
    Section("onboarding", onboarding.line),
    Section("changed there", changed.line),
    Section("needed", needed.needs_line),
    Section("their goal", needed.goals_line, rank=2),
    Section("upsell", upsold.line),
    Section("introduced", introduced.line),
    Section("waits for approval", approvals.line),
    Section("escalated", escalations.line),
    Section("may be one with another", merge_waits.line),
    Section("team", team.line, rank=2),
)
"""How an account stands, as its card begins, short and long."""
CARD = (
    *STANDS,
    Section("do now", _now),
    Section("to tell", notices.on_card),
    Section("renewal", _renewal),
    Section("buttons", _buttons, rank=0),
)
MORE = (
    *STANDS,
    Section("due", due_line),
    Section("do now", _now),
    Section("to tell", notices.on_card),
    Section("renewal", _renewal_long),
    Section("health", _health),
    Section("accounts like it", worth.chance_line, rank=2),
    Section("promises kept", promised.kept_line, rank=2),
    Section("answers", requested.pace_line, rank=2),
    Section("first value", onboarding.value_line, rank=2),
    Section("concerns closed", raised.closed_line, rank=2),
    Section("how they earn", needed.earns_line, rank=2),
    Section("contacts", _contacts, rank=2),
    Section("on file", facts_on_file, rank=2),
    Section("buttons", _buttons_long, rank=0),
)
