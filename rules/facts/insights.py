"""An insight that a manager posted: the account hears of one once."""

from __future__ import annotations

from datetime import date

from ..context import Context, Reason
from ..phrase import say
from ..records import Record


def insight_posted(record: Record, on: date, context: Context) -> Reason | None:
    """The newest insight that fits. An account hears of one once; until somebody acts on it, the card
    still shows it."""
    still = record.insights_told[:1] if record.last_told == "insight" and record.nudged else ()
    for insight in context.insights:
        if insight.fits(record) and (insight.id not in record.insights_told or insight.id in still):
            return Reason(
                "insight",
                say("worth telling them: “{insight}”.", insight=insight.text.rstrip(".")),
                insight=insight.id,
            )
    return None
