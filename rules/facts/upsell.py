"""An upsell plan as a value: how far it came in its three steps, what is due when, who sends what. Source:
DOMAIN, Segments (the upsell plan)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

TARGET, EXPLORE, OFFER, WON, LOST = "target", "explore", "offer", "won", "lost"
STEPS = (TARGET, EXPLORE, OFFER, WON, LOST)
CLOSED = frozenset({WON, LOST})
TO_EXPLORE = TO_OFFER = TO_ANSWER = timedelta(days=30)
"""How long a step may take where nobody says another day."""


@dataclass(frozen=True, slots=True)
class Upsell:
    """`text` is the need in the customer's words, `need_id` the need on file that it is about. `offer` is the
    name of the offer `offer_id`, `gain` the help that the customer gains by it; `sender` sends what `sends`
    names, by `send_by` (accepted, sent: on which day; `sender_left`: they are not with us any more).
    `answer_by`: when their answer is due. Each step has its day, None where nobody knows it."""

    id: int
    account_id: int
    by_id: int
    targeted_on: date
    step: str = TARGET
    step_by_id: int | None = None
    text: str = ""
    competitors: str = ""
    need_id: int | None = None
    offer_id: int | None = None
    offer: str = ""
    gain: str = ""
    sends: str = ""
    sender_id: int | None = None
    sender: str = ""
    sender_left: bool = False
    explore_by: date | None = None
    explored_on: date | None = None
    offer_by: date | None = None
    offered_on: date | None = None
    send_by: date | None = None
    accepted_on: date | None = None
    sent_on: date | None = None
    answer_by: date | None = None
    closed_on: date | None = None
    why: str = ""

    @property
    def is_open(self) -> bool:
        return self.step not in CLOSED

    @property
    def since(self) -> date | None:
        """Since when it stands as it does."""
        if self.step in CLOSED:
            return self.closed_on
        return {EXPLORE: self.explored_on, OFFER: self.offered_on}.get(self.step, self.targeted_on)

    @property
    def to_send(self) -> bool:
        """Whether something is still to be sent."""
        return self.step == OFFER and bool(self.sends) and self.sent_on is None

    def open_on(self, on: date) -> bool:
        """Whether it was begun, and neither won nor lost, by the end of a day."""
        return self.targeted_on <= on and (
            self.is_open or (self.closed_on is not None and self.closed_on > on)
        )

    def step_on(self, on: date) -> str:
        """How far it was by the end of a day, as far as the days say; empty before it was begun."""
        if self.targeted_on > on:
            return ""
        if not self.open_on(on):
            return self.step
        if _by(self.offered_on, on) or (self.step == OFFER and self.offered_on is None):
            return OFFER
        if _by(self.explored_on, on) or (self.step == EXPLORE and self.explored_on is None):
            return EXPLORE
        return TARGET

    def due_on(self, on: date) -> date | None:
        """By when the next step is due, seen at the end of a day: exploring, offering, sending what is to be
        sent, then their answer. None for one that is not open."""
        if not self.open_on(on):
            return None
        step = self.step_on(on)
        if step == OFFER and self.waits_on(on):
            return self.send_by
        if step == OFFER:
            return self.answer_by or (self.sent_on or self.offered_on or self.targeted_on) + TO_ANSWER
        if step == EXPLORE:
            return self.offer_by or (self.explored_on or self.targeted_on) + TO_OFFER
        return self.explore_by or self.targeted_on + TO_EXPLORE

    def waits_on(self, on: date) -> bool:
        """Whether what is to be sent was still to be sent at the end of a day."""
        return self.step_on(on) == OFFER and bool(self.sends and self.send_by) and not _by(self.sent_on, on)

    def late_on(self, on: date) -> int:
        """Days past the day on which its step was due; 0 where it is not late, or not open."""
        due = self.due_on(on)
        return max((on - due).days, 0) if due else 0

    def as_known(self, today: date) -> Upsell:
        """With no day of an act behind `today`: what is stored has happened, though it was tomorrow already
        where somebody said it."""
        acts = ("targeted_on", "explored_on", "offered_on", "accepted_on", "sent_on", "closed_on")
        ahead = {name: today for name in acts if (day := getattr(self, name)) and day > today}
        return replace(self, **ahead) if ahead else self  # type: ignore[arg-type]

    def as_of(self, on: date) -> Upsell:
        """As it stood at the end of a day on which it was begun already."""
        acts = ("explored_on", "offered_on", "accepted_on", "sent_on", "closed_on")
        later = [name for name in acts if (day := getattr(self, name)) and day > on]
        if not later:
            return self
        why = "" if "closed_on" in later else self.why
        return replace(self, step=self.step_on(on), why=why, **dict.fromkeys(later))  # type: ignore[arg-type]

    def explored(self, on: date, by_id: int) -> Upsell:
        """In the next step; what they need and whom they look at are filled in apart."""
        return replace(self, step=EXPLORE, explored_on=on, step_by_id=by_id)

    def offered(self, on: date, by_id: int) -> Upsell:
        return replace(self, step=OFFER, offered_on=on, step_by_id=by_id, accepted_on=None, sent_on=None)

    def closed(self, step: str, on: date, by_id: int, why: str = "") -> Upsell:
        return replace(self, step=step, closed_on=on, step_by_id=by_id, why=why)

    def accepted(self, on: date) -> Upsell:
        """Whoever is to send it takes it on."""
        return replace(self, accepted_on=on)

    def sent(self, on: date) -> Upsell:
        """What was to be sent is; their answer is due a while after."""
        return replace(self, sent_on=on, accepted_on=self.accepted_on or on)

    def before(self) -> Upsell | None:
        """As it stood before its last step; None before the first: then there was no plan."""
        if self.step in CLOSED:
            step = OFFER if self.offered_on else EXPLORE if self.explored_on else TARGET
            return replace(self, step=step, closed_on=None, why="", step_by_id=None)
        if self.step == OFFER:
            gone = {"offer_id": None, "offer": "", "gain": "", "sends": "", "sender_id": None, "sender": ""}
            days = dict.fromkeys(("offered_on", "send_by", "accepted_on", "sent_on", "answer_by"))
            step = EXPLORE if self.explored_on else TARGET
            return replace(self, step=step, step_by_id=None, **gone, **days)  # type: ignore[arg-type]
        if self.step == EXPLORE:
            heard = {"text": "", "competitors": "", "need_id": None}
            back = {"explored_on": None, "offer_by": None}
            return replace(self, step=TARGET, step_by_id=None, **heard, **back)  # type: ignore[arg-type]
        return None


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on
