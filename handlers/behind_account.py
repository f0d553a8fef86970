"""What is typed behind `/account`, in the direct message or a mention: a word (words.py), a name, or both. An
exact account name beats a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import book as say
from messages.blocks import Message
from rules.names import is_slip
from storage import accounts, finding
from storage.accounts import WHOLE
from storage.finding import Found

from . import words
from .account import card_of, hit_lines, my_book
from .asked import Asked
from .in_time import in_time
from .surface import Body, Mention, people_named, response_url, show, typed_text, typed_value
from .words import After

Ack = Callable[..., Any]
Find = Callable[[Session, Asked, str], Found]


class _Unclear(Exception):
    """Nothing begins as it was typed: names like it have to be looked for, which may take a moment."""


def account_command(ack: Ack, command: dict[str, Any], asked: Asked) -> None:
    """`/account`, and what may stand behind it: answered inside the ack, but for a search that takes long."""
    text = command.get("text") or ""
    typed, mentioned = typed_text(text), people_named(text)
    try:
        message = answer_to(asked, typed, mentioned, find=_at_once)
    except _Unclear:
        message = in_time(
            asked.services,
            lambda: answer_to(asked, typed, mentioned),
            url=response_url(command),
            typed=typed,
            meanwhile=say.looking(typed),
        )
    ack(**message, response_type="ephemeral")


def _find(session: Session, asked: Asked, name: str) -> Found:
    return finding.find(session, asked.ws.id, name, own=asked.person.id)


def _at_once(session: Session, asked: Asked, name: str) -> Found:
    """The same where it takes no search. Raises _Unclear."""
    begun = finding.begun(session, asked.ws.id, name, own=asked.person.id)
    if begun is None:
        raise _Unclear
    return begun


def answer_to(asked: Asked, typed: str, mentioned: Sequence[Mention] = (), find: Find = _find) -> Message:
    """What `/account typed` says: a word's answer, else the card of the account that is meant, else which
    ones it may be. What is like a name in its word alone is none that was meant."""
    with asked.services.reading() as session:
        if not typed:
            return say.book(my_book(session, asked), 0, asked.viewer)
        if answered := _by_word(session, asked, typed, find):
            return answered
        if answered := _before(session, asked, typed, mentioned, find):
            return answered
        match, word = find(session, asked, typed), ""
        name, after = _parted(typed)
        if after and not finding.starting(session, asked.ws.id, typed, own=asked.person.id):
            of_name = find(session, asked, name)
            if match.meant is None or match.meant.id not in {hit.id for hit in of_name.near}:
                match, typed, word = of_name, name, after.word
        if match.meant:
            return card_of(session, asked, match.meant.id)
        lines = hit_lines(session, asked, match.several or match.near)
    return say.pick(typed, lines, word) if match.several else say.nearest(typed, lines, word)


def by_word(asked: Asked, typed: str, mentioned: Sequence[Mention] = ()) -> Message | None:
    """What a word of ours answers; None when nothing that was typed is one. A word before anything is meant
    as one where somebody is mentioned behind it: else it may begin a sentence."""
    with asked.services.reading() as session:
        answered = _by_word(session, asked, typed)
        return answered or (_before(session, asked, typed, mentioned) if mentioned else None)


def _by_word(session: Session, asked: Asked, typed: str, find: Find = _find) -> Message | None:
    name, after = _parted(typed)
    alone = next((w for w in words.ALONE if w.word == typed.lower()), None)
    if not (alone or after or _leads(typed)) or _is_exact(session, asked, typed):
        return None
    if alone:
        refused = alone.may(session, asked)
        return say.refusal(refused, asked.viewer) if refused else alone.answer(session, asked)
    match = find(session, asked, name)
    if after and match.meant:
        return _answer(session, asked, after, account_id=match.meant.id)
    if after and match.several and not finding.starting(session, asked.ws.id, typed, own=asked.person.id):
        return say.pick(name, hit_lines(session, asked, match.several), after.word)
    return _by_leading_word(session, asked, typed, find)


def _by_leading_word(session: Session, asked: Asked, typed: str, find: Find) -> Message | None:
    """What a word before a name answers: "prep acme", "people at acme". Nothing where an account's name
    begins as the line does, or the rest of it is more than a name."""
    after = _leads(typed)
    if after is None or finding.starting(session, asked.ws.id, typed, own=asked.person.id):
        return None
    rest = typed.partition(" ")[2].strip()
    for name in dict.fromkeys((rest, _JOINS.sub("", rest))):
        match = find(session, asked, name)
        if match.meant and (match.meant.likeness == WHOLE or is_slip(name, match.meant.name)):
            return _answer(session, asked, after, account_id=match.meant.id)
        if match.several:
            return say.pick(name, hit_lines(session, asked, match.several), after.word)
    return None


def _before(
    session: Session, asked: Asked, typed: str, mentioned: Sequence[Mention], find: Find = _find
) -> Message | None:
    """What a word before anything answers, where no account's name begins as the line does."""
    first, _, rest = typed.partition(" ")
    word = next((w for w in words.BEFORE if w.word == first.lower()), None)
    if word is None or finding.starting(session, asked.ws.id, typed, own=asked.person.id):
        return None
    refused = word.may(session, asked)
    if refused:
        return say.refusal(refused, asked.viewer)
    if word.searches and find is _at_once and rest.strip():
        raise _Unclear
    return word.answer(session, asked, rest.strip(), mentioned)


def _leads(typed: str) -> After | None:
    """The word of ours that a line begins with, where more follows."""
    first, _, rest = typed.partition(" ")
    return next((w for w in words.AFTER if rest.strip() and w.word == first.rstrip(":,").lower()), None)


_JOINS = re.compile(r"^(?:(?:me )?for|of|at|with|about|to|by|on|from|in)\s+(?:the\s+)?", re.IGNORECASE)


def _parted(typed: str) -> tuple[str, After | None]:
    """The name in a line that ends in a word of ours, and that word."""
    name, _, last = typed.rpartition(" ")
    name = name.strip()
    return name, next((w for w in words.AFTER if name and w.word == last.lower()), None)


def _answer(session: Session, asked: Asked, after: After, account_id: int) -> Message:
    refused = after.may(session, asked, account_id)
    return say.refusal(refused, asked.viewer) if refused else after.answer(session, asked, account_id)


def is_exact(asked: Asked, typed: str) -> bool:
    """Whether typed words are an account's whole name: it beats a word of ours."""
    with asked.services.reading() as session:
        return _is_exact(session, asked, typed)


def _is_exact(session: Session, asked: Asked, typed: str) -> bool:
    return any(hit.exact for hit in finding.starting(session, asked.ws.id, typed, own=asked.person.id))


def picked(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One of the accounts that the name before a word may mean: what that word answers, else its card."""
    ref = say.WordRef.unpack(typed_value(body))
    after = next((w for w in words.AFTER if w.word == ref.word), None)
    with asked.services.reading() as session:
        if after and accounts.hits_of(session, asked.ws.id, [ref.account]):
            message = _answer(session, asked, after, account_id=ref.account)
        else:
            message = card_of(session, asked, ref.account)
    show(asked.services, body, client, message=message)
    ack()


def register(app: Any) -> None:
    app.command("/account")(account_command)  # before all others: Bolt asks each listener in turn
    app.action(say.BOOK_PICK)(picked)
