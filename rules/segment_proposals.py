"""What a team may change so that its hours earn more, from the report of its segments: fillers to upgrade or
to replace, money makers that take much of the time, accounts to let go. Source: DOMAIN, Segments.

It proposes; a person takes each or keeps the account as it is. What needs a figure that is missing is not
proposed: `lacking` says which.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from .growing import ranked
from .phrase import Money, Phrase, count, say
from .revenue import Missing
from .segment_report import Counted, Report, hourly
from .segments import FILLER, MONEY_MAKER

UPGRADE, REPLACE, HOURS, LET_GO = "upgrade", "replace", "hours", "let go"
KINDS = (UPGRADE, REPLACE, HOURS, LET_GO)
KEPT_FOR = 180
"""Days in which what somebody kept is not proposed again."""
CONCERNS = 2
"""Concerns in a year from which they are repeated."""
ENOUGH = 4
"""Accounts of which the lowest quarter is one at least: of fewer the lowest says nothing, a loss does."""
Kept = Collection[tuple[int, str]]
"""Accounts with the kind of proposal that was not wanted."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of KINDS. `why`: all that speaks for it, the first says most."""

    kind: str
    account: Counted
    why: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """Those of each kind, the first first. `lacking`: what is missing to say who is to be replaced or let go;
    None where nothing is."""

    those: tuple[Proposal, ...]
    lacking: Phrase | None = None
    share: int = field(default=10)
    """Per cent of the team's time from which a money maker takes much."""

    def of(self, kind: str) -> list[Proposal]:
        return [p for p in self.those if p.kind == kind]


def proposals(report: Report, kept: Kept, currency: str, share: int) -> Proposals:
    """What is to be let go is proposed as nothing else, and as nothing like it where somebody kept it.
    `share`: the per cent of all time above which a money maker's is much (a setting)."""
    going = _let_go(report)
    gone = {p.account.id for p in going if (p.account.id, LET_GO) not in kept}
    stays = [p for p in (*_upgrade(report, currency), *_hours(report, share)) if p.account.id not in gone]
    poor = {p.account.id for p in going}
    those = [*stays, *(p for p in _replace(report, currency) if p.account.id not in poor), *going]
    wanted = tuple(p for p in those if (p.account.id, p.kind) not in kept)
    lacks = report.whole.profit if report.whole.accounts else None
    return Proposals(wanted, lacks.why if isinstance(lacks, Missing) else None, share)


def _upgrade(report: Report, currency: str) -> list[Proposal]:
    """Fillers that do well and may buy more, as the upsell plan ranks them."""
    by_id = {a.id: a for a in report.accounts}
    growing = ranked([a.grows for a in report.of(FILLER) if a.grows], currency)
    return [Proposal(UPGRADE, by_id[g.account_id], g.why) for g in growing]


def _replace(report: Report, currency: str) -> list[Proposal]:
    """Fillers that want nothing, and whose profit an hour is in the lowest quarter of all, or a loss; the
    lowest first."""
    timed = sorted((a for a in report.accounts if a.per_hour is not None), key=_hourly)
    low = {a.id for a in timed[: _quarter(timed)]} | {a.id for a in timed if _hourly(a) < 0}
    those = [a for a in timed if a.segment == FILLER and a.id in low]
    mean = hourly(sum(a.profit or 0 for a in timed), sum(a.spent.minutes for a in timed)) or 0
    all_of = say("an hour with all of them leaves {profit}", profit=Money(round(mean), currency))
    return [
        Proposal(REPLACE, a, (all_of, say("no need is known, it does not grow")))
        for a in those
        if not a.wants and a.grows is None
    ]


def _hours(report: Report, share: int) -> list[Proposal]:
    """Money makers that take more than a share of all time; who takes most first."""
    total = sum(a.spent.minutes for a in report.accounts)
    much = [a for a in report.of(MONEY_MAKER) if 100 * a.spent.minutes > share * total]
    brings = report.whole.revenue
    return [
        Proposal(
            HOURS,
            a,
            (
                say(
                    "takes {hours} % of your time, brings {revenue} % of revenue",
                    hours=round(100 * a.spent.minutes / total),
                    revenue=round(100 * (a.annual or 0) / brings),
                )
                if a.annual is not None and brings
                else say("takes {hours} % of your time", hours=round(100 * a.spent.minutes / total)),
            ),
        )
        for a in sorted(much, key=lambda a: (-a.spent.minutes, a.name))
    ]


def _let_go(report: Report) -> list[Proposal]:
    """In the top quarter by time, in the lowest by profit or at a loss, with repeated concerns; the least
    profit first."""
    known = [a for a in report.accounts if a.profit is not None]
    by_time = sorted(known, key=lambda a: (-a.spent.minutes, a.name, a.id))
    by_profit = sorted(known, key=lambda a: (_profit(a), a.name, a.id))
    busy = {a.id for a in by_time[: _quarter(known) or 1] if a.spent.minutes}
    poor = {a.id for a in by_profit[: _quarter(known)]} | {a.id for a in known if _profit(a) < 0}
    those = [a for a in by_profit if a.id in busy & poor and a.concerns >= CONCERNS]
    return [
        Proposal(
            LET_GO,
            a,
            (
                say("takes much of your time, leaves little"),
                count("{count} concern in a year", "{count} concerns in a year", a.concerns),
            ),
        )
        for a in those
    ]


def _quarter(those: Sequence[Counted]) -> int:
    """How many are a quarter of them, the one it ends in among them; none of fewer than ENOUGH."""
    return -(-len(those) // 4) if len(those) >= ENOUGH else 0


def _profit(a: Counted) -> float:
    return a.profit or 0


def _hourly(a: Counted) -> float:
    return a.per_hour or 0
