"""Why to call an account today. Each reason is one function; REASONS holds them, best first. A reason may bring a question.

A function gets the record, the date and what the workspace knows (Context); it returns None when its facts don't hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from statistics import median
from typing import Any

from .cadence import own_cadence, renewal_uncovered
from .calendar import months_between
from .facts.renewals import renewal_passed
from .phrase import Phrase, in_days, say
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
class Posted:
    """An insight with who posted it, and the last date on which it holds."""

    insight: Insight
    by_id: int
    by: str
    until_on: date


@dataclass(frozen=True, slots=True)
class Context:
    """What the workspace knows. `insights`: those that stand, newest first."""

    policy: Policy
    insights: tuple[Insight, ...] = ()

    def without(self, insight_id: int) -> Context:
        """The same, but for an insight that is spoken for."""
        return replace(self, insights=tuple(i for i in self.insights if i.id != insight_id)) if insight_id else self


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind` names the rule, `why` is said to the rep, `ask` is the question to ask (None: none suggested); `insight` is the
    id of the insight that it tells (0: none)."""

    kind: str
    why: Phrase
    ask: Phrase | None = None
    insight: int = 0

    def to_json(self) -> dict[str, Any]:
        told = {"kind": self.kind, "why": self.why.to_json(), "ask": self.ask.to_json() if self.ask else None}
        return {**told, "insight": self.insight} if self.insight else told

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Reason:
        ask = stored.get("ask")
        why, ask = Phrase.from_json(stored["why"]), Phrase.from_json(ask) if ask else None
        return cls(stored["kind"], why, ask, stored.get("insight", 0))


def next_step_passed(record: Record, on: date, context: Context) -> Reason | None:
    step = record.next_step
    if step is None or step.done or step.on is None or step.on >= on:
        return None
    return Reason("next step passed", say("{0} was on {1}: how did it go?", step.text, step.on))


def renewal_day_passed(record: Record, on: date, context: Context) -> Reason | None:
    passed = renewal_passed(record.account, on)
    return Reason("renewal passed", say("renewal was due {0}: did it renew?", passed)) if passed else None


def renewal_near(record: Record, on: date, context: Context) -> Reason | None:
    renews = record.account.renews_on
    if renews is None or not 0 <= (renews - on).days <= 90:
        return None
    left = (renews - on).days
    when = say("renews today") if left == 0 else in_days("renews {0}, in", left, renews)
    if not renewal_uncovered(record, on):
        return Reason("renewal", when, say("What must be true for you to renew gladly?"))
    why = say(when.template + "; nothing of value given yet", *when.values)
    return Reason("renewal", why, say("What has it brought you this year, in your own figures?"))


def usual_order_late(record: Record, on: date, context: Context) -> Reason | None:
    """From 3 purchase days: late once the silence outgrows the usual gap by a quarter (at least 3 days). A refund is no order."""
    bought = sorted({m.on for m in record.movements if m.kind == "purchase" and m.minor > 0 and m.on <= on})
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
            and m.minor >= 0
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
    """The newest insight that fits. An account hears of one once; until somebody acts on it, the card still shows it."""
    still = record.insights_told[:1] if record.last_told == "insight" and record.nudged else ()
    for insight in context.insights:
        if insight.fits(record) and (insight.id not in record.insights_told or insight.id in still):
            return Reason("insight", say("worth telling them: {0}", insight.text), insight=insight.id)
    return None


_CHECKED_IN = re.compile(
    r"\b(?:check(?:ed|ing)?[ -]in|touch(?:ed|ing)? base|catch(?:ing)?[ -]up|caught up|follow(?:ed|ing)?[ -]up"
    r"|reach(?:ed|ing)? out|sa(?:id|y|ying) (?:hello|hi)|small talk)\b(?: (?:with|on|to) (?:(?:the|their|our) )?[\w.]+)?",
    re.IGNORECASE,
)  # fmt: skip
_SAYS_NOTHING = re.compile(
    r"\b(?:just|to|quick|short|brief|regular|routine|usual|weekly|monthly|call(?:ed)?|e-?mail(?:ed)?|meeting|met|spoke|spoken"
    r"|chat(?:ted)?|talk(?:ed)?|happy|neutral|worried|all|good|fine|ok(?:ay)?|well|again|today|nothing|new)\b",
    re.IGNORECASE,
)  # fmt: skip


def gives_something(note: str) -> bool:
    """Whether a note says more than that somebody checked in: two words at least beside those of a check-in."""
    return len(re.findall(r"\w+", _SAYS_NOTHING.sub(" ", _CHECKED_IN.sub(" ", note)))) >= 2


def said_last(record: Record, on: date, context: Context) -> Reason | None:
    """What was said when we last reached them, if it gives something to build on; never a check-in."""
    reached = [t for t in record.touches if t.on <= on and t.meaningful]
    for n, touch in enumerate(reached):
        if touch.purpose != "check_in" and gives_something(touch.note):
            when = "last time ({0}): “{1}”" if n == 0 else "on {0}: “{1}”"
            return Reason("said last", say(when, touch.on, first_words(touch.note)))
    return None


def overdue(record: Record, on: date, context: Context) -> Reason:
    """What always holds: how long they have not heard from us."""
    last = record.last_touch(on)
    if last is None:
        return Reason("overdue", say("never touched"), say("What did you hope for when you chose us?"))
    silent, cadence = (on - last.on).days, own_cadence(record.account.tier, record.account.cadence_days, context.policy)
    why = in_days("no contact for", silent) if silent else say("touched today")
    why = say(f"{why.template}, cadence {{{len(why.values)}}}", *why.values, cadence)
    return Reason("overdue", why, say("What are you working on this quarter?"))


REASONS: tuple[Callable[[Record, date, Context], Reason | None], ...] = (
    next_step_passed, renewal_day_passed, renewal_near, usual_order_late, same_package, insight_posted, said_last,
)  # fmt: skip
ENTERS_WITH = {"next step": "next step passed", "dated": "renewal"}


def best_reason(record: Record, on: date, context: Context) -> Reason:
    """The first reason that holds, else how long there was no contact."""
    return next((r for reason in REASONS if (r := reason(record, on, context))), None) or overdue(record, on, context)


def place_reason(record: Record, on: date, context: Context, entry: str) -> Reason:
    """The reason for a place in the morning message: what brought the account there, else the first that holds and is not of
    the kind that its last appearance gave, nor an insight that it heard of; the same again only where no other holds."""
    told = set(record.insights_told)
    context = replace(context, insights=tuple(i for i in context.insights if i.id not in told))
    holds = [r for reason in REASONS if (r := reason(record, on, context))]
    brought = [r for r in holds if r.kind == ENTERS_WITH.get(entry)]
    others = [r for r in holds if r.kind != record.last_told]
    return next(iter(brought or others or holds), None) or overdue(record, on, context)


def first_words(text: str, most: int = 90) -> str:
    """The beginning of a text on one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[:most].rsplit(" ", 1)[0] + "…"
