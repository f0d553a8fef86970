"""The page: a small Slack for acting as anybody. Server-side templates; a small script swaps fragments in."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from . import charts, mentions, mrkdwn
from .acts import SLACKBOT, Acts, action_of
from .door import Strange, Tickets, asked
from .limits import wrong_blocks
from .store import Doc
from .workspace import BOT_USER, No, Workspace

HERE = Path(__file__).parent
Advance = Callable[[str, str], None]
NEEDS = {
    "type": ("in", "text"),
    "files": ("in", "files"),
    "act": ("block", "element"),
    "submit": ("view", "values"),
    "shortcut": ("callback", "in", "ts"),
    "suggest": ("view", "block", "action", "typed"),
    "clock": ("by",),
}


class Page:
    """Handlers of the page. `advance` moves the business clock by ("hour" | "morning" | "monday", user);
    None: no bar for it."""

    def __init__(
        self,
        ws: Workspace,
        acts: Acts,
        tickets: Tickets,
        advance: Advance | None,
        commands: list[str],
        shortcuts: dict[str, str],
    ) -> None:
        self.ws, self.acts, self.tickets, self.advance = ws, acts, tickets, advance
        self.commands, self.shortcuts = commands, shortcuts
        self.env = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        self.env.globals.update(bars=charts.bars, slices=charts.slices, plain=mrkdwn.plain)
        self.env.filters["json"] = json.dumps

    def _html(self, template: str, **values: Any) -> HTMLResponse:
        return HTMLResponse(self.env.get_template(template).render(**values))

    def _reader(self, user: str) -> dict[str, Any]:
        person = self.ws.user(user)
        names = {SLACKBOT: "Slackbot"} | {u["id"]: u["real_name"] for u in self.ws.users()}
        return {
            "me": person,
            "names": names,
            "md": lambda text: mrkdwn.html(text, person["tz"], lambda i: names.get(i, i)),
            "bot": BOT_USER,
            "shortcuts": self.shortcuts,
        }

    async def index(self, request: Request) -> Response:
        people = [u for u in self.ws.users() if not u["is_bot"]]
        me = request.query_params.get("as") or (people[0]["id"] if people else "")
        im = self.ws.open_im(me)["id"]
        place = request.query_params.get("in") or im
        channels = [c for c in self.ws.channels() if not c["is_im"]]
        offers = [
            *self.commands,
            *(f"@{name}" for name in mentions.names(self.ws)),
            *(f"#{c['name']}" for c in channels),
        ]
        return self._html(
            "index.html",
            people=people,
            place=place,
            im=im,
            channels=channels,
            offers=offers,
            ticket=self.tickets.page,
            clock=self.advance is not None,
            title=self.ws.name,
            bot_name=self.ws.bot_name,
            **self._reader(me),
        )

    async def messages(self, request: Request) -> Response:
        """The messages one person sees in one place, theirs alone among them; or the Home tab."""
        me, place = asked(request, "as"), asked(request, "in")
        if place == "home":
            view = self.ws.store.get("home", me)
            return self._html("home.html", view=view, **self._reader(me))
        shown = sorted([*self.ws.messages(place)[-200:], *self.ws.whispers(me, place)], key=lambda m: m["ts"])
        zone = ZoneInfo(self.ws.user(me)["tz"])
        for m in shown:
            m["at"] = datetime.fromtimestamp(float(m["ts"]), UTC).astimezone(zone)
        return self._html("messages.html", messages=shown, place=place, **self._reader(me))

    async def modal(self, request: Request) -> Response:
        me = asked(request, "as")
        stack = self.ws.stacks.get(me) or []
        if not stack:
            return HTMLResponse("")
        channels = [c for c in self.ws.channels() if not c["is_im"]]
        return self._html(
            "modal.html", view=stack[-1], depth=len(stack), channels=channels, **self._reader(me)
        )

    async def clock(self, request: Request) -> Response:
        me = self.ws.user(asked(request, "as"))
        at = self.ws.clock().astimezone(ZoneInfo(me["tz"]))
        return JSONResponse(
            {"text": f"{at:%A %-d %B %Y, %H:%M}", "short": f"{at:%a %-d %b, %H:%M}", "zone": me["tz"]}
        )

    async def do(self, request: Request) -> Response:
        """One doing of a person: {"do": type | files | act | submit | close | suggest | shortcut | home |
        clock, "as": user, ...}."""
        told: Doc = await self.tickets.told(request)
        if lacks := sorted({"do", "as", *NEEDS.get(str(told.get("do")), ())} - set(told)):
            raise Strange(f"The body lacks {', '.join(lacks)}.")
        try:
            self.ws.user(str(told["as"]))
            return JSONResponse(await self._do(str(told["do"]), str(told["as"]), told))
        except No as no:
            return JSONResponse({"error": no.code}, status_code=400)

    async def _do(self, what: str, me: str, told: Doc) -> Any:
        if what == "type":
            await self.acts.type(me, told["in"], told["text"])
        elif what == "files":
            await self.acts.send_files(me, told["in"], told["files"], str(told.get("text") or ""))
        elif what == "act":
            return await self._act(me, told)
        elif what == "submit":
            return {"errors": await self.acts.submit(me, told["view"], told["values"])}
        elif what == "close":
            await self.acts.close(me)
        elif what == "suggest":
            return {
                "options": await self.acts.suggest(
                    me, told["view"], told["block"], told["action"], told["typed"]
                )
            }
        elif what == "shortcut":
            await self.acts.shortcut(me, told["callback"], told["in"], told["ts"])
        elif what == "home":
            self.acts.home_opened(me)
        elif what == "clock" and self.advance:
            self.advance(told["by"], me)
            self.ws.changed()
        return {}

    async def _act(self, me: str, told: Doc) -> Doc:
        source = (
            self.acts._find_view(me, told["view"])
            if told.get("view")
            else self.ws.shown(me, told["in"], told["ts"])
        )
        block, element = find_element(source.get("blocks", []), int(told["block"]), int(told["element"]))
        action = action_of(element, block.get("block_id") or f"b{told['block']}", told.get("chosen"))
        reply = await self.acts.act(
            me, action, told.get("in", ""), told.get("ts", ""), told.get("view", ""), told.get("values")
        )
        return {} if reply.ok else {"error": "That didn't work. Try again?"}

    async def check_blocks(self, request: Request) -> Response:
        """Whether Slack would take these blocks."""
        told = await self.tickets.told(request)
        if "blocks" not in told:
            raise Strange("The body lacks blocks.")
        return JSONResponse({"wrong": wrong_blocks(told["blocks"], told.get("surface", "message"))})


def find_element(blocks: list[Doc], block: int, element: int) -> tuple[Doc, Doc]:
    """An element by its place: -1 is a section's accessory or an input's element."""
    in_block = blocks[block]
    if element >= 0:
        return in_block, in_block["elements"][element]
    return in_block, in_block.get("accessory") or in_block["element"]


def weekday(on: date) -> bool:
    return on.weekday() < 5


def step(by: str, now: datetime, zone: str = "UTC", works: Callable[[date], bool] = weekday) -> timedelta:
    """How far "+1 hour", "next morning" (08:45 of a day on which a person `works`) and "next Monday"
    (08:31) lie ahead, in their zone."""
    if by == "hour":
        return timedelta(hours=1)
    local = now.astimezone(ZoneInfo(zone))
    minute = local.replace(hour=8, minute=45, second=5, microsecond=0)
    if by == "monday":
        minute = minute.replace(minute=31)
    while minute <= local or (minute.weekday() != 0 if by == "monday" else not works(minute.date())):
        minute += timedelta(days=1)
    return minute.astimezone(UTC) - now
