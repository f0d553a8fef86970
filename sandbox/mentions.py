"""`@Name` and `#channel` as a person types them, made into the mentions that Slack's client sends."""

from __future__ import annotations

import re

from .workspace import Workspace

_MADE = re.compile(r"<(?:@U\w+|#C\w+)(?:\|[^<>]*)?>")


def names(ws: Workspace) -> list[str]:
    """Whom one can mention, apps first."""
    return [u["real_name"] for u in sorted(ws.users(), key=lambda u: not u["is_bot"])]


def as_sent(ws: Workspace, text: str, command: bool = False) -> str:
    """What Slack sends for what was typed: `&`, `<`, `>` escaped but for mentions, and names of people and
    channels made into mentions (a command's carry the name as well)."""
    known: dict[str, str] = {}
    for user in ws.users():
        made = f"<@{user['id']}|{user['name']}>" if command else f"<@{user['id']}>"
        known |= {f"@{name}".casefold(): made for name in (user["real_name"], user["name"])}
    known |= {
        f"#{c['name']}".casefold(): f"<#{c['id']}|{c['name']}>" for c in ws.channels() if not c["is_im"]
    }
    longest = sorted(map(re.escape, known), key=len, reverse=True)
    typed = re.compile(rf"{_MADE.pattern}|(?<![\w@#])(?:{'|'.join(longest)})(?!\w)", re.IGNORECASE)
    parts, last = [], 0
    for match in typed.finditer(text):
        one = match.group()
        parts += [_escaped(text[last : match.start()]), known.get(one.casefold(), one)]
        last = match.end()
    return "".join([*parts, _escaped(text[last:])])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
