"""A form that is painted again while it is open. Two presses on one painting of it (the account chosen, then
More) are answered beside each other: Slack takes whichever comes first and refuses the other as of an older
view, though it may be the one that was pressed last. That one is painted all the same: it holds what the form
held by then."""

from __future__ import annotations

from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from messages.blocks import Block
from services import Services

from .surface import Body

CONFLICT = "hash_conflict"


def pressed(services: Services, body: Body, *, whole: bool) -> bool:
    """Note a press in a form, by which all fields are asked for or not; whether they were by now."""
    return services.presses.note(_of(body["view"]), _at(body), asks=whole)


def paint_again(services: Services, body: Body, client: WebClient, painted: Block) -> None:
    """Later, in place of the view on which something was pressed; nothing when that was painted anew since
    for a press that came after this one."""
    view = body["view"]

    def paint() -> None:
        try:
            client.views_update(view_id=view["id"], hash=view["hash"], view=painted)
        except SlackApiError as error:
            if error.response.get("error") != CONFLICT:
                raise
            if services.presses.is_last(_of(view), _at(body)):
                client.views_update(view_id=view["id"], view=painted)

    services.later(paint)


def _of(view: dict[str, Any]) -> str:
    """What a form is known by: the next contact of a line is another one in the same view."""
    return f"{view['id']} {view['private_metadata']}"


def _at(body: Body) -> float:
    return float(body["actions"][0]["action_ts"])
