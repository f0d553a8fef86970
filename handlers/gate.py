"""Who gets in. Deny by default: runs before every listener and says in the context who asked, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from messages import book
from messages.blocks import escape
from messages.words import Viewer
from rules.access import ELSEWHERE, GONE, GUEST, NOT_REGISTERED, OTHER_WORKSPACE
from rules.phrase import Phrase
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import door

from .asked import Asked
from .following import follow
from .surface import answer, response_url

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Next = Callable[[], BoltResponse]


class Gate(Middleware):
    """An unknown person gets one sentence; their Home tab says the same, another event of theirs gets
    silence. A middleware of Bolt's own kind: for a plain function it gathers thirty arguments a request."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Next) -> BoltResponse | None:
        context, body, services = req.context, req.body, self._services
        context["services"] = services
        _clean(body)
        if body.get("type") == "event_callback" and not _of_a_person(body):
            return next()
        with services.reading(view=False) as session:
            ws, person = door.caller(session, context.user_id or "")
            if person is not None:
                follow(session, ws.id, body)
        context["ws"] = ws
        refused = refusal(ws, person, body, team_id=context.team_id or "")
        if refused and _opens_home(body) and refused.kind != ELSEWHERE:
            context["refused"] = refused
            return next()
        if refused or person is None:
            return refuse(services, body, refused or NOT_REGISTERED)
        context["asked"] = Asked.of(services, ws, person)
        return next()


def _clean(given: Any) -> None:
    """Take characters that no database stores, halves of a pair and zeros, out of what a payload holds. In
    place, so that every listener has it so."""
    for at, value in (
        given.items() if isinstance(given, dict) else enumerate(given) if isinstance(given, list) else ()
    ):
        if isinstance(value, str):
            if not value.isprintable():
                given[at] = _UNSTORABLE.sub("", value)
        elif isinstance(value, dict | list):
            _clean(value)


def _of_a_person(body: dict[str, Any]) -> bool:
    event = body.get("event") or {}
    return event.get("type") in {"app_home_opened", "app_mention", "message"}


def _opens_home(body: dict[str, Any]) -> bool:
    """A person of ours who looks at their Home tab, no app: it stays empty unless we say why."""
    event = body.get("event") or {}
    return event.get("type") == "app_home_opened" and not event.get("bot_id")


def refusal(ws: Workspace, person: Person | None, body: dict[str, Any], team_id: str) -> Phrase | None:
    """Why this caller may not; None when they may."""
    user = body.get("user") if isinstance(body.get("user"), dict) else {}
    event, team = body.get("event") or {}, body.get("team") if isinstance(body.get("team"), dict) else {}
    named = (
        (user or {}).get("team_id"),
        event.get("user_team"),
        body.get("team_id"),
        (team or {}).get("id"),
        team_id,
    )
    if ws.team_id and any(its_team and its_team != ws.team_id for its_team in named):
        return OTHER_WORKSPACE
    if any((user or {}).get(k) for k in ("is_restricted", "is_ultra_restricted", "is_stranger")):
        return GUEST
    if person is None or event.get("bot_id"):
        return NOT_REGISTERED
    return None if person.active else GONE


def refuse(services: Services, body: dict[str, Any], why: Phrase) -> BoltResponse:
    """Answer in the surface the request came from; who is refused here may have no language of their own."""
    viewer = Viewer()
    kind = body.get("type")
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": viewer.plain(why)})
    if kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if kind == "view_submission":
        block = next(iter((body["view"].get("state") or {}).get("values") or {}), "account")
        return BoltResponse(
            status=200, body={"response_action": "errors", "errors": {block: escape(viewer.plain(why))}}
        )
    if url := response_url(body):
        answer(services, url, book.refusal(why, viewer))
    return BoltResponse(status=200, body="")
