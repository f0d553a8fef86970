"""Calls to Slack whose every failure becomes one value: what was answered, and whether it may have run all
the same."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from rules.delivery.verdicts import Answer, Verdict, verdict
from rules.language.numbers import above_zero

_CODE = re.compile(r"[a-z0-9_.:-]{1,80}")
MOST_RESTS = 10
STRANGE = "an answer that is not Slack's"
A_PAGE = 200  # messages: as many as Slack recommends


class Refused(Exception):
    """Slack said no, or nothing that could be understood."""

    def __init__(self, answer: Answer, may_have_run: bool) -> None:
        super().__init__(answer.error)
        self.answer, self.may_have_run = answer, may_have_run


def ask(call: Callable[..., Any], **arguments: Any) -> Any:
    """Call a method of the client. Raises Refused."""
    try:
        return call(**arguments)
    except SlackApiError as error:
        raise Refused(_answer(error), may_have_run=call.__name__ == "chat_postMessage") from error
    except (SlackClientError, OSError, HTTPException, ValueError) as error:
        raise Refused(
            Answer(type(error).__name__, 0), may_have_run=call.__name__ == "chat_postMessage"
        ) from error
    except (
        AttributeError,
        TypeError,
        LookupError,
    ) as error:  # the SDK stumbles over JSON that is no object, such as a proxy's
        raise Refused(Answer(STRANGE, 0), may_have_run=call.__name__ == "chat_postMessage") from error


def said_of(refused: Refused) -> str:
    """Slack's error code, else the HTTP status, else the class of the error that kept it from answering."""
    answer = refused.answer
    return answer.error or (f"status {answer.status}" if answer.status else "no answer")


def all_users(
    client: WebClient, page: int = 200, sleep: Callable[[float], None] | None = None
) -> list[dict[str, Any]]:
    """Every member of the workspace, by pages; with `sleep`, a rest that Slack wants between them
    (`users.list`: 20 a minute) is had, up to a minute each, and `sleep(0)` is called before each page.
    Raises Refused."""
    users = list[dict[str, Any]]()
    cursor, rests = "", 0
    while True:
        if sleep is not None:
            sleep(0)
        try:
            answer = ask(
                client.users_list, limit=page, include_locale=True, **({"cursor": cursor} if cursor else {})
            )
        except Refused as refused:
            if sleep is None or verdict(refused.answer) is not Verdict.WAIT or rests >= MOST_RESTS:
                raise
            rests += 1
            sleep(min(refused.answer.retry_after or 30, 60))
            continue
        members = answer.get("members")
        if not isinstance(members, list):
            raise Refused(Answer(STRANGE, 0), may_have_run=False)
        users += members
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return users


def _answer(error: SlackApiError) -> Answer:
    response = error.response
    status = int(getattr(response, "status_code", None) or 0)
    headers = {str(k).lower(): v for k, v in (getattr(response, "headers", None) or {}).items()}
    told = response.get("error", "") if hasattr(response, "get") and isinstance(response.data, dict) else ""
    waits = headers.get("retry-after")
    if isinstance(waits, list):
        waits = waits[0]
    code = str(told) if _CODE.fullmatch(str(told)) else ""  # what was no JSON stands there in full
    return Answer(code, status, above_zero(str(waits or "")))


@dataclass(frozen=True)
class Sought:
    """A message that may stand in a direct message's history.

    `fingerprint` is its key's hash; `bot` our user there; `said` a mark of its text, or "" when not known,
    and `mark` what makes one; `near` the seconds (Unix time) around which it was sent; `oldest` how far the
    search goes back, None: to the beginning.
    """

    fingerprint: str
    bot: str
    said: str
    mark: Callable[[str], str]
    near: Collection[float]
    oldest: float | None

    def is_it(self, message: dict[str, Any]) -> bool:
        """By its metadata, its own key or that of a part; without any, by who wrote it, when (within a
        minute) and what it says."""
        metadata = message.get("metadata")
        if metadata:
            keys = metadata.get("event_payload") or {}
            return self.fingerprint in (keys.get("key"), *str(keys.get("along") or "").split())
        if not self.said or not message.get("bot_id") or message.get("user") != self.bot:
            return False
        near = any(abs(float(message["ts"]) - at) <= 60 for at in self.near)
        return near and self.mark(gist(str(message.get("text") or ""))) == self.said


def find_post(
    client: WebClient, channel: str, sought: Sought, before_next_page: Callable[[], None]
) -> str | None:
    """The ts of a message in a channel's history, however many came since; None when it isn't there.
    Raises Refused. `before_next_page` is called before each page after the first."""
    since = {} if sought.oldest is None else {"oldest": f"{sought.oldest:.6f}"}
    cursor = ""
    while True:
        page = {**since, **({"cursor": cursor} if cursor else {})}
        answer = ask(
            client.conversations_history, channel=channel, include_all_metadata=True, limit=A_PAGE, **page
        )
        for message in answer["messages"]:
            if sought.is_it(message):
                return str(message["ts"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
        before_next_page()


def gist(text: str) -> str:
    """The letters and digits of a text: what stays of it when Slack writes its emoji and entities in its
    own way."""
    return re.sub(r"[\W_]+", "", re.sub(r":[a-z0-9_+-]+:", "", html.unescape(text)))
