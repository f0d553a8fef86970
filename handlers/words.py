"""What is typed behind `/account`, in the direct message or a mention: a name, or one of the words of two
flat tables.

The tables are read by whoever answers, by `/account help`, and by the README's table, which a test holds to
them. An exact account name beats a word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from messages import book as say
from messages.blocks import Message
from rules.phrase import Phrase
from storage import accounts

from .account import card_of, history_of, hit_lines, my_book, prep_of
from .asked import Asked
from .promises import promises_of
from .surface import typed_text

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


ALONE = (Alone("help", "how Tend works, and these words", help_of, anybody),)
AFTER = (
    After("prep", "a minute before the call: why now, the last talks, whom to ask for", prep_of, anybody),
    After("promises", "what we promised: open, kept, renegotiated, dropped", promises_of, anybody),
    After("history", "every touch, newest first, with a chart", history_of, anybody),
)  # fmt: skip


def account_command(ack: Ack, command: dict[str, Any], asked: Asked) -> None:
    """`/account`, and what may stand behind it: answered inside the ack."""
    ack(**answer_to(asked, typed_text(command.get("text") or "")), response_type="ephemeral")


def answer_to(asked: Asked, typed: str) -> Message:
    """What `/account typed` says: a word's answer, else the card of the account that is meant, else which
    ones it may be."""
    with asked.services.reading() as session:
        if not typed:
            return say.book(my_book(session, asked), 0, asked.viewer)
        if answered := _by_word(session, asked, typed):
            return answered
        match = accounts.find(session, asked.ws.id, typed, own=asked.person.id)
        if match.meant:
            return card_of(session, asked, match.meant.id)
        lines = hit_lines(session, asked, match.several or match.near)
    return say.pick(typed, lines) if match.several else say.nearest(typed, lines)


def by_word(asked: Asked, typed: str) -> Message | None:
    """What a word of ours answers; None when nothing that was typed is one."""
    with asked.services.reading() as session:
        return _by_word(session, asked, typed)


def _by_word(session: Session, asked: Asked, typed: str) -> Message | None:
    name, _, last = typed.rpartition(" ")
    alone = next((w for w in ALONE if w.word == typed.lower()), None)
    after = next((w for w in AFTER if name.strip() and w.word == last.lower()), None)
    if not (alone or after) or _is_exact(session, asked, typed):
        return None
    if alone:
        refused = alone.may(session, asked)
        return say.refusal(refused, asked.viewer) if refused else alone.answer(session, asked)
    meant = accounts.find(session, asked.ws.id, name.strip(), own=asked.person.id).meant
    if after is None or meant is None:
        return None
    refused = after.may(session, asked, meant.id)
    return say.refusal(refused, asked.viewer) if refused else after.answer(session, asked, meant.id)


def is_exact(asked: Asked, typed: str) -> bool:
    """Whether typed words are an account's whole name: it beats a word of ours."""
    with asked.services.reading() as session:
        return _is_exact(session, asked, typed)


def _is_exact(session: Session, asked: Asked, typed: str) -> bool:
    return any(hit.exact for hit in accounts.starting(session, asked.ws.id, typed, own=asked.person.id))


def register(app: Any) -> None:
    app.command("/account")(account_command)
