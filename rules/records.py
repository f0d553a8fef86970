"""What is known of people and accounts, as frozen values; an account as of a day. Dates of touches are the
owner's local dates."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import takewhile
from typing import Any, Literal

from .calendar import Workdays
from .delivery.own import Own
from .facts.aimed import Goal
from .facts.asked_for import Feedback
from .facts.changed import Change
from .facts.escalated import Escalation
from .facts.introduced import Handoff
from .facts.loosened import Loosening
from .facts.member import Member
from .facts.merging import Merging
from .facts.milestone import Milestone
from .facts.movement import SIGN, Movement, renewal_after
from .facts.needed import Need
from .facts.overridden import Override
from .facts.promised import Promise
from .facts.raised import Concern
from .facts.referred import Referral
from .facts.requested import Request
from .facts.served import Served
from .facts.thanked import Thanks
from .facts.touch import Touch, promotes
from .facts.upsell import Upsell
from .own_calendar import WHOLE, Calendar, workdays_of

Tier = Literal["A", "B", "C"]
TIERS: tuple[Tier, ...] = ("A", "B", "C")
CONTACT_ROLES = ("champion", "buyer", "sponsor", "technical", "user", "other")
STATUSES = ("active", "paused", "churned")
SEGMENTS = ("money maker", "contributor", "filler")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of ours. `zone` IANA, `country` ISO 3166; `slack_id` empty until linked."""

    id: int
    name: str
    email: str
    role: str = "rep"
    zone: str = "UTC"
    country: str = ""
    locale: str = "en-US"
    manager_id: int | None = None
    slack_id: str = ""
    active: bool = True
    is_admin: bool = False
    leads: bool = False
    own: Own = Own()
    """What they chose of their messages."""
    calendar: Calendar = WHOLE
    """Their weekdays, and when they are away."""

    @property
    def workdays(self) -> Workdays:
        """Days on which their accounts are looked after: their own, and those that somebody covers."""
        return workdays_of(self.country, self.calendar, covered=False)

    @property
    def own_days(self) -> Workdays:
        """Days on which they work themselves."""
        return workdays_of(self.country, self.calendar, covered=True)

    @property
    def usual_days(self) -> Workdays:
        """Days on which they work in a week in which they are not away."""
        return workdays_of(self.country, self.calendar._replace(away=()), covered=True)

    @property
    def public_days(self) -> Workdays:
        """Days that are nobody's holiday there: figures count these alone, whoever is away."""
        return workdays_of(self.country, WHOLE, covered=True)

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.strip() else self.email


@dataclass(frozen=True, slots=True)
class Contact:
    id: int
    name: str
    role: str = "other"
    title: str = ""
    email: str = ""
    prefers: str = ""
    birthday: str = ""
    left_on: date | None = None
    added_on: date | None = None
    """None: on file for as long as anybody remembers."""
    moved_on: date | None = None
    """Since when they do something else inside the customer."""
    successor_id: int | None = None
    """Who came after them, once they left or moved."""
    mourning_until: date | None = None
    """Until then they are in mourning, and get no New Year's card."""

    def here_on(self, on: date) -> bool:
        return self.left_on is None or self.left_on > on

    def in_role_on(self, on: date) -> bool:
        """Still here, and in the role that they are on file with."""
        return self.here_on(on) and (self.moved_on is None or self.moved_on > on)

    def mourns_on(self, on: date) -> bool:
        return self.mourning_until is not None and on <= self.mourning_until

    @property
    def gone_on(self) -> date | None:
        """Since when they are not in their role any more."""
        return min((day for day in (self.left_on, self.moved_on) if day), default=None)

    def known_on(self, on: date) -> bool:
        return self.added_on is None or self.added_on <= on


