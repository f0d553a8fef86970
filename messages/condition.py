"""How an account is doing, in words: one line for the card, and each factor with its points, why and what
would help."""

from __future__ import annotations

from collections.abc import Iterable

from rules.card import Card
from rules.facts import overrides
from rules.health import Factor, Health
from rules.records import Account

from .blocks import escape
from .words import BAND, BAND_MARK, Viewer, count


def paused(account: Account, viewer: Viewer, why: bool = True) -> str:
    """⏸ *Paused until Nov 8*: summer; empty for an account that is not paused. Once its end has come, a
    pause is over."""
    if account.stands(viewer.today) != "paused":
        return ""
    until = f" until {viewer.day(account.paused_until)}" if account.paused_until else ""
    reason = f": {escape(account.status_reason)}" if why and account.status_reason else ""
    return f"⏸ *Paused{until}*{reason}"


def health_line(card: Card, viewer: Viewer) -> str:
    """What was computed; below what a person says, where that holds."""
    override = card.health.override
    if override is None:
        return computed_line(card, viewer)
    said = escape(viewer.plain(overrides.told(override)))
    return (
        f"{BAND_MARK[override.band]} *{BAND[override.band]}*, says {said}\n"
        f"Computed: {computed_line(card, viewer)}"
    )


def computed_line(card: Card, viewer: Viewer) -> str:
    """🔴 *At risk 41, falling*: no contact for 30 days (cadence 14) · 6 of 8 facts known"""
    health = card.health
    if health.band == "churned":
        since, reason = card.record.churned_on, card.record.account.status_reason
        when, why = f" since {viewer.day(since)}" if since else "", f": {escape(reason)}" if reason else ""
        return f"{BAND_MARK[health.band]} *{BAND[health.band]}*{when}{why}"
    enough = health.score is not None and health.computed != "not enough known"
    score = f" {health.score}{_moving(card)}" if enough else ""
    condition, resting = _told(card, viewer), _resting(card, viewer)
    why = f": {escape(_why(condition, card, viewer))}" if condition else ""
    if condition and condition.name == "silence" and not resting and not _in_rhythm(card, viewer):
        why += f" (cadence {card.due.own_cadence})"
    holds = enough and health.ceiling_why and not resting
    held = (
        f" · held at {health.ceiling}: {escape(viewer.plain(health.ceiling_why))}"
        if holds and health.ceiling_why
        else ""
    )
    facts = counted(health)
    known = f" · {sum(f.known for f in facts)} of {count(len(facts), 'fact')} known"
    return f"{BAND_MARK[health.computed]} *{BAND[health.computed]}{score}*{why}{held}{known}"


def _moving(card: Card) -> str:
    """The alarm of this week, else the arrow of the month: they may point in two directions."""
    if card.trend.alarm:
        return f", fell {round(card.trend.fall)} in a week"
    return f", {card.trend.arrow}" if card.trend.arrow != "steady" else ""


def counted(health: Health) -> list[Factor]:
    """The factors that count: a setting may leave one without points."""
    return [f for f in health.factors if f.possible]


def _told(card: Card, viewer: Viewer) -> Factor | None:
    """The factor that the line names. Of a score that fell it is one behind the fall, or one that costs
    points, never one that is full. Else what goes well for a healthy account; silence once the account is out
    of its rhythm, since a call mends it; what costs most points."""
    known = [f for f in counted(card.health) if f.known]
    if card.trend.alarm:
        return _costliest(f for f in known if f.name in card.trend.behind)
    if card.health.computed == "healthy" and card.trend.arrow == "falling":
        return _costliest(known)
    if card.health.computed == "healthy" and (well := [f for f in known if f.earned > 0.8 * f.possible]):
        return max(well, key=lambda f: (f.name == "steadiness", f.possible))
    silent = next((f for f in known if f.name == "silence" and f.greener), None)
    out = not _resting(card, viewer) and not _in_rhythm(card, viewer)
    return silent if silent and out else worst(card.health)


def _costliest(factors: Iterable[Factor]) -> Factor | None:
    """What costs most points; None when each is full."""
    short = (f for f in factors if f.earned < 0.999 * f.possible)
    return max(short, key=lambda f: f.possible - f.earned, default=None)


def _why(factor: Factor, card: Card, viewer: Viewer) -> str:
    """Why, in the factor's words; days of silence that are nothing to worry about are told the other way
    round."""
    last = card.record.last_touch(viewer.today)
    silent = (viewer.today - last.on).days if last else 0
    if factor.name == "silence" and silent and (card.health.computed == "healthy" or not factor.greener):
        return f"last contact {count(silent, 'day')} ago"
    return viewer.plain(factor.why)


def _resting(card: Card, viewer: Viewer) -> bool:
    return card.record.account.stands(viewer.today) == "paused"


def _in_rhythm(card: Card, viewer: Viewer) -> bool:
    last = card.record.last_touch(viewer.today)
    return last is not None and (viewer.today - last.on).days <= card.due.own_cadence


def worst(health: Health) -> Factor | None:
    """The factor that costs most points, among those that something can turn green."""
    known = (f for f in counted(health) if f.known and f.greener)
    return max(known, key=lambda f: f.possible - f.earned, default=None)


def points_line(health: Health) -> str:
    known = [f for f in health.factors if f.known]
    possible = sum(f.possible for f in known)
    if not possible:
        return "nothing known yet"
    earned = round(sum(f.earned for f in known), 1)
    return f"{earned:g} of {possible} known points make {round(100 * earned / possible)} of 100"


def factor_lines(card: Card, viewer: Viewer) -> list[str]:
    lines = []
    for f in counted(card.health):
        if not f.known:
            lines.append(f"◽ {f.name}: –/{f.possible} · {escape(viewer.plain(f.why))}")
            continue
        mark = "🟢" if f.earned >= 0.999 * f.possible else "🔴" if f.earned <= 0.001 * f.possible else "🟡"
        greener = f" → _{escape(viewer.plain(f.greener))}_" if f.greener else ""
        lines.append(
            f"{mark} {f.name}: {round(f.earned, 1):g}/{f.possible} · {escape(_why(f, card, viewer))}{greener}"
        )
    return lines
