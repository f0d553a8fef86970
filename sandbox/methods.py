"""Web API methods, by name. Each takes the workspace and the arguments, returns what Slack would, or
raises No."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .limits import wrong_blocks, wrong_view
from .store import Doc
from .workspace import APP, BOT, BOT_USER, TEAM, No, Workspace

Args = dict[str, Any]
Method = Callable[[Workspace, Args], Doc]


def _need(args: Args, *names: str) -> None:
    for name in names:
        if not args.get(name):
            raise No(
                "invalid_arguments",
                response_metadata={"messages": [f"[ERROR] missing required field: {name}"]},
            )


def api_test(ws: Workspace, args: Args) -> Doc:
    if args.get("error"):
        raise No(str(args["error"]))
    return {"args": args}


def auth_test(ws: Workspace, args: Args) -> Doc:
    return {
        "url": "https://tend-demo.slack.com/",
        "team": ws.name,
        "user": ws.bot_name.lower(),
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def team_info(ws: Workspace, args: Args) -> Doc:
    return {"team": {"id": TEAM, "name": ws.name, "domain": "tend-demo"}}


def users_info(ws: Workspace, args: Args) -> Doc:
    _need(args, "user")
    return {"user": ws.user(args["user"])}


def users_list(ws: Workspace, args: Args) -> Doc:
    users, start = ws.users(), int(args.get("cursor") or 0)
    most = int(args.get("limit") or 1000)
    following = str(start + most) if start + most < len(users) else ""
    return {"members": users[start : start + most], "response_metadata": {"next_cursor": following}}


def users_lookup(ws: Workspace, args: Args) -> Doc:
    for user in ws.users():
        if (
            user["profile"]["email"]
            and user["profile"]["email"].lower() == str(args.get("email", "")).lower()
        ):
            return {"user": user}
    raise No("users_not_found")


def dnd_info(ws: Workspace, args: Args) -> Doc:
    return {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1, "snooze_enabled": False}


def conversations_open(ws: Workspace, args: Args) -> Doc:
    users = [u for u in str(args.get("users") or "").split(",") if u]
    if len(users) != 1:
        raise No("users_list_not_supplied" if not users else "too_many_users")
    return {"channel": ws.open_im(users[0])}


def conversations_info(ws: Workspace, args: Args) -> Doc:
    _need(args, "channel")
    return {"channel": ws.channel(args["channel"])}


def conversations_list(ws: Workspace, args: Args) -> Doc:
    return {
        "channels": [c for c in ws.channels() if not c["is_im"]],
        "response_metadata": {"next_cursor": ""},
    }


def conversations_members(ws: Workspace, args: Args) -> Doc:
    channel = ws.channel(str(args.get("channel")))
    there = [channel["user"], BOT_USER] if channel["is_im"] else [u["id"] for u in ws.users()]
    return {"members": there, "response_metadata": {"next_cursor": ""}}


def conversations_history(ws: Workspace, args: Args) -> Doc:
    """Newest first; metadata only when it is asked for."""
    channel = ws.channel(str(args.get("channel")))
    if not channel["is_member"]:
        raise No("not_in_channel")
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or 1e12)
    messages = [m for m in ws.messages(channel["id"]) if oldest < float(m["ts"]) < latest][::-1]
    start, most = int(args.get("cursor") or 0), min(int(args.get("limit") or 100), 999)
    page = messages[start : start + most]
    if str(args.get("include_all_metadata", "")).lower() not in {"1", "true"}:
        page = [{k: v for k, v in m.items() if k != "metadata"} for m in page]
    more = start + most < len(messages)
    return {
        "messages": page,
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + most) if more else ""},
    }


def _content(args: Args) -> Doc:
    """Text and blocks of a message, checked as strictly as Slack does."""
    text, blocks = str(args.get("text") or ""), _json(args.get("blocks")) or []
    if not text and not blocks:
        raise No("no_text")
    if len(text) > 40_000:
        raise No("msg_too_long")
    if blocks and (why := wrong_blocks(blocks)):
        raise No("invalid_blocks", errors=[why], response_metadata={"messages": [f"[ERROR] {why}"]})
    metadata = _json(args.get("metadata"))
    if metadata is not None and not (
        metadata.get("event_type") and isinstance(metadata.get("event_payload"), dict)
    ):
        raise No("invalid_metadata_format")
    if metadata is not None and len(json.dumps(metadata)) > 8000:
        raise No("metadata_too_large")
    return {"text": text, "blocks": blocks, **({"metadata": metadata} if metadata else {})}


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise No("invalid_blocks_format") from error


def chat_post(ws: Workspace, args: Args) -> Doc:
    _need(args, "channel")
    channel = str(args["channel"])
    if channel.startswith("U"):
        channel = ws.open_im(channel)["id"]
    place = ws.channel(channel)
    if not place["is_member"] and not place["is_archived"]:
        raise No("not_in_channel")
    doc = ws.post(
        channel,
        {
            **_content(args),
            "user": BOT_USER,
            "bot_id": BOT,
            "app_id": APP,
            **({"thread_ts": args["thread_ts"]} if args.get("thread_ts") else {}),
        },
    )
    return {"channel": channel, "ts": doc["ts"], "message": doc}


def chat_ephemeral(ws: Workspace, args: Args) -> Doc:
    _need(args, "channel", "user")
    if not ws.channel(args["channel"])["is_member"]:
        raise No("not_in_channel")
    ws.user(args["user"])
    return {"message_ts": ws.whisper(args["user"], args["channel"], _content(args))["ts"]}


def chat_update(ws: Workspace, args: Args) -> Doc:
    _need(args, "channel", "ts")
    if ws.message(args["channel"], args["ts"]).get("bot_id") != BOT:
        raise No("cant_update_message")
    doc = ws.update(args["channel"], args["ts"], _content(args))
    return {"channel": args["channel"], "ts": args["ts"], "text": doc["text"], "message": doc}


def chat_delete(ws: Workspace, args: Args) -> Doc:
    _need(args, "channel", "ts")
    ws.delete(args["channel"], args["ts"])
    return {"channel": args["channel"], "ts": args["ts"]}


def chat_permalink(ws: Workspace, args: Args) -> Doc:
    ws.message(str(args.get("channel")), str(args.get("message_ts")))
    link = f"https://tend-demo.slack.com/archives/{args['channel']}/p{args['message_ts'].replace('.', '')}"
    return {"channel": args["channel"], "permalink": link}


def _view(args: Args) -> Doc:
    view = _json(args.get("view")) or {}
    if why := wrong_view(view):
        raise No("invalid_arguments", response_metadata={"messages": [f"[ERROR] {why}"]})
    return dict(view)


def views_open(ws: Workspace, args: Args) -> Doc:
    view = _view(args)
    return {"view": ws.open_view(ws.use_trigger(str(args.get("trigger_id"))), view)}


def views_push(ws: Workspace, args: Args) -> Doc:
    view = _view(args)
    return {"view": ws.open_view(ws.use_trigger(str(args.get("trigger_id"))), view, push=True)}


def views_update(ws: Workspace, args: Args) -> Doc:
    _need(args, "view_id")
    return {"view": ws.change_view(args["view_id"], _view(args), str(args.get("hash") or ""))}


def views_publish(ws: Workspace, args: Args) -> Doc:
    _need(args, "user_id")
    return {"view": ws.publish(args["user_id"], _view(args), str(args.get("hash") or ""))}


def reactions_add(ws: Workspace, args: Args) -> Doc:
    _need(args, "channel", "timestamp", "name")
    doc = ws.message(args["channel"], args["timestamp"])
    mine = [r for r in doc.get("reactions", []) if r["name"] == args["name"]]
    if mine:
        raise No("already_reacted")
    ws.update(
        args["channel"],
        args["timestamp"],
        {"reactions": [*doc.get("reactions", []), {"name": args["name"], "count": 1}]},
    )
    return {}


METHODS: dict[str, Method] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "team.info": team_info,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": users_lookup,
    "dnd.info": dnd_info,
    "conversations.open": conversations_open,
    "conversations.info": conversations_info,
    "conversations.list": conversations_list,
    "conversations.members": conversations_members,
    "conversations.history": conversations_history,
    "chat.postMessage": chat_post,
    "chat.postEphemeral": chat_ephemeral,
    "chat.update": chat_update,
    "chat.delete": chat_delete,
    "chat.getPermalink": chat_permalink,
    "views.open": views_open,
    "views.push": views_push,
    "views.update": views_update,
    "views.publish": views_publish,
    "reactions.add": reactions_add,
}
