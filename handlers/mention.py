"""Where no slash command works (threads) or somebody just types: @Tend acme, or "acme" in the direct
message."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from messages.blocks import Message, without
from messages.book import sentence
from rules.heard import tells
from rules.language.reading import LOG, Reading
from rules.records import Person
from storage import accounts

from .account import prep_of
from .asked import Asked
from .behind_account import answer_to, by_word, is_exact
from .digest import running, week_to_date
from .imports import brings_files, brought
from .leaving import left_in
from .log_touch import in_words as logged
from .questions import is_account, names_account
from .replies import in_thread, in_words
from .surface import Mention, is_of_a_person, message_key, people_named, typed_text, uncalled
from .typed import understood


def mentioned(event: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Answered so that only the person sees it: ephemerally in a channel, as a message in the direct
    message. Files go their own way."""
    if brings_files(event):
        brought(event, asked, client)
        return
    if not is_of_a_person(event):
        return
    # a retry is answered again: what is stored carries the message's own key
    first, follows = reply(asked, typed_text(uncalled(event.get("text") or "", asked.ws.bot_user_id)), event)
    where = {"channel": event["channel"], "user": event["user"]}
    if event.get("thread_ts"):
        where["thread_ts"] = event["thread_ts"]

    def post(message: Message) -> None:
        client.chat_postEphemeral(text=message["text"], blocks=without(message["blocks"]), **where)

    asked.services.later(lambda: post(first))
    if follows:
        asked.services.later(lambda: post(running(asked, follows)))


Reply = tuple[Message, Person | None]
"""What is said at once; and whose digest follows a moment later, where it takes one."""


def reply(asked: Asked, typed: str, event: dict[str, Any]) -> Reply:
    """The same words as behind the slash; what tells of a contact is logged; what answers a question goes to
    whoever asked; anything else is a name. A reply in a question's thread is its answer whatever it says, and
    an exact account name beats a word."""
    if answered := in_thread(asked, typed, event):
        return answered, None
    first, _, rest = typed.lstrip("/").partition(" ")
    command = COMMANDS.get(first.lower())
    if command and not (rest and is_exact(asked, typed)) and (done := command(asked, rest.strip(), event)):
        return done
    if typed.lower() in GREETINGS:
        typed = "help"
    if answered := by_word(asked, typed.lstrip("/"), _mentioned(asked, event)):
        return answered, None
    if names_account(asked, typed):
        return answer_to(asked, typed), None
    if gone := left_in(asked, typed, message_key(event)):
        return gone, None
    reading = understood(asked, typed)
    if _is_a_slip(asked, reading):
        return answer_to(asked, typed), None
    if replied := in_words(asked, reading, event):
        return replied, None
    if reading.kind == LOG or (reading.ahead and reading.ahead.account_ids) or tells(reading):
        return logged(asked, reading, message_key(event)), None
    return by_account(asked, reading, typed), None


MOST_WORDS = 3
"""Words that may be a name that is not known as they stand: more are a sentence."""


def by_account(asked: Asked, reading: Reading, typed: str) -> Message:
    """The card of the account that a question names, of a call that is got ready for the page before it; of a
    few words the names most like them; else one line of help."""
    if reading.about and reading.prepares:
        with asked.services.reading() as session:
            return prep_of(session, asked, reading.about)
    if reading.about:
        with asked.services.reading() as session:
            hits = accounts.hits_of(session, asked.ws.id, [reading.about])
        if hits:
            return answer_to(asked, hits[0].name)
    if len(typed.split()) <= MOST_WORDS and not reading.talks:
        return answer_to(asked, typed)
    return sentence(HELP)


HELP = (
    "Tell me what happened (“called acme 10 min, happy”), or type an account's name; "
    "`/account help` has the rest."
)


def _is_a_slip(asked: Asked, reading: Reading) -> bool:
    """Whether words that say nothing of a contact are an account's name, typed in a hurry."""
    says_how = any(event.entry.channel or event.entry.outcome for event in reading.events)
    return reading.kind == LOG and not says_how and is_account(asked, reading.typed)


def _log(asked: Asked, rest: str, event: dict[str, Any]) -> Reply | None:
    if not rest:
        return None
    if gone := left_in(asked, rest, message_key(event)):
        return gone, None
    return logged(asked, understood(asked, rest), message_key(event)), None


def _digest(asked: Asked, rest: str, event: dict[str, Any]) -> Reply | None:
    return week_to_date(asked, rest)


def _account(asked: Asked, rest: str, event: dict[str, Any]) -> Reply | None:
    return answer_to(asked, rest, _mentioned(asked, event)), None


def _mentioned(asked: Asked, event: dict[str, Any]) -> tuple[Mention, ...]:
    """Who is mentioned beside Tend."""
    return people_named(uncalled(str(event.get("text") or ""), asked.ws.bot_user_id))


GREETINGS = ("", "hi", "hello")
COMMANDS = {"log": _log, "digest": _digest, "account": _account}
"""Commands, spoken: what follows is what would stand behind the slash."""


def register(app: Any) -> None:
    app.event("app_mention")(mentioned)
    app.event("message")(mentioned)
