"""What is to be known of one account at a glance, as of a day: composed here for whoever shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from .cadence import Due, due
from .chances import Chance, Chances, chance_of
from .context import Context, Reason
from .health import Health
from .lately import Lately
from .phrase import Money
from .reasons import best_reason
from .records import Record
from .revenue import unrated
from .trend import Trend

_assessed = Lately()


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is made of: the record with health, trend, due date and best reason, all as of `on`; and
    so is all that a card says."""

    record: Record
    health: Health
    trend: Trend
    due: Due
    reason: Reason
    on: date
    segment: str = ""
    """How the account earns: given, or by revenue; only the long card asks for it."""
    brings: Money | None = None
    """Revenue a year in its own currency, where that has no rate."""
    context: Context | None = None
    """What it was composed with, for whoever asks for more of it than a card says."""


def chance_at(card: Card) -> Chance | None:
    """How often accounts of its band were not heard from, where that may be said of it: looked up in what the
    workspace keeps of its last look back. A rest is silence that was agreed, so none is said in one."""
    context = card.context
    if context is None or not context.looked_back or card.record.account.stands(card.on) != "active":
        return None
    return chance_of(Chances.from_json(context.looked_back), card.health.computed, context.policy, card.on)


def compose(record: Record, on: date, context: Context) -> Card:
    """The card of an account on its viewer's date, or its owner's where that is ahead: what the owner
    logged counts where it is yesterday still."""
    on = max(on, record.today or on)
    policy = context.policy
    health, moved = _assessed(record, on, policy)
    context = replace(context, band=health.band)
    return Card(
        record,
        health,
        moved,
        due=due(record, on, policy, trouble=health.trouble),
        reason=best_reason(record, on, context),
        on=on,
        brings=unrated(record, on, policy),
        context=context,
    )