@dataclass(frozen=True, slots=True)
class NextStep:
    id: int
    text: str
    on: date | None
    done: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Who owns an account, and how it counts, from a date on."""

    from_on: date
    owner_id: int
    tier: Tier
    status: str = "active"
    cadence_days: int | None = None
    until: date | None = None
    reason: str = ""
    served_through_parent: bool = False
    country: str = ""
    zone: str = ""
    """Of whoever owns it so: whose public holidays count, and by which days."""

    def is_of(self, account: Account) -> bool:
        """Whether the account stands so."""
        mine = (self.owner_id, self.tier, self.status, self.cadence_days, self.until, self.reason)
        return (*mine, self.served_through_parent) == (
            account.owner_id,
            account.tier,
            account.status,
            account.cadence_days,
            account.paused_until,
            account.status_reason,
            account.served_through_parent,
        )


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its standing of today (or of the day that `Record.at` was asked for).

    `annual` is in minor units of the workspace's currency, None when unknown; `annual_given` (minor units of
    `currency`) and `renews_given` are what a person or a file said. `trouble` is as last stored (DOMAIN,
    Cadence).
    """

    id: int
    name: str
    tier: Tier
    owner_id: int
    added_on: date
    exists_on: date
    status: str = "active"
    cadence_days: int | None = None
    paused_until: date | None = None
    status_reason: str = ""
    tier_proposal: str = ""
    segment: str = ""
    industry: str = ""
    country: str = ""
    services: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    annual: int | None = None
    annual_given: int | None = None
    currency: str = ""
    margin: float | None = None
    """What its revenue leaves, as a share (0.45); for managers and admins alone (rules/access.py, COSTS)."""
    started_on: date | None = None
    renews_on: date | None = None
    renews_given: date | None = None
    parent_id: int | None = None
    parent_name: str = ""
    served_through_parent: bool = False
    snoozed_until: date | None = None
    not_needed_until: date | None = None
    trouble: bool = False
    team_goal: str = ""
    """What everybody on its team works for."""
    earns_by: str = ""
    """How the customer itself earns, and keeps its own customers."""

    def stands(self, on: date) -> str:
        """Its status on a date: active again from the day a pause ends."""
        over = self.status == "paused" and self.paused_until is not None and self.paused_until <= on
        return "active" if over else self.status


