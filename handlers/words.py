"""What is typed behind `/account`, in the direct message or a mention: a name, or one of the words of two
flat tables.

The tables are read by whoever answers, by `/account help`, and by the README's table, which a test holds to
them. An exact account name beats a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import book as say
from messages.blocks import Message
from rules.names import is_slip
from rules.phrase import Phrase
from storage import accounts
from storage.accounts import WHOLE

from .account import card_of, history_of, hit_lines, my_book, prep_of
from .asked import Asked
from .changes import changes_of
from .concerns import concerns_of
from .handoffs import introductions_of
from .milestones import milestones_of
from .notices import notices_of
from .people import people_of
from .promises import promises_of
from .requests import requests_of
from .surface import Body, show, typed_text, typed_value
from .team import my_teams, team_of

Ack = Callable[..., Any]


def anybody(*_: object) -> Phrase | None:
    """Whoever is registered may."""
    return None


@dataclass(frozen=True, slots=True)
class Alone:
    """A word by itself. `about` says what it is for; `may` why this person may not, None when they may."""

    word: str
    about: str
    answer: Callable[[Session, Asked], Message]
    may: Callable[[Session, Asked], Phrase | None]

    @property
    def typed(self) -> str:
        return f"/account {self.word}"


@dataclass(frozen=True, slots=True)
class After:
    """A word after an account's name: `answer` and `may` are given the account's id, too."""

    word: str
    about: str
    answer: Callable[[Session, Asked, int], Message]
    may: Callable[[Session, Asked, int], Phrase | None]

    @property
    def typed(self) -> str:
        return f"/account NAME {self.word}"


def help_of(session: Session, asked: Asked) -> Message:
    """How Tend works, with the words that this person may use."""
    alone = [(w.typed, w.about) for w in ALONE if w.may(session, asked) is None]
    return say.help_text([*((w.typed, w.about) for w in AFTER), *alone])


ALONE = (
    Alone("notices", "what each account is to hear by a day, and who was told", notices_of, anybody),
    Alone("team", "the accounts that you help with, as what, to which end", my_teams, anybody),
    Alone("help", "how Tend works, and these words", help_of, anybody),
)  # fmt: skip
AFTER = (
    After("prep", "before a call: whom to ask for, what it brought them, what to raise", prep_of, anybody),
    After("people", "who we know: role, how to reach them, last touched, cooling, lost", people_of, anybody),
    After("promises", "what we promised: open, kept, renegotiated, dropped", promises_of, anybody),
    After("requests", "what they asked: open and answered, and how fast", requests_of, anybody),
    After("milestones", "onboarding: stages and steps, time to first value", milestones_of, anybody),
    After("changes", "what changed there: acquired, new rules, a competitor seen", changes_of, anybody),
    After("concerns", "what they are unhappy about: open, closed, how long it took", concerns_of, anybody),
    After("introductions", "the next expert: introduced, waiting, accepted", introductions_of, anybody),
    After("team", "who helps its owner, as what; the goal of all of them", team_of, anybody),
    After("history", "every touch, newest first, with charts of touches and health", history_of, anybody),
)  # fmt: skip


def account_command(ack: Ack, command: dict[str, Any], asked: Asked) -> None:
    """`/account`, and what may stand behind it: answered inside the ack."""
    ack(**answer_to(asked, typed_text(command.get("text") or "")), response_type="ephemeral")


def answer_to(asked: Asked, typed: str) -> Message:
    """What `/account typed` says: a word's answer, else the card of the account that is meant, else which
    ones it may be. What is like a name in its word alone is none that was meant."""
    with asked.services.reading() as session:
        if not typed:
            return say.book(my_book(session, asked), 0, asked.viewer)
        if answered := _by_word(session, asked, typed):
            return answered
        match, word = accounts.find(session, asked.ws.id, typed, own=asked.person.id), ""
        name, after = _parted(typed)
        if after and not accounts.starting(session, asked.ws.id, typed, own=asked.person.id):
            of_name = accounts.find(session, asked.ws.id, name, own=asked.person.id)
            if match.meant is None or match.meant.id not in {hit.id for hit in of_name.near}:
                match, typed, word = of_name, name, after.word
        if match.meant:
            return card_of(session, asked, match.meant.id)
        lines = hit_lines(session, asked, match.several or match.near)
    return say.pick(typed, lines, word) if match.several else say.nearest(typed, lines, word)


def by_word(asked: Asked, typed: str) -> Message | None:
    """What a word of ours answers; None when nothing that was typed is one."""
    with asked.services.reading() as session:
        return _by_word(session, asked, typed)


def _by_word(session: Session, asked: Asked, typed: str) -> Message | None:
    name, after = _parted(typed)
    alone = next((w for w in ALONE if w.word == typed.lower()), None)
    if not (alone or after or _leads(typed)) or _is_exact(session, asked, typed):
        return None
    if alone:
        refused = alone.may(session, asked)
        return say.refusal(refused, asked.viewer) if refused else alone.answer(session, asked)
    match = accounts.find(session, asked.ws.id, name, own=asked.person.id)
    if after and match.meant:
        return _answer(session, asked, after, account_id=match.meant.id)
    if after and match.several and not accounts.starting(session, asked.ws.id, typed, own=asked.person.id):
        return say.pick(name, hit_lines(session, asked, match.several), after.word)
    return _by_leading_word(session, asked, typed)


def _by_leading_word(session: Session, asked: Asked, typed: str) -> Message | None:
    """What a word before a name answers: "prep acme", "people at acme". Nothing where an account's name
    begins as the line does, or the rest of it is more than a name."""
    after = _leads(typed)
    if after is None or accounts.starting(session, asked.ws.id, typed, own=asked.person.id):
        return None
    rest = typed.partition(" ")[2].strip()
    for name in dict.fromkeys((rest, _JOINS.sub("", rest))):
        match = accounts.find(session, asked.ws.id, name, own=asked.person.id)
        if match.meant and (match.meant.likeness == WHOLE or is_slip(name, match.meant.name)):
            return _answer(session, asked, after, account_id=match.meant.id)
        if match.several:
            return say.pick(name, hit_lines(session, asked, match.several), after.word)
    return None


def _leads(typed: str) -> After | None:
    """The word of ours that a line begins with, where more follows."""
    first, _, rest = typed.partition(" ")
    return next((w for w in AFTER if rest.strip() and w.word == first.rstrip(":,").lower()), None)


_JOINS = re.compile(r"^(?:(?:me )?for|of|at|with|about|to|by|on|from|in)\s+(?:the\s+)?", re.IGNORECASE)


def _parted(typed: str) -> tuple[str, After | None]:
    """The name in a line that ends in a word of ours, and that word."""
    name, _, last = typed.rpartition(" ")
    name = name.strip()
    return name, next((w for w in AFTER if name and w.word == last.lower()), None)


def _answer(session: Session, asked: Asked, after: After, account_id: int) -> Message:
    refused = after.may(session, asked, account_id)
    return say.refusal(refused, asked.viewer) if refused else after.answer(session, asked, account_id)


def is_exact(asked: Asked, typed: str) -> bool:
    """Whether typed words are an account's whole name: it beats a word of ours."""
    with asked.services.reading() as session:
        return _is_exact(session, asked, typed)


def _is_exact(session: Session, asked: Asked, typed: str) -> bool:
    return any(hit.exact for hit in accounts.starting(session, asked.ws.id, typed, own=asked.person.id))


def picked(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One of the accounts that the name before a word may mean: what that word answers, else its card."""
    ref = say.WordRef.unpack(typed_value(body))
    after = next((w for w in AFTER if w.word == ref.word), None)
    with asked.services.reading() as session:
        if after and accounts.hits_of(session, asked.ws.id, [ref.account]):
            message = _answer(session, asked, after, account_id=ref.account)
        else:
            message = card_of(session, asked, ref.account)
    show(asked.services, body, client, message=message)
    ack()


def register(app: Any) -> None:
    app.action(say.BOOK_PICK)(picked)
    app.command("/account")(account_command)
