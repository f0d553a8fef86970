"""Each figure with its formula and its inputs; the year's figures as a table of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rules.numbers.figure import MONEY, SHARE, Figure
from rules.numbers.page import Month
from rules.policy import digits
from rules.revenue import Missing

from .blocks import Block, Message, clip, context, escape, message, section
from .figures import NAMES, bold, part_of, unit
from .words import Viewer

MOST = 2900
SECTIONS = 45
BEFOREHAND = (
    "Computed from the record as it stood that day: owner, status, touches and revenue up to it. What has no "
    "dates (revenue and margin that a file gave, costs, prices, rates) counts as it is set now."
)
COMPARE = (
    "Small-business software loses 3-7 % of its customers a month, 31-58 % a year (T. Tunguz, “The "
    "Innovator's Dilemma for SaaS Startups”).",
    "Existing customers buy in 60-70 % of attempts, prospects in 5-20 % (Farris and others, “Marketing "
    "Metrics”).",
    "Existing customers bring 65 % of business and get 21 % of marketing budgets (widely quoted; no survey "
    "is known to us).",
)
"""What others saw, with who says so. Source: DOMAIN, Revenue, context."""
HEAD = ("as_of", "figure", "of", "currency", "unit", "value", "part", "whole", "missing")


def how(figures: Sequence[Figure], on: date, viewer: Viewer) -> Message:
    """How each figure is computed, and from what."""
    head = f"How the numbers to {viewer.day(on)} are computed"
    told = [_told(f, [x for x in figures if x.key == f.key], viewer) for f in figures]
    compared = "\n".join(("*For comparison*", *(f"• {line}" for line in COMPARE)))
    return message(head, [section(f"*{head}*\n{BEFOREHAND}"), *_together(told), context(compared)])


def _told(figure: Figure, those: Sequence[Figure], viewer: Viewer) -> str:
    of = part_of(figure, those, viewer)
    name = f"*{NAMES[figure.key]}*{f', {of}' if of else ''}: {bold(figure, viewer)}"
    lines = [name, escape(viewer.plain(figure.formula))]
    if figure.inputs:
        lines.append("From: " + escape("; ".join(viewer.plain(i) for i in figure.inputs)))
    return clip("\n".join(lines), MOST)


def _together(texts: Sequence[str]) -> list[Block]:
    """As many in a section as it holds."""
    blocks, held = list[Block](), ""
    for text in texts:
        if held and len(held) + len(text) + 2 > MOST:
            blocks.append(section(held))
            held = ""
        held = f"{held}\n\n{text}" if held else text
    return [*blocks, section(held)][:SECTIONS]


def rows(months: Sequence[Month], viewer: Viewer) -> Iterator[list[str]]:
    """The year's figures as rows of a file, HEAD first: money in major units, shares with 1 for all."""
    yield list(HEAD)
    for month in months:
        for f in month.figures:
            missing = viewer.plain(f.value.why) if isinstance(f.value, Missing) else ""
            part, whole = (str(f.part), str(f.whole)) if f.whole else ("", "")
            of = (f.basis, f.currency)
            yield [month.on.isoformat(), f.key, *of, unit(f), _number(f), part, whole, missing]


def _number(figure: Figure) -> str:
    if figure.known is None:
        return ""
    if figure.kind == MONEY:
        places = digits(figure.currency)
        return f"{figure.known / 10**places:.{places}f}"
    return f"{figure.known:.4f}" if figure.kind != "count" else str(round(figure.known))


def table(months: Sequence[Month], viewer: Viewer) -> Message:
    """The year as text to copy, a figure a line and a month a column: the file is the command's."""
    head = "The year's figures"
    days = [m.on for m in months]
    lines = [",".join(["figure", *(d.isoformat()[2:] for d in days)])]
    keys = dict.fromkeys((f.key, f.basis, f.currency) for m in months for f in m.figures)
    for key, basis, currency in keys:
        found = [
            next((f for f in m.figures if (f.key, f.basis, f.currency) == (key, basis, currency)), None)
            for m in months
        ]
        of = "_".join(x for x in (key, basis, currency if currency != viewer.currency else "") if x)
        lines.append(",".join([of, *("" if f is None else _short(f) for f in found)]))
    blocks = [
        section(f"*{head}*, to copy: shares in %, money in whole units, empty where an input is missing.")
    ]
    blocks += [section(f"```{escape(text)}```") for text in _chunks(lines)]
    tail = "As a file with what is missing: `python bot.py numbers FILE.csv`, where Tend runs."
    return message(head, [*blocks, context(tail)])


def _short(figure: Figure) -> str:
    if figure.known is None:
        return ""
    if figure.kind == MONEY:
        return str(round(figure.known / 10 ** digits(figure.currency)))
    return f"{100 * figure.known:.1f}" if figure.kind == SHARE else f"{figure.known:.4g}"


def _chunks(lines: Sequence[str]) -> Iterator[str]:
    held = ""
    for line in lines:
        if held and len(held) + len(line) > MOST:
            yield held
            held = ""
        held = f"{held}\n{line}" if held else line
    yield held
