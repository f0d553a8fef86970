"""What customers say of us: when they may be asked for feedback or a testimonial, what of an answer can be
stored, answers by theme. Source: DOMAIN, Words, feedback (at most quarterly); a testimonial of happy accounts
alone, at most once in a settable time.

It moves no cadence and counts in no health: the talk in which it was asked is logged as any.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ..phrase import Days, Phrase, say
from ..policy import Policy
from ..records import Record, days
from .asked_for import ASKED, DECLINED, FEEDBACK, STATES, TESTIMONIAL, THEMES, USES, Feedback
from .concerns import open_concerns
from .entries import Entry, Wrong
from .moods import FELT_FOR
from .notes import first_words

QUARTER = days(90)
"""Between two times that an account is asked for feedback."""
FIELD = 1000
"""Characters of an answer."""
QUESTION = say("What should we change?")


def every(kind: str, policy: Policy) -> timedelta:
    """The time that lies between two askings at least."""
    return days(policy.testimonial_days) if kind == TESTIMONIAL else QUARTER


def last_asked(those: Iterable[Feedback], kind: str, on: date) -> date | None:
    """When they were last asked up to a day; None: never."""
    return max((f.asked_on for f in those if f.kind == kind and f.asked_on <= on), default=None)


def too_soon(those: Iterable[Feedback], kind: str, on: date, policy: Policy) -> Phrase | None:
    """That they were asked not long ago, and from when they may be again; None when they may."""
    asked = last_asked(those, kind, on)
    if asked is None or on >= (again := asked + every(kind, policy)):
        return None
    if kind == TESTIMONIAL:
        wait = Days((again - on).days)  # a year ahead has the day and month of the asking
        return say("They were asked for a testimonial on {on}: ask again in {wait}.", on=asked, wait=wait)
    return say("They were asked for feedback on {on}: ask again from {again}.", on=asked, again=again)


def refused(record: Record, kind: str, on: date, policy: Policy) -> Phrase | None:
    """Why they are not to be asked on a day; None when they may. Feedback is asked of anybody who is a
    customer, a testimonial of who is happy."""
    if record.account.stands(on) == "churned":
        return say("They are no customer any more.")
    if soon := too_soon(record.feedback, kind, on, policy):
        return soon
    return _not_happy(record, on) if kind == TESTIMONIAL else None


def _not_happy(record: Record, on: date) -> Phrase | None:
    if open_concerns(record, on):
        return say("No testimonial now: a concern of theirs is open.")
    felt = next((t for t in record.felt if t.on <= on), None)
    if felt is None or (on - felt.on).days > FELT_FOR:
        return say("No testimonial yet: nobody knows whether they are happy.")
    if felt.sentiment != "happy":
        return say("No testimonial now: they were {mood} on {on}.", mood=felt.sentiment, on=felt.on)
    return None


def waiting(those: Iterable[Feedback], on: date) -> list[Feedback]:
    """What was asked and not answered by the end of a day, the longest first."""
    return sorted((f for f in those if f.open_on(on)), key=lambda f: (f.asked_on, f.id))


def given(those: Iterable[Feedback], kind: str) -> list[Feedback]:
    """What was answered, the latest first."""
    there = (f for f in those if f.kind == kind and not f.is_open)
    return sorted(there, key=lambda f: (f.answered_on or f.asked_on, f.id), reverse=True)


def quoted(feedback: Feedback) -> str:
    """The answer in a line; a text whose time has passed is gone."""
    return first_words(feedback.text, 200)


# by theme --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of an account to what we should change."""

    account_id: int
    name: str
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Theme:
    """Answers of one theme (empty: none was said), the latest first."""

    theme: str
    answers: Sequence[Answer] = field(default=())

    @property
    def quote(self) -> Answer:
        """The latest that still has its words, else the latest."""
        return next((a for a in self.answers if a.feedback.text), self.answers[0])


def by_theme(those: Iterable[Answer]) -> list[Theme]:
    """Given answers by what they are about, the most first."""
    latest = sorted(
        those, key=lambda a: (a.feedback.answered_on or a.feedback.asked_on, a.feedback.id), reverse=True
    )
    order = (*THEMES, "")
    themes = [Theme(t, [a for a in latest if a.feedback.theme == t]) for t in order]
    return sorted((t for t in themes if t.answers), key=lambda t: (-len(t.answers), order.index(t.theme)))


# what is filled in -----------------------------------------------------------------------------------------
def asked_error(asked_on: date | None, today: date) -> Wrong | None:
    """What keeps an asking, as somebody filled it in, from being stored: (field, sentence)."""
    return _day_error("asked_on", asked_on, today)


def answer_error(to: Feedback, answered_on: date | None, today: date) -> Wrong | None:
    """What keeps an answer, as somebody filled it in, from being stored."""
    if to.state not in STATES:
        return "state", say("Did they answer?")
    if to.state == ASKED:
        return None
    if wrong := _day_error("answered_on", answered_on, today):
        return wrong
    if answered_on and answered_on < to.asked_on:
        return "answered_on", say("It was asked on {on}: choose that day or a later one.", on=to.asked_on)
    if to.state == DECLINED:
        return None
    if not to.text:
        return "text", say("What did they say?")
    if to.kind == FEEDBACK and to.theme not in THEMES:
        return "theme", say("What is it about?")
    if to.kind == TESTIMONIAL and to.may_use not in USES:
        return "may_use", say("May we use it?")
    return None


def _day_error(block: str, on: date | None, today: date) -> Wrong | None:
    if on is None or not date(1990, 1, 1) <= on <= today:
        return block, say("Choose today or a day before.")
    return None


# they promoted us ------------------------------------------------------------------------------------------
def promoted(account_ids: tuple[int, ...], on: date, note: str, contacts: tuple[int, ...] = ()) -> Entry:
    """That they liked, shared or mentioned us, as a touch: theirs, and it resets nothing, since nobody talked
    with them."""
    return Entry(
        account_ids, on, "event", direction="inbound", outcome="sent", note=note, contact_ids=contacts
    )


def promoted_error(text: str, on: date | None, today: date) -> Wrong | None:
    """What keeps that from being stored: (field, sentence)."""
    if not text:
        return "text", say("What did they do?")
    return _day_error("on", on, today)
