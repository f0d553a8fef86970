"""Binds the workspace to its Slack team, and links people by e-mail: at the start and every four minutes."""

from __future__ import annotations

import logging
from typing import Any

from slack_sdk import WebClient

from storage import people, workspaces
from storage.database import Services

from .slack_calls import Refused, ask

log = logging.getLogger(__name__)


def bind(services: Services, client: WebClient) -> str | None:
    """auth.test, then bind; a sentence when the token belongs to another team, or Slack can't be asked."""
    try:
        told = ask(client.auth_test)
    except Refused as refused:
        return f"Slack does not accept the token ({refused.answer.error or refused.answer.status})."
    with services.transaction() as session:
        ws = workspaces.current(session)
        return workspaces.bind(session, ws, told["team_id"], told.get("team", ""), told.get("user_id", ""))


def link_people(services: Services, client: WebClient) -> int:
    """Carry Slack's users over: links, zones, deactivation; how many people changed."""
    users = list[dict[str, Any]]()
    cursor = ""
    while True:
        try:
            told = ask(client.users_list, limit=200, include_locale=True, **({"cursor": cursor} if cursor else {}))
        except Refused as refused:
            log.warning("people were not linked: %s", refused.answer.error or refused.answer.status)
            return 0
        users += told["members"]
        cursor = (told.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            break
    with services.transaction() as session:
        ws = workspaces.current(session)
        workspaces.note_synced(session, ws.id, services.clock())
        changed = people.link(session, ws.id, users, services.clock())
    if changed:
        services.wake()
    return len(changed)
