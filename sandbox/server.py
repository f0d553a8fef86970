"""The stand-in's server: Web API, Socket Mode, response_urls, faults, and the page."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from .acts import Acts
from .door import Door, Strange, Tickets, places_of, sent
from .faults import Fault, Faults
from .methods import METHODS
from .outlet import Outlet
from .page import Advance, Page
from .store import Doc
from .workspace import APP, No, Workspace


class Server:
    """Routes over one workspace. `base` is its own address; `outlet` reaches the bot."""

    def __init__(
        self,
        ws: Workspace,
        base: str,
        advance: Advance | None = None,
        commands: Sequence[str] = (),
        shortcuts: dict[str, str] | None = None,
        events_url: str = "",
    ) -> None:
        self.ws, self.base, self.faults, self.tickets = ws, base, Faults(), Tickets()
        self.outlet = Outlet(ws.signing_secret, events_url)
        self.acts = Acts(ws, self.outlet, base, commands=commands)
        self.page = Page(
            ws, self.acts, self.tickets, advance=advance, commands=list(commands), shortcuts=shortcuts or {}
        )
        self.calls: list[tuple[str, Doc]] = []

    def app(self, also: Sequence[BaseRoute] = ()) -> Starlette:
        """The stand-in behind its door; `also` are routes served at the same address."""
        page, door = self.page, Middleware(Door, places=places_of(self.base))
        return Starlette(
            middleware=[door],
            exception_handlers={Strange: _strange, No: _not_there},
            routes=[
                *also,
                Route("/", page.index),
                Route("/page/messages", page.messages),
                Route("/page/modal", page.modal),
                Route("/page/clock", page.clock),
                Route("/page/do", page.do, methods=["POST"]),
                Route("/page/check", page.check_blocks, methods=["POST"]),
                WebSocketRoute("/page/live", self.live),
                Route("/api/{method}", self.api, methods=["POST", "GET"]),
                WebSocketRoute("/socket", self.socket),
                Route("/files-pri/{place}/download/{name}", self.download),
                Route("/response/{id}", self.response, methods=["POST"]),
                Route("/sandbox/faults", self.fault, methods=["POST"]),
                Mount("/static", StaticFiles(directory=Path(__file__).parent / "static")),
            ],
        )

    async def api(self, request: Request) -> Response:
        method = request.path_params["method"]
        args = await _args(request)
        fault = self.faults.next(method)
        if fault and (answer := _faulty(fault)) is not None:
            return answer
        told = await asyncio.to_thread(self._call, method, args, _token(request, args))
        if fault and fault.kind == "drop_after":
            return _dropped()
        return JSONResponse(told)

    def _call(self, method: str, args: Doc, token: str) -> Doc:
        self.calls.append((method, args))
        del self.calls[:-2000]
        try:
            wanted = self.ws.app_token if method == "apps.connections.open" else self.ws.bot_token
            if not token:
                raise No("not_authed")
            if token != wanted:
                raise No(
                    "invalid_auth"
                    if not token.startswith(("xoxb-", "xapp-")) or method == "apps.connections.open"
                    else "not_allowed_token_type"
                    if token == self.ws.app_token
                    else "invalid_auth"
                )
            if method == "apps.connections.open":
                return {
                    "ok": True,
                    "url": self.base.replace("http", "ws", 1) + f"/socket?ticket={self.tickets.give()}",
                }
            if method not in METHODS:
                raise No("unknown_method", req_method=method)
            with self.ws.lock:
                return {"ok": True, **METHODS[method](self.ws, args)}
        except No as no:
            return {"ok": False, "error": no.code, **no.extra}

    async def socket(self, socket: WebSocket) -> None:
        """One Socket Mode connection, opened with a ticket of apps.connections.open."""
        if not self.tickets.take(socket.query_params.get("ticket", "")):
            await socket.close(1008)
            return
        await socket.accept()
        hello = {
            "type": "hello",
            "num_connections": len(self.outlet.sockets) + 1,
            "connection_info": {"app_id": APP},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 3600},
        }
        await socket.send_text(json.dumps(hello))
        self.outlet.sockets.append(socket)
        try:
            while True:
                with contextlib.suppress(json.JSONDecodeError):
                    self.outlet.acked(json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            pass
        finally:
            self.outlet.sockets.remove(socket)

    async def response(self, request: Request) -> Response:
        told = self.ws.respond(request.path_params["id"], await sent(request))
        return PlainTextResponse(told, status_code=200 if told == "ok" else 404)

    async def download(self, request: Request) -> Response:
        """A file, for the bot's token alone; anybody else gets a page to sign in, as at Slack."""
        if _token(request, {}) != self.ws.bot_token:
            return HTMLResponse("<!DOCTYPE html><title>Sign in</title>")
        try:
            content = self.ws.file(request.path_params["place"].rpartition("-")[2])
        except No as no:
            return PlainTextResponse(no.code, 404)
        return Response(content, media_type="application/octet-stream")

    async def fault(self, request: Request) -> Response:
        """Plan a fault: {"method", "kind", "times", "retry_after"}."""
        told = await self.tickets.told(request)
        try:
            self.faults.add(Fault(**told))
        except TypeError:
            raise Strange("A fault has method, kind, times and retry_after.") from None
        return JSONResponse({"ok": True})

    async def live(self, socket: WebSocket) -> None:
        """Tells the page that something changed; the page then asks for what it shows."""
        if not self.tickets.is_page(socket.query_params.get("ticket", "")):
            await socket.close(1008)
            return
        await socket.accept()
        loop, stirred = asyncio.get_running_loop(), asyncio.Event()

        def watcher() -> None:
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(stirred.set)

        self.ws.watchers.append(watcher)
        gone = loop.create_task(_until_gone(socket))
        try:
            while not gone.done():
                waiting = loop.create_task(stirred.wait())
                await asyncio.wait({waiting, gone}, return_when=asyncio.FIRST_COMPLETED)
                waiting.cancel()
                if stirred.is_set():
                    stirred.clear()
                    await asyncio.sleep(0.03)  # several changes, one repaint
                    await socket.send_text("changed")
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self.ws.watchers.remove(watcher)
            gone.cancel()


async def _strange(request: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 400)


async def _not_there(request: Request, error: Exception) -> Response:
    """Somebody or something that the page's address names."""
    return PlainTextResponse(str(error), 404)


async def _until_gone(socket: WebSocket) -> None:
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        while True:
            await socket.receive_text()


async def _args(request: Request) -> Doc:
    if "application/json" in request.headers.get("content-type", ""):
        return await sent(request) if await request.body() else {}
    form = await request.form() if request.method == "POST" else {}
    return {**dict(request.query_params), **{k: v for k, v in form.items() if isinstance(v, str)}}


def _token(request: Request, args: Doc) -> str:
    header = request.headers.get("authorization", "")
    return header.removeprefix("Bearer ").strip() or str(args.get("token") or "")


def _faulty(fault: Fault) -> Response | None:
    if fault.kind == "ratelimited":
        return JSONResponse(
            {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(fault.retry_after)}
        )
    if fault.kind == "server_error":
        return PlainTextResponse("upstream connect error", 500)
    if fault.kind == "drop_before":
        return _dropped()
    return None if fault.kind == "drop_after" else JSONResponse({"ok": False, "error": fault.kind})


def _dropped() -> Response:
    """The connection breaks in the middle of the answer."""

    async def broken() -> AsyncIterator[bytes]:
        yield b'{"ok":'
        raise ConnectionResetError("dropped on request")

    return StreamingResponse(broken(), media_type="application/json", headers={"Content-Length": "100"})
