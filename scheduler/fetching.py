"""A file that somebody sent, fetched from Slack with our token: from Slack's own host alone, in pieces,
bounded in size and time."""

from __future__ import annotations

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rules.imports import MOST_BYTES

SLACKS = ".slack.com"
PIECE, WITHIN, ANSWERS_WITHIN = 1 << 16, 60.0, 10.0
_HOST = re.compile(r"[a-z0-9.-]+")
"""Whatever else stands in a host, others may read as its end."""


class NotHad(Exception):
    """Why a file could not be had: one of messages/imports.py WHY."""


class _Stays(urllib.request.HTTPRedirectHandler):
    """The token goes nowhere else: a redirect is not followed."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stays)


@dataclass(frozen=True)
class Fetch:
    """Call it with an address; `now` measures time that passes (monotonic seconds)."""

    token: str
    api_url: str
    now: Callable[[], float]
    open: Callable[..., Any] = _OPENER.open

    def __call__(self, url: str, size: int = 0) -> bytes:
        """The file's content, all of it: no less than the `size` that Slack gave. Raises NotHad."""
        if not is_slacks_file(url, self.api_url):
            raise NotHad("elsewhere")
        began = self.now()
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.token}"})
        try:
            with self.open(request, timeout=ANSWERS_WITHIN) as answer:
                if "text/html" in (answer.headers.get("Content-Type") or ""):
                    raise NotHad("refused")  # Slack's page to sign in
                content = self._read(answer, began)
        except urllib.error.HTTPError as error:
            raise NotHad(_why(error.code)) from None
        except (OSError, ValueError, http.client.HTTPException):
            raise NotHad("away") from None
        if len(content) < size:
            raise NotHad("away")
        return content

    def _read(self, answer: Any, began: float) -> bytes:
        """In the pieces in which it comes, so that a slow one ends; one that ends early is none."""
        pieces, size, promised = list[bytes](), 0, getattr(answer, "length", None) or 0
        while piece := answer.read1(PIECE):
            size += len(piece)
            if size > MOST_BYTES:
                raise NotHad("large")
            if self.now() - began > WITHIN:
                raise NotHad("away")
            pieces.append(piece)
        if size < promised:
            raise NotHad("away")
        return b"".join(pieces)


def _why(status: int) -> str:
    if status in {404, 410}:
        return "gone"
    return "refused" if 300 <= status < 404 else "away"


def is_slacks_file(url: str, api_url: str) -> bool:
    """Whether our token may go to this address: Slack's own, over https, else the stand-in's that the
    settings name."""
    try:
        parts, api = urlsplit(url), urlsplit(api_url)
        port, api_port = parts.port, api.port
    except ValueError:
        return False
    host, api_host = parts.hostname or "", api.hostname or ""
    if parts.username is not None or parts.password is not None or not url.isprintable():
        return False
    if not _HOST.fullmatch(host):
        return False
    if api_host != "slack.com" and not api_host.endswith(SLACKS):
        return (parts.scheme, host, port) == (api.scheme, api_host, api_port)
    is_ours = host == "slack.com" or host.endswith(SLACKS)
    return parts.scheme == "https" and is_ours and port in (None, 443)
