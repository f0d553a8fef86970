"""The plan to sell more to a customer: what is due, its reason to call once a step is late, what of it can be
stored; and how a team's plans came out.

It moves no cadence and counts in no health (source: DOMAIN, Segments, the upsell plan; Nudges).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ..appearances import wanted_on
from ..calendar import on_or_after_working_day
from ..context import Context, Reason
from ..phrase import Days, Phrase, say
from ..records import Record, days
from .entries import Wrong
from .lacking import near, words_of
from .notes import first_words
from .offer import Offer
from .upsell import EXPLORE, LOST, OFFER, TARGET, WON, Upsell

FACT = "upsell"  # its kind, in reasons and stored mornings
FIELD = 300
"""Characters of each of its texts."""
LATELY = 91
"""Days for which what was won and lost is told together."""
MOST_AHEAD = days(730)
LEFT = say("They are no customer any more.")

ASK = {
    TARGET: say("What would you do more of, if nothing stood in the way?"),
    EXPLORE: say("What would an offer have to hold for you to say yes?"),
    OFFER: say("What still speaks against our offer?"),
}


def open_plans(record: Record, on: date) -> list[Upsell]:
    """Those that are open at the end of a day, what is due first first."""
    there = (u for u in record.upsells if u.open_on(on))
    return sorted(there, key=lambda u: (u.due_on(on) or date.max, u.id))


def late_plan(record: Record, on: date) -> Upsell | None:
    """The open one whose step is late for longest."""
    late = [u for u in open_plans(record, on) if u.late_on(on)]
    return late[0] if late else None


def step_late(record: Record, on: date, context: Context) -> Reason | None:
    """A step that is past the day on which it was due."""
    plan = late_plan(record, on)
    if plan is None:
        return None
    return Reason(FACT, lateness(plan, on), ASK[plan.step_on(on)], about=plan.id)


def lateness(plan: Upsell, on: date) -> Phrase:
    """What of a plan is late, and by how long."""
    late = Days(plan.late_on(on))
    step = plan.step_on(on)
    if step == TARGET:
        return say("upsell: exploring what they need is {late} late.", late=late)
    if step == EXPLORE:
        return say("upsell: an offer for “{need}” is {late} late.", need=named(plan), late=late)
    if plan.waits_on(on) and plan.sender and plan.sender_id != plan.by_id and not plan.sender_left:
        what = first_words(plan.sends, 80)
        return say(
            "upsell: “{what}” is {late} late, {sender} sends it.", what=what, late=late, sender=plan.sender
        )
    if plan.waits_on(on):
        return say("upsell: “{what}” is {late} late.", what=first_words(plan.sends, 80), late=late)
    return say("upsell: their answer to “{offer}” is {late} late.", offer=offered(plan), late=late)


def named(plan: Upsell) -> str:
    """What they need, in a line; a text whose time has passed is gone."""
    return first_words(plan.text, 120).rstrip(".") or "what they need"


def offered(plan: Upsell) -> str:
    return plan.offer or "our offer"


def wants(record: Record, on: date) -> date | None:
    """The working day after the one on which the step of an open plan is due; the earliest."""
    return min((_wants(record, due, on) for due in _dues(record, on)), default=None)


def _dues(record: Record, on: date) -> list[date]:
    return [due for u in record.upsells if u.open_on(on) and (due := u.due_on(on))]


def _wants(record: Record, due: date, on: date) -> date:
    day = on_or_after_working_day(due + days(1), record.owner.workdays)
    return wanted_on(record, day, FACT, on)


# what is filled in -----------------------------------------------------------------------------------------
def target_error(explore_by: date | None, today: date) -> Wrong | None:
    return _day_error("due_on", explore_by, today)


def explore_error(text: str, offer_by: date | None, today: date) -> Wrong | None:
    """What keeps the second step from being stored: (field, sentence)."""
    if not text:
        return "text", say("What do they need, in their words?")
    return _day_error("due_on", offer_by, today)


def offer_error(offer: Offer | None, by: date | None, today: date, held: int | None = None) -> Wrong | None:
    """What keeps the third step from being stored. `held`: the offer that the plan has already, which may be
    sold no more by now."""
    if not offer:
        return "offer", say("Which offer?")
    if not offer.is_active and offer.id != held:
        return "offer", say("“{name}” was retired: choose another.", name=offer.name)
    return _day_error("due_on", by, today)


def close_error(step: str, why: str) -> Wrong | None:
    if step == LOST and not why:
        return "why", say("Why was it lost? One line is enough.")
    return None


def _day_error(field: str, day: date | None, today: date) -> Wrong | None:
    if day is None:
        return field, say("By when?")
    if not today <= day <= today + MOST_AHEAD:
        return field, say("Choose today or a day to come, within two years.")
    return None


# a team's ---------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Selling:
    """A team's plans on a day: `open` are (account, plan, days late), the latest first; `won` and `lost` of
    the last LATELY days are (account, plan); `why`: why they were lost, near texts together, what was said
    most often first, with how often."""

    open: tuple[tuple[str, Upsell, int], ...] = ()
    won: tuple[tuple[str, Upsell], ...] = ()
    lost: tuple[tuple[str, Upsell], ...] = ()
    why: tuple[tuple[str, int], ...] = ()

    @property
    def late(self) -> int:
        return sum(late > 0 for _, _, late in self.open)


def of_team(records: Iterable[Record], ours: Collection[int], on: date) -> Selling:
    """Of a day, for whoever owned the account then; closed ones for whoever owned it when they were."""
    open_, closed = list[tuple[str, Upsell, int]](), list[tuple[str, Upsell]]()
    for record in records:
        if not record.upsells:
            continue
        name, then = record.account.name, record.at(on).account
        if then.owner_id in ours and then.status != "churned":
            open_ += [(name, u.as_of(on), u.late_on(on)) for u in open_plans(record, on)]
        closed += [
            (name, u)
            for u in record.upsells
            if not u.open_on(on) and u.closed_on and on - days(LATELY) < u.closed_on <= on
            if record.at(u.closed_on).account.owner_id in ours
        ]
    closed.sort(key=lambda c: (c[1].closed_on or on, c[0]), reverse=True)
    lost = tuple(c for c in closed if c[1].step == LOST)
    return Selling(
        open=tuple(sorted(open_, key=lambda o: (-o[2], o[1].due_on(on) or date.max, o[0]))),
        won=tuple(c for c in closed if c[1].step == WON),
        lost=lost,
        why=tuple(why_lost(u for _, u in lost)),
    )


def why_lost(those: Iterable[Upsell]) -> list[tuple[str, int]]:
    """Why plans were lost, with how often; near texts are one. A text whose time has passed is left out."""
    said = Counter(first_words(u.why, 80).rstrip(".") for u in those if u.why)
    groups = list[tuple[str, int]]()
    for text, times in sorted(said.items(), key=lambda s: (-s[1], len(s[0]), s[0])):
        same = next((n for n, (lead, _) in enumerate(groups) if near(words_of(lead), words_of(text))), None)
        if same is None:
            groups.append((text, times))
        else:
            groups[same] = (groups[same][0], groups[same][1] + times)
    return sorted(groups, key=lambda g: (-g[1], g[0].casefold()))
