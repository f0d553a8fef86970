"""The voice of a team's customers, for its digest: answers by theme, referrals, thank-yous that are due.
Source: DOMAIN, Words, feedback and referral."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from ..records import Record
from .asked_for import FEEDBACK, Feedback
from .asked_for import GIVEN as ANSWERED
from .asking import QUARTER, Answer, Theme, by_theme
from .referred import GIVEN, RECEIVED, Referral
from .referring import due_thanks


@dataclass(frozen=True, slots=True)
class Voice:
    """Of a team's accounts as of a day: answers of the 90 days to it by theme, how many of them came in the
    week, and what was asked and not answered; (account, referral) received and given in the week, and those
    for which a thank-you is due, the oldest first."""

    themes: tuple[Theme, ...] = ()
    answered: int = 0
    waiting: tuple[tuple[str, Feedback], ...] = ()
    received: tuple[tuple[str, Referral], ...] = ()
    given: tuple[tuple[str, Referral], ...] = ()
    due: tuple[tuple[str, Referral], ...] = ()


def of_team(records: Iterable[Record], ours: Collection[int], first: date, on: date) -> Voice:
    """Of the accounts that the team owns on a day and that are customers then; `first`: of the week."""
    answers, waiting = list[Answer](), list[tuple[str, Feedback]]()
    sent, due = list[tuple[str, Referral]](), list[tuple[str, Referral]]()
    for record in records:
        if not (record.feedback or record.referrals):
            continue
        account = record.at(on).account
        if account.owner_id not in ours:
            continue
        if account.status == "churned":
            continue
        name = record.account.name
        answers += [
            Answer(account.id, name, f)
            for f in record.feedback
            if f.kind == FEEDBACK and f.state == ANSWERED and on - QUARTER < _answered(f) <= on
        ]
        waiting += [(name, f) for f in record.feedback if f.open_on(on)]
        sent += [(name, r) for r in record.referrals if first <= r.on <= on]
        due += [(name, r) for r in due_thanks(record.referrals, on) if r.on < on]
    sent.sort(key=lambda pair: (pair[1].on, pair[0]))
    return Voice(
        tuple(by_theme(answers)),
        sum(_answered(a.feedback) >= first for a in answers),
        waiting=tuple(sorted(waiting, key=lambda w: (w[1].asked_on, w[0]))),
        received=tuple(p for p in sent if p[1].kind == RECEIVED),
        given=tuple(p for p in sent if p[1].kind == GIVEN),
        due=tuple(sorted(due, key=lambda d: (d[1].on, d[0]))),
    )


def _answered(feedback: Feedback) -> date:
    return feedback.answered_on or feedback.asked_on
