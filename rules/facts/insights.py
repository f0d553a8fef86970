"""What a manager posted: an insight, of which an account hears once; a notice, which is a reason to call
until it was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..context import Context, Insight, Posted, Reason
from ..phrase import Days, say
from ..records import Record
from .notes import first_words

NOTICE = "notice"  # its kind, in reasons and stored mornings


def notices(record: Record, context: Context) -> list[Insight]:
    """Those that this account is still to hear of, the first deadline first."""
    those = (i for i in context.insights if i.tell_by and record.account.id not in i.told and i.fits(record))
    return sorted(those, key=lambda i: (i.tell_by or date.max, i.id))


def pressing(posted: Iterable[Posted]) -> list[Posted]:
    """Notices as they are listed: the first deadline first, those of which everybody heard below."""
    return sorted(posted, key=lambda p: (not (p.reach and p.reach.left), p.insight.tell_by or date.max))


def notice_due(record: Record, on: date, context: Context) -> Reason | None:
    """The notice whose deadline comes first, until somebody says that it was told."""
    notice = next(iter(notices(record, context)), None)
    if notice is None or notice.tell_by is None:
        return None
    text, late = first_words(notice.text, 120).rstrip("."), (on - notice.tell_by).days
    if late > 0:
        why = say("tell them, {late} late: “{notice}”.", notice=text, late=Days(late))
    else:
        why = say("tell them by {by}: “{notice}”.", notice=text, by=notice.tell_by)
    return Reason(NOTICE, why, say("What does it change for you?"), about=notice.id)


def insight_posted(record: Record, on: date, context: Context) -> Reason | None:
    """The newest insight that fits. An account hears of one once; until somebody acts on it, the card
    still shows it."""
    still = record.insights_told[:1] if record.last_told == "insight" and record.nudged else ()
    for insight in context.insights:
        if (
            insight.tell_by is None
            and insight.fits(record)
            and (insight.id not in record.insights_told or insight.id in still)
        ):
            return Reason(
                "insight",
                say("worth telling them: “{insight}”.", insight=insight.text.rstrip(".")),
                insight=insight.id,
            )
    return None
