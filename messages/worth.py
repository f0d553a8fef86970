"""What health is worth, in words: the answer of `backtest`, and the line of the long card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rules.card import Card, chance_at
from rules.chances import LEAST_ACCOUNTS, LEAST_EVENTS, Chance, Chances
from rules.looks import BANDS
from rules.ranking import Interval
from rules.worth import Counted, Measured, Ranked

from .words import BAND, BAND_MARK, Viewer, count

FOLLOWED = {
    "unheard": "Nothing heard for 90 days",
    "churned": "Churned within 90 days",
    "unbought": "No purchase for 90 days, of accounts that had bought before",
}
NOT_THERE = {
    "unheard": "no account could be looked at",
    "churned": "no account could be looked at",
    "unbought": "no account that had bought has its next 90 days in the record of purchases",
}
NEVER = {
    "unheard": "each account was heard from within the 90 days",
    "churned": "no account was marked churned within the 90 days",
    "unbought": "each account bought again within the 90 days",
}
BY = {"health": "health (0-100)", "silence": "days of silence", "frequency": "touches in 180 days"}
USES = (
    "It may be used",
    "  to choose whom to call first;",
    "  to say how often accounts of a band were not heard from in this record.",
    "It may not be used",
    "  as the chance of one account, to judge a person, or for another company's accounts;",
    "  to say why: whoever is called because the card was red is heard from, which makes health look worse",
    "  than it is.",
    "Nothing heard means that nothing was logged. What was logged late, and a tier that a file gave, count",
    "from the day that they say, though nobody may have known it then. Points and cadences are today's.",
)


def report(measured: Sequence[Measured], days: Sequence[date], kept: Chances, accounts: int) -> Iterator[str]:
    """The lines that `backtest` prints."""
    if not days:
        yield (
            "There is not enough of a record yet: a day is looked at once 180 days of touches lie before it "
            "and 90 after it, without 30 days in which nobody logged anything."
        )
        return
    yield f"Health of {count(accounts, 'account')} on {_days(days)}, against the 90 days that followed."
    for one in measured:
        yield ""
        yield from _one(one)
    yield ""
    yield from USES
    yield _on_cards(kept)


def _days(days: Sequence[date]) -> str:
    if len(days) == 1:
        return f"1 day ({days[0]})"
    return f"{len(days)} first days of months, {days[0]} to {days[-1]}"


def _one(of: Measured) -> Iterator[str]:
    whole = of.whole
    yield FOLLOWED[of.name]
    if not whole.looks:
        yield f"  Nothing can be said: {NOT_THERE[of.name]}."
        return
    yield (
        f"  {count(whole.looks, 'look')} at {count(whole.accounts, 'account')}; it followed "
        f"{count(whole.events, 'look')} at {count(whole.with_event, 'account')}."
    )
    if not of.ranked:
        yield f"  Nothing to rank: {'it followed each look' if whole.events else NEVER[of.name]}."
    else:
        for ranked in of.ranked:
            yield f"  {BY[ranked.by]:<20} AUC {ranked.auc:.2f} {_between(ranked.interval)}"
        yield f"  {_verdict(of)}"
    for band in of.bands:
        if band.looks:
            yield f"  {_counted(band)}"
    if of.crossed:
        better, worse = of.crossed
        yield (
            f"  The bands are not in their order here: it followed {BAND[better.band]} more often than "
            f"{BAND[worse.band]}."
        )


def _between(interval: Interval | None) -> str:
    return f"({interval.low:.2f} to {interval.high:.2f})" if interval else "(too few for an interval)"


def _counted(of: Counted) -> str:
    between = f" ({of.interval.low:.0%} to {of.interval.high:.0%})" if of.interval else ""
    return (
        f"{BAND[of.band] + ':':<20} {of.share:>4.0%}{between}, {of.events:,} of {count(of.looks, 'look')}; "
        f"{of.with_event:,} of {count(of.accounts, 'account')}"
    )


def _verdict(of: Measured) -> str:
    """In words what the ranking says, and how far it may be believed."""
    if of.says_little:
        return (
            f"This says little: it followed at {count(of.whole.with_event, 'account')} and did not at "
            f"{of.without:,}; a ranking wants 20 of each."
        )
    less = _of(of.ranked, "silence").less
    between = f" (the difference lies between {less.low:+.3f} and {less.high:+.3f})" if less else ""
    if of.adds is None:
        return f"Health can't be told apart from plain days of silence here{between}."
    return f"Health ranked it {'better' if of.adds else 'worse'} than plain days of silence{between}."


def _of(ranked: Sequence[Ranked], by: str) -> Ranked:
    return next(r for r in ranked if r.by == by)


def _on_cards(kept: Chances) -> str:
    said = [BAND[band] for band in BANDS if band in kept.by_band]
    least = f"{LEAST_ACCOUNTS} accounts of a band, {LEAST_EVENTS} of them not heard from, and some that were"
    if not said:
        return f"Cards say no chance: that wants {least}."
    return f"Cards say the chance behind More for: {', '.join(said)} (it wants {least})."


def chance_line(card: Card, viewer: Viewer) -> str | None:
    """🔴 Of 100 accounts like this (at risk), 54 were not heard from for 90 days; where that comes from."""
    chance = chance_at(card)
    if chance is None:
        return None
    band = card.health.computed
    said = (
        f"Of 100 accounts like this ({BAND[band].lower()}), {chance.of_100} were not heard from for 90 days."
    )
    return f"{BAND_MARK[band]} {said} {_receipt(chance, viewer)}"


def _receipt(chance: Chance, viewer: Viewer) -> str:
    """Where a chance comes from: what was counted, when, and how far it may be off."""
    return (
        f"_Counted on first days of months, {viewer.day(chance.first)} to {viewer.day(chance.last)}: "
        f"{count(chance.accounts, 'account')} of ours, {chance.events:,} of {chance.looks:,} times; by "
        f"chance it may be {round(100 * chance.low)} to {round(100 * chance.high)}. It says nothing of why._"
    )
