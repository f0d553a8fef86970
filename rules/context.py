"""What a reason to call is, and what the workspace knows that a record does not. Knows no reason by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .phrase import Phrase, say
from .policy import Policy
from .records import Record, Tier


@dataclass(frozen=True, slots=True)
class Insight:
    """Something worth telling, posted by a manager for a tier, an industry, a country or a service (empty:
    all). With `tell_by` it is a notice: each of its accounts is to hear of it by then; `told` are those that
    did."""

    id: int
    text: str
    tier: Tier | str = ""
    industry: str = ""
    country: str = ""
    service: str = ""
    tell_by: date | None = None
    told: frozenset[int] = frozenset()

    def fits(self, record: Record) -> bool:
        a = record.account
        return self.is_for(a.tier, a.industry, a.country, a.services)

    def is_for(self, tier: str, industry: str, country: str, services: Iterable[str]) -> bool:
        pairs = ((self.industry, industry), (self.country, country))
        return (
            (not self.tier or self.tier == tier)
            and all(not mine or mine.casefold() == theirs.casefold() for mine, theirs in pairs)
            and (not self.service or self.service.casefold() in {s.casefold() for s in services})
        )


@dataclass(frozen=True, slots=True)
class Untold:
    """An account that is still to hear of a notice, and whose it is."""

    account_id: int
    name: str
    owner_id: int
    owner: str


@dataclass(frozen=True, slots=True)
class Reach:
    """Accounts that a notice is for: how many were told, and which were not yet, by name."""

    told: int
    left: tuple[Untold, ...] = field(default=())

    @property
    def whole(self) -> int:
        return self.told + len(self.left)


@dataclass(frozen=True, slots=True)
class Posted:
    """An insight with who posted it, and the last date on which it holds."""

    insight: Insight
    by_id: int
    by: str
    until_on: date
    reach: Reach | None = None
    """Of a notice: how many heard of it."""

    def late_for(self, on: date) -> int:
        """Days past the deadline of a notice on a date, while somebody is still to hear of it; 0: none."""
        by = self.insight.tell_by
        return max(0, (on - by).days) if by and self.reach and self.reach.left else 0


@dataclass(frozen=True, slots=True)
class Context:
    """What the workspace knows. `insights`: those that stand, newest first; `looked_back`: what is kept of
    its last look back (rules/chances.py), as it is kept; `sunk`: kinds of reasons that a morning puts last,
    because nobody acts on them (rules/learned.py). `band`: that of the account on the day asked about, where
    it was looked at already."""

    policy: Policy
    insights: tuple[Insight, ...] = ()
    looked_back: Mapping[str, Any] | None = None
    sunk: frozenset[str] = frozenset()
    band: str = ""

    def without(self, insight_id: int) -> Context:
        """The same, but for an insight that is spoken for."""
        return (
            replace(self, insights=tuple(i for i in self.insights if i.id != insight_id))
            if insight_id
            else self
        )


PAST_ITS_TIME = say("its reason is past the time that notes are kept")


@dataclass(frozen=True, slots=True)
class Reason:
    """`kind` names the rule, `why` is said to the rep, `ask` is the question to ask (None: none
    suggested); `insight` is the id of the insight that it tells (0: none), `about` that of the row of its own
    kind that it tells of (0: none)."""

    kind: str
    why: Phrase
    ask: Phrase | None = None
    insight: int = 0
    about: int = 0

    def to_json(self) -> dict[str, Any]:
        reason = {
            "kind": self.kind,
            "why": self.why.to_json(),
            "ask": self.ask.to_json() if self.ask else None,
        }
        ids = {"insight": self.insight, "about": self.about}
        return reason | {name: row_id for name, row_id in ids.items() if row_id}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Reason:
        """A stored reason; its words are empty once notes of its morning are past their time."""
        why, ask = stored["why"], stored.get("ask")
        return cls(
            stored["kind"],
            Phrase.from_json(why) if why else PAST_ITS_TIME,
            Phrase.from_json(ask) if ask else None,
            insight=stored.get("insight", 0),
            about=stored.get("about", 0),
        )
