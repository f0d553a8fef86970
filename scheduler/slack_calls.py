"""Calls to Slack whose every failure becomes one value: what was answered, and whether it may have run all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from rules.delivery import Answer

_CODE = re.compile(r"[a-z0-9_.:-]{1,80}")


class Refused(Exception):
    """Slack said no, or nothing that could be understood."""

    def __init__(self, answer: Answer, may_have_run: bool) -> None:
        super().__init__(answer.error)
        self.answer, self.may_have_run = answer, may_have_run


def ask(call: Callable[..., Any], **told: Any) -> Any:
    """Call a method of the client. Raises Refused."""
    try:
        return call(**told)
    except SlackApiError as error:
        raise Refused(_answer(error), may_have_run=call.__name__ == "chat_postMessage") from error
    except (SlackClientError, OSError, HTTPException, ValueError) as error:
        raise Refused(Answer(type(error).__name__, 0), may_have_run=call.__name__ == "chat_postMessage") from error


def said_of(refused: Refused) -> str:
    """Slack's error code, else the HTTP status, else the class of the error that kept it from answering."""
    answer = refused.answer
    return answer.error or (f"status {answer.status}" if answer.status else "no answer")


def all_users(client: WebClient, page: int = 200) -> list[dict[str, Any]]:
    """Every member of the workspace, by pages. Raises Refused."""
    users = list[dict[str, Any]]()
    cursor = ""
    while True:
        told = ask(client.users_list, limit=page, include_locale=True, **({"cursor": cursor} if cursor else {}))
        users += told["members"]
        cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return users


def _answer(error: SlackApiError) -> Answer:
    response = error.response
    status = int(getattr(response, "status_code", None) or 0)
    headers = {str(k).lower(): v for k, v in (getattr(response, "headers", None) or {}).items()}
    told = response.get("error", "") if hasattr(response, "get") and not isinstance(response.data, bytes) else ""
    waits = headers.get("retry-after")
    if isinstance(waits, list):
        waits = waits[0]
    code = str(told) if _CODE.fullmatch(str(told)) else ""  # what was no JSON stands there in full
    return Answer(code, status, float(waits) if waits and str(waits).replace(".", "").isdigit() else None)


def find_post(client: WebClient, channel: str, fingerprint: str, pages: int = 10) -> str | None:
    """The ts of the message with this hash in its metadata; None when the channel's history doesn't hold it."""
    cursor = ""
    for _ in range(pages):
        told = ask(
            client.conversations_history,
            channel=channel,
            include_all_metadata=True,
            limit=100,
            **({"cursor": cursor} if cursor else {}),
        )
        for message in told["messages"]:
            if ((message.get("metadata") or {}).get("event_payload") or {}).get("key") == fingerprint:
                return str(message["ts"])
        cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
    return None
