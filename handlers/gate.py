"""Who gets in. Deny by default: runs before every listener and says in the context who asked, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from messages import book
from messages.blocks import escape
from messages.words import Viewer
from rules.access import ELSEWHERE, GONE, GUEST, NOT_REGISTERED, OTHER_WORKSPACE
from rules.phrase import Phrase
from rules.records import Person
from rules.workspace import Workspace
from services import Services
from storage import people, workspaces

from .asked import Asked
from .following import follow
from .surface import answer, response_url

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
Next = Callable[[], BoltResponse]


def gate(services: Services) -> Callable[..., BoltResponse]:
    """The middleware: an unknown person gets one sentence; their Home tab says the same, another event of
    theirs gets silence."""

    def check(context: BoltContext, body: dict[str, Any], next: Next) -> BoltResponse:
        context["services"] = services
        _clean(body)
        if body.get("type") == "event_callback" and not _of_a_person(body):
            return next()
        with services.reading() as session:
            context["ws"] = ws = workspaces.current(session)
            person = people.by_slack(session, ws.id, context.user_id) if context.user_id else None
            if person is not None:
                follow(session, ws.id, body)
        refused = refusal(ws, person, body, team_id=context.team_id or "")
        if refused and _opens_home(body) and refused.kind != ELSEWHERE:
            context["refused"] = refused
            return next()
        if refused or person is None:
            return refuse(services, body, refused or NOT_REGISTERED)
        context["asked"] = Asked.of(services, ws, person)
        return next()

    return check


def _clean(given: Any) -> Any:
    """What a payload holds, without characters that no database stores: halves of a pair, and zeros. In
    place, so that every listener has it so."""
    if isinstance(given, str):
        return given if given.isprintable() else _UNSTORABLE.sub("", given)
    for at, value in (
        given.items() if isinstance(given, dict) else enumerate(given) if isinstance(given, list) else ()
    ):
        if isinstance(value, str | dict | list):
            given[at] = _clean(value)
    return given


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
