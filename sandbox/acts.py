"""What people do on the page, turned into the payloads Slack would send, and what the bot's ack does to
what they see."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from .mentions import as_sent
from .outlet import Outlet, Reply
from .store import Doc
from .workspace import APP, BOT_USER, TEAM, Workspace

FAILED = {
    "operation_timeout": "{0} failed with the error “operation_timeout”",
    "dispatch_failed": "{0} failed with the error “dispatch_failed”",
}
SLACKBOT = "USLACKBOT"
NO_COMMAND = (
    "{0} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as "
    "commands. "
    "If you are trying to send a message and not run a command, try preceding the “/” with an empty space."
)


class Acts:
    """One person's doings at a time; `base` is the stand-in's own address, for response_urls; without
    `commands` any is taken."""

    def __init__(self, ws: Workspace, outlet: Outlet, base: str, commands: Sequence[str] = ()) -> None:
        self.ws, self.outlet, self.base, self.commands = ws, outlet, base, commands

    def _user(self, id_: str) -> Doc:
        user = self.ws.user(id_)
        return {
            "id": id_,
            "username": user["name"],
            "name": user["name"],
            "team_id": user.get("team_id", TEAM),
        }

    def _common(self, user: str) -> Doc:
        team = {"id": TEAM, "domain": "tend-demo"}
        return {
            "user": self._user(user),
            "team": team,
            "api_app_id": APP,
            "token": "sandbox",
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _url(self, user: str, channel: str, ts: str = "", ephemeral: bool = False) -> str:
        return f"{self.base}/response/{self.ws.response_url(user, channel, ts, ephemeral)}"

    async def type(self, user: str, channel: str, text: str) -> None:
        """What stood in the composer: a slash command, or a message."""
        if text.startswith("/"):
            command, rest = _split(text)
            if self.commands and command not in self.commands:
                self.ws.whisper(
                    user, channel, {"text": as_sent(self.ws, NO_COMMAND.format(command)), "user": SLACKBOT}
                )
            else:
                await self.command(user, channel, command, rest)
        elif text.strip():
            doc = self.ws.post(channel, {"user": user, "text": as_sent(self.ws, text.strip())})
            if self.ws.channel(channel)["is_im"]:
                self._event(
                    user,
                    {
                        "type": "message",
                        "channel": channel,
                        "channel_type": "im",
                        "user": user,
                        "text": doc["text"],
                        "ts": doc["ts"],
                    },
                )
            elif f"<@{BOT_USER}>" in doc["text"] and not self.ws.channel(channel)["is_member"]:
                said = f"You mentioned <@{BOT_USER}>, but they’re not in this channel."
                self.ws.whisper(user, channel, {"text": said, "user": SLACKBOT})
            elif f"<@{BOT_USER}>" in doc["text"]:
                self._event(
                    user,
                    {
                        "type": "app_mention",
                        "channel": channel,
                        "user": user,
                        "text": doc["text"],
                        "ts": doc["ts"],
                    },
                )

    async def send_files(self, user: str, channel: str, files: Sequence[Doc], text: str = "") -> None:
        """Files sent from the composer, as {"name", "content" in base 64}: one message, and its event in the
        direct message."""
        there = [self.ws.add_file(self.base, user, str(f["name"]), str(f["content"])) for f in files]
        doc = self.ws.post(
            channel, {"user": user, "text": as_sent(self.ws, text), "files": there, "subtype": "file_share"}
        )
        if self.ws.channel(channel)["is_im"]:
            sent = {k: doc[k] for k in ("type", "subtype", "user", "text", "files", "ts")}
            self._event(user, {**sent, "upload": True, "channel": channel, "channel_type": "im"})

    async def command(self, user: str, channel: str, command: str, text: str) -> Reply:
        found = self.ws.channel(channel)
        payload = {
            "token": "sandbox",
            "team_id": TEAM,
            "team_domain": "tend-demo",
            "channel_id": channel,
            "channel_name": "directmessage" if found["is_im"] else found["name"],
            "user_id": user,
            "user_name": self.ws.user(user)["name"],
            "command": command,
            "text": as_sent(self.ws, text, command=True),
            "api_app_id": APP,
            "is_enterprise_install": "false",
            "response_url": self._url(user, channel),
            "trigger_id": self.ws.trigger(user),
        }
        reply = await self.outlet.send("slash_commands", payload)
        if not reply.ok:
            self.ws.whisper(
                user, channel, {"text": FAILED.get(reply.why, "{0} failed").format(command), "blocks": []}
            )
        elif reply.body:
            self._say(user, channel, reply.body)
        return reply

    def _say(self, user: str, channel: str, body: Doc) -> None:
        content = {"text": body.get("text", ""), "blocks": body.get("blocks") or []}
        if not content["text"] and not content["blocks"]:
            return
        if body.get("response_type") == "in_channel":
            self.ws.post(channel, {**content, "user": BOT_USER, "bot_id": "B0SANDBOX"})
        else:
            self.ws.whisper(user, channel, content)

    def _event(self, user: str, event: Doc) -> None:
        self.outlet.event(
            {
                "token": "sandbox",
                "team_id": TEAM,
                "api_app_id": APP,
                "type": "event_callback",
                "event_id": f"Ev{secrets.token_hex(6).upper()}",
                "event_time": int(self.ws.clock().timestamp()),
                "event": {**event, "event_ts": event.get("ts", self.ws.next_ts())},
                "authorizations": [
                    {
                        "enterprise_id": None,
                        "team_id": TEAM,
                        "user_id": BOT_USER,
                        "is_bot": True,
                        "is_enterprise_install": False,
                    }
                ],
            }
        )

    def home_opened(self, user: str) -> None:
        self._event(
            user,
            {"type": "app_home_opened", "user": user, "channel": self.ws.open_im(user)["id"], "tab": "home"},
        )

    async def act(
        self,
        user: str,
        action: Doc,
        channel: str = "",
        ts: str = "",
        view_id: str = "",
        values: Doc | None = None,
    ) -> Reply:
        """A button pressed or an option chosen, on a message or in a view (with what its inputs hold)."""
        payload = {
            **self._common(user),
            "type": "block_actions",
            "trigger_id": self.ws.trigger(user),
            "actions": [{**action, "action_ts": self.ws.next_ts()}],
            "state": {"values": {}},
        }
        if view_id:
            view = {**self._find_view(user, view_id), "state": {"values": values or {}}}
            payload |= {"container": {"type": "view", "view_id": view_id}, "view": view}
        else:
            message = self.ws.shown(user, channel, ts)
            ephemeral = bool(message.get("is_ephemeral"))
            container = {
                "type": "message",
                "message_ts": ts,
                "channel_id": channel,
                "is_ephemeral": ephemeral,
            }
            found = self.ws.channel(channel)
            payload |= {
                "container": container,
                "channel": {"id": channel, "name": found.get("name", "directmessage")},
                "response_url": self._url(user, channel, ts, ephemeral=ephemeral),
            }
            if not ephemeral:
                payload["message"] = message
        return await self.outlet.send("interactive", payload)

    def _find_view(self, user: str, view_id: str) -> Doc:
        for view in self.ws.stacks.get(user, []):
            if view["id"] == view_id:
                return view
        return self.ws.store.get("home", user) or {}

    async def submit(self, user: str, view_id: str, values: Doc) -> Doc:
        """A modal submitted; errors by block, or an empty dict when it closed."""
        view = {**self._find_view(user, view_id), "state": {"values": values}}
        payload = {
            **self._common(user),
            "type": "view_submission",
            "trigger_id": self.ws.trigger(user),
            "view": view,
            "response_urls": [],
        }
        reply = await self.outlet.send("interactive", payload)
        if not reply.ok:
            return {"": "We had some trouble connecting. Try again?"}
        body = reply.body or {}
        action = body.get("response_action")
        if action == "errors":
            return dict(body["errors"])
        if action == "update":
            self.ws.change_view(view_id, body["view"])
        elif action == "push":
            self.ws.open_view(user, body["view"], push=True)
        else:
            self.ws.close_view(user, everything=action == "clear")
        return {}

    async def close(self, user: str) -> None:
        """The uppermost modal closed without submitting: the app hears of it where its view asks to."""
        stack = self.ws.stacks.get(user, [])
        view = stack[-1] if stack else None
        self.ws.close_view(user)
        if view and view.get("notify_on_close"):
            payload = {**self._common(user), "type": "view_closed", "view": view, "is_cleared": False}
            await self.outlet.send("interactive", payload)

    async def suggest(self, user: str, view_id: str, block_id: str, action_id: str, typed: str) -> list[Doc]:
        """Options of an external select."""
        payload = {
            **self._common(user),
            "type": "block_suggestion",
            "action_id": action_id,
            "block_id": block_id,
            "value": typed,
            "container": {"type": "view", "view_id": view_id},
            "view": self._find_view(user, view_id),
        }
        reply = await self.outlet.send("interactive", payload)
        return list((reply.body or {}).get("options") or [])

    async def shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Reply:
        """A message shortcut."""
        payload = {
            **self._common(user),
            "type": "message_action",
            "callback_id": callback_id,
            "trigger_id": self.ws.trigger(user),
            "message_ts": ts,
            "message": self.ws.shown(user, channel, ts),
            "channel": {"id": channel, "name": self.ws.channel(channel).get("name", "directmessage")},
            "response_url": self._url(user, channel),
            "action_ts": self.ws.next_ts(),
        }
        return await self.outlet.send("interactive", payload)


def _split(text: str) -> tuple[str, str]:
    command, *rest = text.split(maxsplit=1)
    return command, rest[0].strip() if rest else ""


def action_of(element: Doc, block_id: str, chosen: Any) -> Doc:
    """The action entry for an element: `chosen` is an option's value, a date or a number."""
    action = {"type": element["type"], "action_id": element.get("action_id", ""), "block_id": block_id}
    if element["type"] == "button":
        action |= {"text": element["text"], "value": element.get("value", "")}
    elif "options" in element:
        action["selected_option"] = next(o for o in element["options"] if o["value"] == chosen)
    elif element["type"] == "datepicker":
        action["selected_date"] = chosen
    elif element["type"] == "number_input":
        action["value"] = chosen
    else:
        action["selected_option"] = chosen
    return action
