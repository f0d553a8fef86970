"""The stand-in's state: people, channels, messages, views, triggers. Changes are told to whoever watches
(the page)."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from .store import Doc, Store

TEAM, APP, BOT_USER, BOT = "T0SANDBOX", "A0SANDBOX", "U0SANDBOXBOT", "B0SANDBOX"
TRIGGER_LIVES_FOR, RESPONSE_URL_LIVES_FOR, RESPONSE_URL_USES = 3.0, 1800.0, 5


class No(Exception):
    """A refusal with Slack's error code."""

    def __init__(self, code: str, **extra: Any) -> None:
        super().__init__(code)
        self.code, self.extra = code, extra


@dataclass
class ResponseUrl:
    user: str
    channel: str
    ts: str
    ephemeral: bool
    ends: float
    uses: int = RESPONSE_URL_USES


@dataclass
class Workspace:
    """`clock` gives message times (it may be moved); triggers and response_urls live in real time."""

    store: Store
    clock: Callable[[], datetime]
    name: str = "Tend Demo"
    bot_name: str = "Tend"
    bot_token: str = "xoxb-sandbox"
    app_token: str = "xapp-sandbox"
    signing_secret: str = "sandbox-signing-secret"
    ephemeral: dict[tuple[str, str], list[Doc]] = field(default_factory=dict)
    stacks: dict[str, list[Doc]] = field(default_factory=dict)
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    urls: dict[str, ResponseUrl] = field(default_factory=dict)
    trigger_lives_for: float = TRIGGER_LIVES_FOR
    watchers: list[Callable[[], None]] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    _last: float = 0.0
    _ids: Any = field(default_factory=lambda: itertools.count(1))

    def changed(self) -> None:
        for watcher in list(self.watchers):
            watcher()

    # people and channels ------------------------------------------------------------------------------------
    def add_users(self, users: Sequence[Doc]) -> None:
        """Users as {"name", "email", "tz", ...}; one with a known e-mail stays. The bot is a user as well."""
        known = {u["profile"].get("email"): u["id"] for u in self.users()}
        for user in [{"name": self.bot_name, "email": "", "is_bot": True, "id": BOT_USER}, *users]:
            number = len(known) + 1
            id_ = user.get("id") or known.get(user["email"]) or f"U{number:08d}"
            known[user["email"] or id_] = id_
            doc = {
                "id": id_,
                "team_id": TEAM,
                "name": user["name"].lower().replace(" ", "."),
                "real_name": user["name"],
                "deleted": False,
                "tz": user.get("tz", "UTC"),
                "locale": user.get("locale", "en-US"),
                "is_admin": user.get("is_admin", False),
                "is_bot": user.get("is_bot", False),
                "is_restricted": user.get("is_restricted", False),
                "is_ultra_restricted": False,
                "profile": {
                    "email": user["email"],
                    "real_name": user["name"],
                    "display_name": user["name"],
                    "title": user.get("title", ""),
                },
            }
            self.store.put("user", id_, doc)

    def users(self) -> list[Doc]:
        return self.store.all("user")

    def user(self, id_: str) -> Doc:
        stored = self.store.get("user", id_)
        if stored is None:
            raise No("user_not_found")
        return stored

    def add_channel(
        self, id_: str, name: str, member: bool = True, external: bool = False, archived: bool = False
    ) -> None:
        doc = {
            "id": id_,
            "name": name,
            "is_channel": True,
            "is_im": False,
            "is_private": False,
            "is_member": member,
            "is_ext_shared": external,
            "is_shared": external,
            "is_archived": archived,
            "is_org_shared": False,
        }
        self.store.put("channel", id_, doc)

    def channels(self) -> list[Doc]:
        return self.store.all("channel")

    def channel(self, id_: str) -> Doc:
        stored = self.store.get("channel", id_)
        if stored is None:
            raise No("channel_not_found")
        return stored

    def open_im(self, user: str) -> Doc:
        """The direct-message channel of the bot with a user."""
        if self.user(user)["is_bot"]:
            raise No("cannot_dm_bot")
        id_ = "D" + user[1:]
        stored = self.store.get("channel", id_)
        if stored is None:
            stored = {
                "id": id_,
                "is_im": True,
                "is_channel": False,
                "user": user,
                "is_member": True,
                "is_archived": False,
            }
            self.store.put("channel", id_, stored)
        return stored

    # messages -----------------------------------------------------------------------------------------------
    def next_ts(self) -> str:
        with self.lock:
            self._last = max(self.clock().timestamp(), self._last + 0.000001)
            return f"{self._last:.6f}"

    def post(self, channel: str, message: Doc) -> Doc:
        place = self.channel(channel)
        if place["is_archived"]:
            raise No("is_archived")
        doc = {"type": "message", **message, "ts": self.next_ts()}
        self.store.put("message", doc["ts"], doc, channel)
        self.changed()
        return doc

    def message(self, channel: str, ts: str) -> Doc:
        self.channel(channel)
        stored = self.store.get("message", ts, channel)
        if stored is None:
            raise No("message_not_found")
        return stored

    def update(self, channel: str, ts: str, changed: Doc) -> Doc:
        doc = {**self.message(channel, ts), **changed, "edited": {"user": BOT_USER, "ts": self.next_ts()}}
        self.store.put("message", ts, doc, channel)
        self.changed()
        return doc

    def delete(self, channel: str, ts: str) -> None:
        self.message(channel, ts)
        self.store.delete("message", ts, channel)
        self.changed()

    def messages(self, channel: str) -> list[Doc]:
        return self.store.all("message", channel)

    def add_file(self, base: str, user: str, name: str, content: str) -> Doc:
        """Keep a file (`content` in base 64) as Slack describes it: fetched at its address with the bot's
        token."""
        id_ = f"F{secrets.token_hex(5).upper()}"
        place = f"{base}/files-pri/{TEAM}-{id_}/download/{quote(name, safe='')}"
        doc = {
            "id": id_,
            "name": name,
            "title": name,
            "mimetype": "text/csv",
            "filetype": name.rpartition(".")[2],
            "user": user,
            "size": len(b64decode(content)),
            "mode": "hosted",
            "is_external": False,
            "url_private": place,
            "url_private_download": place,
        }
        self.store.put("file", id_, {**doc, "content": content})
        return doc

    def file(self, id_: str) -> bytes:
        """What a file holds."""
        stored = self.store.get("file", id_)
        if stored is None:
            raise No("file_not_found")
        return b64decode(stored["content"])

    def whisper(self, user: str, channel: str, message: Doc) -> Doc:
        """An ephemeral message: seen by one person, gone with a restart."""
        doc = {"type": "message", "is_ephemeral": True, "user": BOT_USER, **message, "ts": self.next_ts()}
        self.ephemeral.setdefault((user, channel), []).append(doc)
        self.changed()
        return doc

    def whispers(self, user: str, channel: str) -> list[Doc]:
        return self.ephemeral.get((user, channel), [])

    def shown(self, user: str, channel: str, ts: str) -> Doc:
        """A message that a user sees, ephemeral or not."""
        for doc in self.whispers(user, channel):
            if doc["ts"] == ts:
                return doc
        return self.message(channel, ts)

    # triggers and response urls -----------------------------------------------------------------------------
    def trigger(self, user: str) -> str:
        id_ = f"{next(self._ids)}.{secrets.token_hex(8)}"
        self.triggers[id_] = (user, time.monotonic() + self.trigger_lives_for)
        return id_

    def use_trigger(self, id_: str) -> str:
        """The user a trigger belongs to; it serves once, for three seconds."""
        user, ends = self.triggers.pop(id_, ("", 0.0))
        if not user:
            raise No("invalid_trigger_id" if "." not in id_ else "exchanged_trigger_id")
        if time.monotonic() > ends:
            raise No("expired_trigger_id")
        return user

    def response_url(self, user: str, channel: str, ts: str = "", ephemeral: bool = False) -> str:
        id_ = secrets.token_hex(12)
        self.urls[id_] = ResponseUrl(
            user, channel, ts, ephemeral=ephemeral, ends=time.monotonic() + RESPONSE_URL_LIVES_FOR
        )
        return id_

    def respond(self, id_: str, payload: Doc) -> str:
        """What a POST to a response_url does; "ok", or the error."""
        url = self.urls.get(id_)
        if url is None or time.monotonic() > url.ends:
            return "expired_url"
        if url.uses <= 0:
            return "used_url"
        url.uses -= 1
        body = {
            "text": payload.get("text", ""),
            "blocks": payload.get("blocks") or [],
            "user": BOT_USER,
            "bot_id": BOT,
        }
        if payload.get("delete_original"):
            self._forget(url)
        elif payload.get("replace_original") and url.ts:
            if url.ephemeral:
                self.shown(url.user, url.channel, url.ts).update(body)
                self.changed()
            else:
                self.update(url.channel, url.ts, body)
        elif payload.get("response_type") == "in_channel":
            self.post(url.channel, body)
        else:
            url.ts, url.ephemeral = self.whisper(url.user, url.channel, body)["ts"], True
        return "ok"

    def _forget(self, url: ResponseUrl) -> None:
        mine = self.ephemeral.get((url.user, url.channel), [])
        mine[:] = [m for m in mine if m["ts"] != url.ts]
        if not url.ephemeral and url.ts:
            self.delete(url.channel, url.ts)
        self.changed()

    # views --------------------------------------------------------------------------------------------------
    def open_view(self, user: str, view: Doc, push: bool = False) -> Doc:
        stack = self.stacks.setdefault(user, [])
        if push and not stack:
            raise No("not_found")
        if not push:
            stack.clear()
        if len(stack) >= 3:
            raise No("push_limit_reached")
        stack.append(self._view({**view, "id": f"V{secrets.token_hex(5).upper()}"}))
        self.changed()
        return stack[-1]

    def _view(self, view: Doc) -> Doc:
        return {
            "team_id": TEAM,
            "app_id": APP,
            "bot_id": BOT,
            "private_metadata": "",
            "callback_id": "",
            **view,
            "hash": f"{time.time():.6f}.{secrets.token_hex(3)}",
        }

    def change_view(self, view_id: str, view: Doc, hash_: str = "") -> Doc:
        for stack in self.stacks.values():
            for n, old in enumerate(stack):
                if old["id"] == view_id:
                    if hash_ and hash_ != old["hash"]:
                        raise No("hash_conflict")
                    stack[n] = self._view({**view, "id": view_id})
                    self.changed()
                    return stack[n]
        raise No("not_found")

    def publish(self, user: str, view: Doc, hash_: str = "") -> Doc:
        self.user(user)
        old = self.store.get("home", user)
        if hash_ and old and hash_ != old["hash"]:
            raise No("hash_conflict")
        doc = self._view({**view, "id": f"VH{user[1:]}"})
        self.store.put("home", user, doc)
        self.changed()
        return doc

    def close_view(self, user: str, everything: bool = False) -> None:
        stack = self.stacks.get(user, [])
        if everything:
            stack.clear()
        elif stack:
            stack.pop()
        self.changed()
