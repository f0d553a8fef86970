"""Feedback, referrals, thanks and treats: none is of a day to come; what has a day on which it was answered
or closed is so."""

from __future__ import annotations

from collections.abc import Iterator

from rules.facts import asked_for, referred, thanked

from ..feedback import FB
from ..referrals import RF
from ..thanks import TH
from .cells import CURRENCY, DATE, EMAIL, ID, NOTE, POSITIVE, one_of
from .days import before, still_open, still_to_come
from .known import Known
from .noun import Column, Noun
from .rows import Problem, Rows


def _feedback_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("asked_on", "answered_on"))
    yield from before(f, "asked_on", ("answered_on",), "is before it was asked.")
    answered = (asked_for.GIVEN, asked_for.DECLINED)
    what = "says that it is answered: its state is given or declined then."
    yield from still_open(f, "state", answered, what, day="answered_on")


def _referral_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("on", "closed_on", "thanked_on"))
    yield from before(f, "on", ("closed_on", "thanked_on"), "is before the referral.")
    closed = (referred.WON, referred.LOST)
    yield from still_open(f, "outcome", closed, "says that it is closed: its outcome is won or lost then.")


def _thanks_days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ("on",))


FEEDBACK = Noun(
    "feedback",
    FB,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("kind", one_of(asked_for.KINDS, empty=asked_for.FEEDBACK)),
        Column("contact"),
        Column("asked_on", DATE),
        Column("state", one_of(asked_for.STATES, empty=asked_for.ASKED)),
        Column("answered_on", DATE),
        Column("theme", one_of(asked_for.THEMES)),
        Column("text", NOTE),
        Column("may_use", one_of(asked_for.USES)),
        Column("external_id", ID),
    ),
    one="feedback",
    by="by_id",
    read_as="feedback_noted",
    undone="voided_at",
    id_word="fb",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now},
    look=_feedback_days,
)
REFERRALS = Noun(
    "referrals",
    RF,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("kind", one_of(referred.KINDS, empty=referred.RECEIVED)),
        Column("who"),
        Column("to"),
        Column("on", DATE),
        Column("outcome", one_of(referred.OUTCOMES, empty=referred.OPEN)),
        Column("closed_on", DATE),
        Column("became", to="became_id", refers="accounts"),
        Column("thanked_on", DATE),
        Column("external_id", ID),
    ),
    one="referral",
    by="by_id",
    read_as="referrals_noted",
    undone="voided_at",
    id_word="rf",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now},
    look=_referral_days,
)
THANKS = Noun(
    "thanks",
    TH,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("kind", one_of(thanked.KINDS, empty=thanked.THANKS)),
        Column("text"),
        Column("on", DATE),
        Column("cost", POSITIVE, currency="currency"),
        Column("currency", CURRENCY),
        Column("external_id", ID),
    ),
    one="thank-you",
    by="by_id",
    read_as="thanks_noted",
    undone="voided_at",
    id_word="th",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now},
    look=_thanks_days,
)
