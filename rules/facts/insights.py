"""What a manager posted: an insight, of which an account hears once; a notice, which is a reason to call
until it was told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..appearances import ignored, rests_for, returns_on
from ..calendar import Workdays, add_working_days
from ..context import Context, Insight, Posted, Reason
from ..phrase import Days, say
from ..records import Record
from .notes import first_words

NOTICE = "notice"  # its kind, in reasons and stored mornings
TELL_BEFORE = 5  # working days before its deadline, from which it wants a place in the morning


def notices(record: Record, context: Context) -> list[Insight]:
    """Those that this account is still to hear of, the first deadline first."""
    those = (i for i in context.insights if i.tell_by and record.account.id not in i.told and i.fits(record))
    return sorted(those, key=lambda i: (i.tell_by or date.max, i.id))


def near(context: Context, on: date, of: Workdays) -> list[Insight]:
    """Notices that are to be told by now, from TELL_BEFORE working days before their deadline, the first
    first."""
    dated = ((i.tell_by, i) for i in context.insights if i.tell_by)
    soon = ((by, i) for by, i in dated if add_working_days(by, -TELL_BEFORE, of) <= on)
    return [i for _, i in sorted(soon, key=lambda x: (x[0], x[1].id))]


def tell_on(record: Record, on: date, context: Context) -> date | None:
    """When an account wants a place in the morning to hear of a notice; None where there is none for it, or
    it is not to be called."""
    account = record.account
    if account.stands(on) != "active" or account.served_through_parent:
        return None
    before = [
        add_working_days(i.tell_by, -TELL_BEFORE, record.owner.workdays)
        for i in notices(record, context)
        if i.tell_by
    ]
    if not before:
        return None
    wanted = _rested(record, before[0], on)
    if record.last_told == NOTICE:
        wanted = max(wanted, account.not_needed_until or wanted)
    return max(wanted, account.snoozed_until or wanted)


def _rested(record: Record, day: date, on: date) -> date:
    """A day, or the one on which an account that was shown since returns. A touch settles it only where a
    morning had told of it: else whoever called may not have known."""
    last, said_on = record.last_touch(on), dict(record.reasons_told).get(NOTICE)
    if any(shown >= day for shown in ignored(record)):
        return max(day, returns_on(record) or day)
    if last and said_on and day <= said_on <= last.on:
        return add_working_days(last.on, rests_for(record.account.tier, 1), record.owner.workdays)
    return day


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
