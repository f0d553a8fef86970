"""What to say in a call with an existing customer: what it has brought them so far, what we see from the
inside, the hard truth or trend to raise, and the question to ask. Source: DOMAIN, "Just calling to catch up"
wastes the customer's time.

Asked only when somebody prepares: no card waits for it.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from .cadence import own_cadence
from .card import Card
from .factors import FACTORS
from .facts import growth, insights, orders
from .facts.asked_for import FEEDBACK
from .facts.asking import QUESTION, refused
from .facts.concerns import open_concerns
from .facts.moods import FELT_FOR
from .facts.notes import gives_something
from .facts.promises import named
from .health import Factor
from .phrase import Phrase, say
from .records import Record, days

BROUGHT_FOR = 365  # days that results are told of
SPENT_IN = 90  # days whose time is counted
EXPLORED_FOR = 180  # days after which what they need is asked anew
RESULTS = frozenset({"delivered_result", "solved_problem"})
KEPT = "kept"
SEEN = (orders.usual_order_late, orders.same_package)  # reasons that a supplier alone can see
POSTED = (insights.notice_due, insights.insight_posted)
OWN_LINE = frozenset({"promises", "onboarding and renewal"})  # factors whose facts are said by themselves
CONCERNED = frozenset({"sentiment and concerns"})  # and one, while a concern is open


class Brought(NamedTuple):
    """Something documented that they got: `how` is the touch's purpose, or KEPT for a promise."""

    on: date
    how: str
    what: str


class Spent(NamedTuple):
    """Time on an account: minutes, how many of them are estimated by channel, touches, those of value."""

    minutes: int
    estimated: int
    touches: int
    value_adding: int


def brought(record: Record, on: date) -> list[Brought]:
    """Results with their notes and promises kept, of the year to a day, newest first."""
    since = on - days(BROUGHT_FOR)
    results = [
        Brought(t.on, t.purpose, t.note)
        for t in record.between(since, on)
        if t.purpose in RESULTS and t.value_adding and gives_something(t.note)
    ]
    kept = [
        Brought(p.closed_on, KEPT, named(p))
        for p in record.promises
        if p.state == "kept" and p.closed_on and since <= p.closed_on <= on
    ]
    return sorted([*results, *kept], key=lambda b: b.on, reverse=True)


def spent(record: Record, on: date) -> Spent:
    """What the last SPENT_IN days took, the day itself included."""
    touches = record.between(on - days(SPENT_IN - 1), on)
    return Spent(
        sum(t.minutes for t in touches),
        sum(t.minutes for t in touches if t.estimated),
        len(touches),
        sum(t.value_adding for t in touches),
    )


def seen(card: Card) -> list[Phrase]:
    """What we know from delivering to them, beside the reason to call; of an account that is active."""
    if card.context is None or card.record.account.stands(card.on) != "active":
        return []
    holds = [r for reason in SEEN if (r := reason(card.record, card.on, card.context))]
    told = [r.why for r in holds if r.kind != card.reason.kind]
    grown = growth.commercial(card.record, card.on, card.context.policy)
    return [grown.why, *told] if grown and grown.share >= 0.5 else told


def to_raise(card: Card) -> list[Factor]:
    """At most two factors that go badly and that no call alone mends, the costliest first; while health
    falls, the costliest of them, though it is not that bad yet."""
    if card.record.account.stands(card.on) != "active":
        return []
    ours = {rule.name for rule in FACTORS if rule.a_call_mends} | OWN_LINE
    if open_concerns(card.record, card.on):
        ours |= CONCERNED
    theirs = [f for f in card.health.factors if f.known and f.greener and f.possible and f.name not in ours]
    costly = sorted(theirs, key=lambda f: f.earned - f.possible)
    bad = [f for f in costly if f.earned < f.possible / 2]
    falls = card.trend.alarm or card.trend.arrow == "falling"
    return bad[:2] or costly[: int(falls)]


def worth_telling(card: Card) -> Phrase | None:
    """A notice that they are still to be told, else an insight that they did not hear of, where the reason
    to call is another one."""
    if card.context is None or card.record.account.stands(card.on) != "active":
        return None
    posted = (tells(card.record, card.on, card.context) for tells in POSTED)
    said = (card.reason.kind, card.reason.about, card.reason.insight)
    return next((r.why for r in posted if r and (r.kind, r.about, r.insight) != said), None)


def may_ask_feedback(card: Card) -> bool:
    """Whether they may be asked what we should change: a customer in rhythm, not asked for a quarter. Where
    we were silent for too long, the call is for that first."""
    if card.context is None or card.record.account.stands(card.on) != "active":
        return False
    account, policy = card.record.account, card.context.policy
    last = card.record.last_touch(card.on)
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    if last is None or (card.on - last.on).days > cadence:
        return False
    return refused(card.record, FEEDBACK, card.on, policy) is None


def question(card: Card) -> Phrase:
    """The reason's own question; else one about what nobody knows: their mood, their needs, what a result
    changed."""
    record, on = card.record, card.on
    standing = record.account.stands(on)
    if standing == "churned":
        return say("What would have to change for you to come back?")
    if standing == "active" and card.reason.ask:
        return card.reason.ask
    if not any(0 <= (on - t.on).days <= FELT_FOR for t in record.felt):
        return say("Are you happy with what you get from us? What should we change?")
    if may_ask_feedback(card):
        return QUESTION
    explored = record.between(on - days(EXPLORED_FOR), on)
    if not any(t.purpose == "explored_need" and t.meaningful for t in explored):
        return say("What do you want to reach this year that is still out of reach?")
    if brought(record, on):
        return say("What has it changed for you, in your own figures?")
    return say("What should we do next that would help you most?")
