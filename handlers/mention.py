"""Where no slash command works (threads) or somebody just types: @Tend acme, or "acme" in the direct message."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient

from messages.blocks import Message, escape, without
from messages.book import help_text, sentence
from rules.records import Person

from .account import answer_to, is_exact
from .asked import Asked
from .digest import running, week_to_date
from .log_touch import read_line, store
from .questions import in_thread, in_words
from .surface import is_of_a_person, typed_text, uncalled


def mentioned(event: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Answered so that only the person sees it: ephemerally in a channel, as a message in the direct message."""
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


def reply(asked: Asked, typed: str, event: dict[str, Any]) -> tuple[Message, Person | None]:
    """The same words as behind the slash: `account NAME`, `log NAME what happened`, `digest NAME`; what answers a question
    goes to whoever asked; anything else is a name. Also whose digest follows a moment later, where it takes one."""
    if answered := in_thread(asked, typed, event):
        return answered, None
    word, _, rest = typed.lstrip("/").partition(" ")
    word, rest = word.lower(), rest.strip()
    if word == "log" and rest:
        form, entry = read_line(asked, rest)
        if entry is None or form.said:
            return sentence(f"{escape(form.said)} Type `/log`, or say it once more with the account first."), None
        return store(asked, entry, f"m{event['channel']}{event['ts']}"), None
    if word == "digest" and not (rest and is_exact(asked, typed)):
        return week_to_date(asked, rest)
    if word in {"hi", "hello", "help", ""} and not rest:
        return help_text(), None
    if word == "account":
        return answer_to(asked, rest), None
    return in_words(asked, typed, event) or answer_to(asked, typed), None


def register(app: Any) -> None:
    app.event("app_mention")(mentioned)
    app.event("message")(mentioned)
