"""Why to call an account today. Each reason is one function; REASONS holds them, best first. A reason may bring a question.

A function gets the record, the date and what the workspace knows (Context); it returns None when its facts don't hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from .cadence import own_cadence, renewal_uncovered
from .calendar import months_between
from .phrase import Phrase, say
from .policy import Policy
from .records import Record, Tier


@dataclass(frozen=True, slots=True)
class Insight:
    """Something worth telling, posted by a manager for a tier or an industry (empty: all)."""

    id: int
    text: str
    tier: Tier | str = ""
    industry: str = ""

    def fits(self, record: Record) -> bool:
        tier_fits = not self.tier or self.tier == record.account.tier
        return tier_fits and (not self.industry or self.industry.casefold() == record.account.industry.casefold())


@dataclass(frozen=True, slots=True)
class Context:
    policy: Policy
    insights: tuple[Insight, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind` names the rule, `why` is said to the rep, `ask` is the question to ask (None: none suggested)."""

    kind: str
    why: Phrase
    ask: Phrase | None = None

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "why": self.why.to_json(), "ask": self.ask.to_json() if self.ask else None}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Reason:
        ask = stored.get("ask")
        return cls(stored["kind"], Phrase.from_json(stored["why"]), Phrase.from_json(ask) if ask else None)


def next_step_passed(record: Record, on: date, context: Context) -> Reason | None:
    step = record.next_step
    if step is None or step.done or step.on is None or step.on >= on:
        return None
    return Reason("next step passed", say("{0} was on {1}: how did it go?", step.text, step.on))


def renewal_near(record: Record, on: date, context: Context) -> Reason | None:
    renews = record.account.renews_on
    if renews is None or not 0 <= (renews - on).days <= 90:
        return None
    left = (renews - on).days
    when = say("renews today") if left == 0 else say("renews {0}, in {1} days", renews, left)
    if not renewal_uncovered(record, on):
        return Reason("renewal", when, say("What must be true for you to renew gladly?"))
    why = say(when.template + "; nothing of value given yet", *when.values)
    return Reason("renewal", why, say("What has it brought you this year, in your own figures?"))


def usual_order_late(record: Record, on: date, context: Context) -> Reason | None:
    """From 3 purchase days: late once the silence outgrows the usual gap by a quarter (at least 3 days)."""
    bought = sorted({m.on for m in record.movements if m.kind == "purchase" and m.on <= on})
    if len(bought) < 3:
        return None
    usual = int(median((b - a).days for a, b in zip(bought, bought[1:], strict=False)))
    late = (on - bought[-1]).days - usual
    if usual < 7 or late < max(3, usual // 4):
        return None
    why = say("usually orders every {0} days, last on {1}", usual, bought[-1])
    return Reason("usual order late", why, say("What changed since your last order?"))


def same_package(record: Record, on: date, context: Context) -> Reason | None:
    """Same package for 14 months; restarts only when package or service changes."""
    changed, seen = record.account.started_on, set[str]()
    for m in sorted(record.movements, key=lambda m: m.on):
        if (
            m.on <= on
            and m.kind in {"new", "expansion", "contraction", "purchase"}
            and (m.kind in {"new", "expansion", "contraction"} or m.service not in seen)
        ):
            changed = m.on
        seen.add(m.service)
    if changed is None or not record.account.services:
        return None
    months = months_between(changed, on)
    if months < 14:
        return None
    return Reason(
        "same package", say("same package for {0} months", months), say("What do you do today that you didn't when you chose it?")
    )


def insight_posted(record: Record, on: date, context: Context) -> Reason | None:
    for insight in context.insights:
        if insight.fits(record):
            return Reason("insight", say("worth telling them: {0}", insight.text))
    return None


def said_last(record: Record, on: date, context: Context) -> Reason | None:
    for touch in record.touches:
        if touch.on <= on and touch.note:
            return Reason("said last", say("last time ({0}): “{1}”", touch.on, first_words(touch.note)))
    return None


def overdue(record: Record, on: date, context: Context) -> Reason | None:
    last = record.last_touch(on)
    if last is None:
        return Reason("overdue", say("never touched"), say("What did you hope for when you chose us?"))
    silent, cadence = (on - last.on).days, own_cadence(record.account.tier, record.account.cadence_days, context.policy)
    return Reason("overdue", say("{0} days silent, cadence {1}", silent, cadence), say("What are you working on this quarter?"))


REASONS: tuple[Callable[[Record, date, Context], Reason | None], ...] = (
    next_step_passed, renewal_near, usual_order_late, same_package, insight_posted, said_last, overdue,
)  # fmt: skip


def best_reason(record: Record, on: date, context: Context) -> Reason:
    """The first reason that holds; `overdue` always does. An ask is added from the record where the reason has none."""
    for reason in REASONS:
        found = reason(record, on, context)
        if found:
            return found
    raise AssertionError("overdue always holds")


def first_words(text: str, most: int = 90) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + "…"