@dataclass(frozen=True)
class Record:
    """All that rules need of one account. `touches` newest first; `owner` gives zone and country.

    Rules are asked about a day: they count touches and movements up to it, and take owner, tier, status and
    contacts from `at` that day.
    """

    account: Account
    owner: Person
    touches: tuple[Touch, ...] = ()
    contacts: tuple[Contact, ...] = ()
    next_step: NextStep | None = None
    movements: tuple[Movement, ...] = ()
    standings: tuple[Standing, ...] = ()
    nudged: tuple[date, ...] = field(default=())
    """Local dates on which the account was shown to its owner in a sent bundle, newest first, since the
    last act."""
    last_told: str = ""
    """The kind of the reason that the last sent bundle gave for it (rules/reasons.py)."""
    last_told_on: date | None = None
    """That bundle's local date."""
    insights_told: tuple[int, ...] = ()
    """Insights that sent bundles gave for it, newest first."""
    reasons_told: tuple[tuple[str, date], ...] = ()
    """Each kind of reason that sent bundles gave for it, with the last date."""
    promises: tuple[Promise, ...] = ()
    requests: tuple[Request, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    changes: tuple[Change, ...] = ()
    concerns: tuple[Concern, ...] = ()
    needs: tuple[Need, ...] = ()
    goals: tuple[Goal, ...] = ()
    upsells: tuple[Upsell, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    """Testimonials among them; what was asked first first."""
    referrals: tuple[Referral, ...] = ()
    """Oldest first."""
    thanks: tuple[Thanks, ...] = ()
    """Treats among them, oldest first."""
    came_by_referral: date | None = None
    """The day on which another customer's referral became this account; None for one that came otherwise."""
    handoffs: tuple[Handoff, ...] = ()
    """Oldest first."""
    overrides: tuple[Override, ...] = ()
    loosenings: tuple[Loosening, ...] = ()
    """Oldest first, what waits among them."""
    escalations: tuple[Escalation, ...] = ()
    """Oldest first."""
    merging: tuple[Merging, ...] = ()
    """Merges of it that wait for somebody's tap."""
    team: tuple[Member, ...] = ()
    """Who is on its team now, the owner not among them."""
    served: tuple[Served, ...] = ()
    """Accounts that are served through it now: its `annual` holds what they bring."""
    today: date | None = None
    """The owner's date when the record was read: from it on, the account stands as it was read."""
    stood_since: date | None = None
    stood_until: date | None = None
    """Of accounts that became one: from, and up to (not included), which day this is what was there."""

    @cached_property
    def reached(self) -> tuple[Touch, ...]:
        """The meaningful touches, oldest first."""
        return tuple(t for t in reversed(self.touches) if t.outcome == "reached")

    @cached_property
    def reached_on(self) -> tuple[date, ...]:
        """Their days, so that a question about a day (thirty of them, for a trend) looks one up instead of
        walking."""
        return tuple(t.on for t in self.reached)

    @cached_property
    def met_on(self) -> tuple[date, ...]:
        """Each day of theirs once, oldest first."""
        return tuple(sorted(set(self.reached_on)))

    @cached_property
    def valued_on(self) -> tuple[date, ...]:
        """The days of the value-adding ones, oldest first."""
        return tuple(t.on for t in self.reached if t.value_adding)

    @cached_property
    def met_by(self) -> dict[int, list[date]]:
        """The days on which each contact was met, oldest first."""
        met: dict[int, list[date]] = defaultdict(list)
        for touch in self.reached:
            for contact_id in touch.contact_ids:
                met[contact_id].append(touch.on)
        return dict(met)

    @cached_property
    def earned_on(self) -> tuple[date, ...]:
        """The days of the movements of revenue, oldest first."""
        return tuple(sorted(m.on for m in self.movements))

    @cached_property
    def renewed_on(self) -> tuple[date, ...]:
        """The days of its renewals, oldest first."""
        return tuple(sorted(m.on for m in self.movements if m.kind == "renewal"))

    @cached_property
    def repeats(self) -> tuple[Movement, ...]:
        """The movements of recurring revenue that say an amount, oldest first."""
        return tuple(sorted((m for m in self.movements if m.is_recurring and m.minor), key=lambda m: m.on))

    @cached_property
    def levels(self) -> tuple[tuple[date, ...], tuple[int, ...]]:
        """Days, oldest first, and what the repeats bring a year from each on, where one currency holds them
        all; never below 0. A day on which the account was marked churned ends what it brought until then."""
        by_day = defaultdict[date, int](int, dict.fromkeys(self.ends, 0))
        for m in self.repeats:
            by_day[m.on] += SIGN[m.kind] * m.minor
        total, brings, ordered = 0, list[int](), sorted(by_day)
        for day in ordered:
            total = 0 if day in self.ends else max(total + by_day[day], 0)
            brings.append(total)
        return tuple(ordered), tuple(brings)

    @cached_property
    def felt(self) -> tuple[Touch, ...]:
        """The touches that say how the customer feels, newest first."""
        return tuple(t for t in self.touches if t.sentiment)

    def last_touch(self, on: date | None = None) -> Touch | None:
        """The newest meaningful touch up to and including `on` (all of them when None)."""
        count = len(self.reached) if on is None else bisect_right(self.reached_on, on)
        return self.reached[count - 1] if count else None

    def between(self, first: date, last: date) -> list[Touch]:
        """Touches whose local date lies in first..last, newest first."""
        return [t for t in self.touches if first <= t.on <= last]

    def reached_between(self, first: date, last: date) -> tuple[Touch, ...]:
        """The meaningful ones of them, oldest first."""
        return self.reached[bisect_left(self.reached_on, first) : bisect_right(self.reached_on, last)]

    def tried(self, on: date) -> list[Touch]:
        """Contacts of ours up to a date since they last answered or came to us, newest first. That they
        liked or mentioned us somewhere is no answer."""
        there = (t for t in self.touches if t.on <= on and not promotes(t.channel, t.direction, t.outcome))
        return list(takewhile(lambda t: t.outcome != "reached" and t.direction != "inbound", there))

    def standing(self, on: date) -> Standing | None:
        """The standing that held on a date; None before the account existed."""
        for standing in reversed(self.standings):
            if standing.from_on <= on:
                return standing
        return None

    def stood(self, on: date) -> bool:
        """Whether the account had an owner and a tier on a date already, and was not yet one with another."""
        if (self.stood_since and on < self.stood_since) or (self.stood_until and on >= self.stood_until):
            return False
        return self.standing(on) is not None or (self.today is not None and on >= self.today)

    @cached_property
    def as_read_since(self) -> date:
        """A day from which the account stands as it was read, so that `at` need not look: most days of
        most accounts."""
        account, last = self.account, self.standings[-1] if self.standings else None
        if (
            account.status == "paused"
            or account.snoozed_until
            or account.not_needed_until
            or (last and not last.is_of(account))
        ):
            return date.max
        changes = [
            account.added_on,
            *(c.added_on for c in self.contacts if c.added_on),
            *([last.from_on] if last else []),
        ]
        return max(changes + [*self.renewed_on[-1:]])

    def at(self, on: date) -> Record:
        """The record with the owner, tier, status, cadence, renewal and contacts of a day; itself when they
        are today's. Of an earlier owner it has what figures ask: who, and whose public holidays.

        A day before the account was put on file counts it as added on the day it exists from; what puts a
        look off today (not needed, snoozed) says nothing of an earlier day.
        """
        if on >= self.as_read_since:
            return self
        past = self.today is not None and on < self.today
        standing = self.standing(on) if past or self.today is None else None
        account, contacts, owner = self.account, self.contacts, self.owner
        if any(not c.known_on(on) for c in contacts):
            contacts = tuple(c for c in contacts if c.known_on(on))
        if on < account.added_on:
            account = replace(account, added_on=account.exists_on)
        if past and (account.snoozed_until or account.not_needed_until):
            account = replace(account, snoozed_until=None, not_needed_until=None)
        if standing is not None and standing.owner_id != owner.id:
            owner = replace(owner, id=standing.owner_id, country=standing.country)
        if standing is not None and not standing.is_of(account):
            account = replace(
                account,
                owner_id=standing.owner_id,
                tier=standing.tier,
                status=standing.status,
                cadence_days=standing.cadence_days,
                paused_until=standing.until,
                status_reason=standing.reason,
                served_through_parent=standing.served_through_parent,
            )
        if past and self.renewed_on and self.renewed_on[-1] > on:
            renewed = (m for m in self.movements if m.on <= on)
            account = replace(account, renews_on=renewal_after(renewed, account.renews_given))
        if account.stands(on) != account.status:
            account = replace(account, status=account.stands(on))
        if account is self.account and contacts is self.contacts and owner is self.owner:
            return self
        return self.standing_as(account, contacts, owner)

    def standing_as(self, account: Account, contacts: tuple[Contact, ...], owner: Person) -> Record:
        """The same record with another account, contacts and owner, and with what was told already of its
        touches, movements and standings."""
        then = object.__new__(Record)
        then.__dict__.update({k: v for k, v in self.__dict__.items() if k not in OF_THE_DAY})
        then.__dict__.update(account=account, contacts=contacts, owner=owner)
        return then

    def spans(self, first: date, last: date) -> list[tuple[date, Record]]:
        """How it stands on the days of first..last: from which day on (the first among them, ascending) as
        which record, which is that of `at` on each day until the next."""
        if self.as_read_since <= first:
            return [(first, self)]
        turning = {self.account.added_on, self.account.paused_until, self.today}
        turning.update(c.added_on for c in self.contacts)
        turning.update(day for s in self.standings for day in (s.from_on, s.until))
        turning.update(m.on for m in self.movements if m.kind == "renewal")
        stood = [(first, self.at(first))]
        for day in sorted(day for day in turning if day and first < day <= last):
            then, before = self.at(day), stood[-1][1]
            if then is not before and (then.account, then.contacts, then.owner) != (
                before.account,
                before.contacts,
                before.owner,
            ):
                stood.append((day, then))
        return stood

    @cached_property
    def ends(self) -> tuple[date, ...]:
        """The days on which the account was marked churned: each ends its recurring revenue."""
        before = ("", *(s.status for s in self.standings))
        return tuple(
            s.from_on for s, was in zip(self.standings, before, strict=False) if s.status == "churned" != was
        )

    def is_lost(self, on: date) -> bool:
        """Whether the account stood churned at the end of a day, as `at` has it: asked of many, who want
        nothing else of the day."""
        past = self.today is None or on < self.today
        standing = self.standing(on) if past and on < self.as_read_since else None
        return (standing or self.account).status == "churned"

    @property
    def churned_on(self) -> date | None:
        """Since when the account has been churned; None when it is not."""
        since = None
        for standing in reversed(self.standings):
            if standing.status != "churned":
                break
            since = standing.from_on
        return since


OF_THE_DAY = frozenset({"account", "contacts", "owner", "as_read_since"})
"""What of a record `at` may give otherwise; all else that it holds, computed or not, is of any day."""


def light(account: Account, owner: Person, **held: Any) -> Record:
    """A record that takes room for what it holds alone: for all else it has the defaults of its class. A
    whole one takes 2 KB before anything is in it, which is much where a figure keeps 100,000 of them."""
    record = object.__new__(Record)
    record.__dict__.update(account=account, owner=owner, **held)
    return record


def among(ascending: Sequence[date], first: date, last: date) -> Sequence[date]:
    """Those of these days, in ascending order, that lie in first..last."""
    return ascending[bisect_left(ascending, first) : bisect_right(ascending, last)]


def within(ascending: Sequence[date], first: date, last: date) -> int:
    """How many of these days, in ascending order, lie in first..last."""
    return bisect_right(ascending, last) - bisect_left(ascending, first)


@cache
def days(count: int) -> timedelta:
    return timedelta(days=count)
