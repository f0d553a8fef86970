"""Slack's text as safe HTML for the page: bold, italic, strike, code and blocks of it, quotes, mentions,
links, dates in the reader's zone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape, unescape
from zoneinfo import ZoneInfo

from markupsafe import Markup

_TOKEN = re.compile(r"<([^<>\n]+)>")
_BLOCK = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_STYLES = (
    (re.compile(r"`([^`\n]+)`"), r"<code>\1</code>"),
    (re.compile(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])"), r"<b>\1</b>"),
    (re.compile(r"(?<![\w_])_([^_\n]+)_(?![\w_])"), r"<i>\1</i>"),
    (re.compile(r"(?<![\w~])~([^~\n]+)~(?![\w~])"), r"<s>\1</s>"),
)


def html(text: str, zone: str = "UTC", name_of: Callable[[str], str] = lambda id_: id_) -> Markup:
    """mrkdwn as HTML."""
    pieces = _BLOCK.split(text)  # by turns what is styled and what stands as it is
    made = [
        f"<pre>{escape(unescape(piece), quote=False)}</pre>" if n % 2 else _inline(piece, zone, name_of)
        for n, piece in enumerate(pieces)
    ]
    return Markup("".join(made).replace("\n", "<br>"))


def _inline(text: str, zone: str, name_of: Callable[[str], str]) -> str:
    parts, last = [], 0
    for match in _TOKEN.finditer(text):
        parts += [_styled(text[last : match.start()]), _token(match.group(1), zone, name_of)]
        last = match.end()
    parts.append(_styled(text[last:]))
    return "".join(parts)


def plain(text: str) -> Markup:
    return Markup(escape(text).replace("\n", "<br>"))


def _styled(text: str) -> str:
    safe = escape(unescape(text), quote=False)
    for pattern, html_ in _STYLES:
        safe = pattern.sub(html_, safe)
    return re.sub(r"(^|\n)&gt; ?([^\n]*)", r"\1<span class=quote>\2</span>", safe)


def _token(inside: str, zone: str, name_of: Callable[[str], str]) -> str:
    if inside.startswith("!date^"):
        return escape(_date(inside, zone))
    if inside.startswith("@"):
        return f"<span class=mention>@{escape(name_of(inside[1:].split('|')[0]))}</span>"
    if inside.startswith("#"):
        return f"<span class=mention>#{escape(inside.split('|')[-1].lstrip('#'))}</span>"
    if inside.startswith("!"):
        return f"<span class='mention loud'>@{escape(inside[1:].split('|')[0])}</span>"
    url, _, label = inside.partition("|")
    if url.startswith(("http://", "https://", "mailto:")):
        return f"<a href='{escape(url, quote=True)}' rel=noreferrer>{escape(label or url)}</a>"
    return escape(f"<{inside}>")


def _date(inside: str, zone: str) -> str:
    _, stamp, shape, *_ = (inside.split("|")[0] + "^^").split("^")
    at = datetime.fromtimestamp(int(stamp), UTC).astimezone(ZoneInfo(zone))
    for key, form in (
        ("{date_short_pretty}", "%d %b %Y"),
        ("{date_num}", "%Y-%m-%d"),
        ("{date}", "%d %B %Y"),
        ("{time}", "%H:%M"),
    ):
        shape = shape.replace(key, at.strftime(form))
    return shape
