"""What if more customers stayed, or the first year cost less: a small form, and what a customer is worth
then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.numbers.lifetime import Worth, by_price, inputs, with_points
from rules.phrase import Phrase
from rules.phrase import say as phrase
from rules.revenue import Missing

from .blocks import Block, Message, context, escape, field, message, modal, section
from .carried import Value
from .inputs import text_input
from .words import Viewer

NUMBERS_IF_FORM = "numbers.iffed"
POINTS = phrase("Whole points from 0 to 100, such as 5.")
PRICE = phrase("An amount from 0 up, in whole units: 900.")
ONE_PRICE = phrase("Both prices, or none.")


@dataclass(frozen=True, slots=True)
class Iffing(Value):
    """What the form was opened for: the figures as of a day."""

    on: str


def form(on: date, points: int, entry: str, yearly: str) -> Block:
    blocks = [
        section("What would a customer be worth in 10 years?"),
        field("points", "More stay: points of 100", text_input("points", str(points), False), optional=False),
        field("entry", "Price in the first year", text_input("entry", entry, False)),
        field("yearly", "Price in later years", text_input("yearly", yearly, False)),
    ]
    carried = Iffing(on.isoformat()).pack()
    return modal("What if", blocks, NUMBERS_IF_FORM, submit="Compute", private_metadata=carried)


def computed(
    w: Worth, points: int, entry: int | None, yearly: int | None, on: date, viewer: Viewer
) -> Message:
    """What it comes to, beside what it is."""
    now, then = with_points(w, 0.0), with_points(w, points / 100)
    lines = [f"*What if*, by the figures to {viewer.day(on)}"]
    if isinstance(now, Missing) or isinstance(then, Missing):
        lines.append(_missing(now, viewer))
    else:
        lines.append(
            f"{points} more of 100 stay: a customer is worth *{_money(then, viewer)}* instead of "
            f"{_money(now, viewer)}"
        )
    if entry is not None and yearly is not None:
        lines += _prices(w, points, entry, yearly, viewer)
    said = "; ".join(viewer.plain(i) for i in inputs(w, viewer.currency))
    return message("What if", [section("\n".join(lines)), context(escape(f"From: {said}"))])


def _prices(w: Worth, points: int, entry: int, yearly: int, viewer: Viewer) -> list[str]:
    cheap, full = by_price(w, entry, yearly)
    if isinstance(cheap, Missing) or isinstance(full, Missing):
        return [_missing(cheap, viewer)]
    text = (
        f"{_money(entry, viewer)} in the first year, {_money(yearly, viewer)} later: "
        f"*{_money(cheap, viewer)}* instead of {_money(full, viewer)} with {_money(yearly, viewer)} from the "
        "start"
    )
    if full > cheap > 0:
        text += f". It pays once it wins {round(100 * (full / cheap - 1))} % more customers"
    better, _ = by_price(w, entry, yearly, points / 100)
    if points and not isinstance(better, Missing):
        text += f"; with {points} more of 100 staying it is *{_money(better, viewer)}*"
    return [text]


def _money(minor: float, viewer: Viewer) -> str:
    return escape(viewer.money(round(minor)))


def _missing(figure: float | Missing, viewer: Viewer) -> str:
    return f"_{escape(viewer.plain(figure.why))}_" if isinstance(figure, Missing) else ""


def points_error(typed: str) -> Phrase | None:
    """What is wrong with points, as somebody typed them."""
    return None if typed.isascii() and typed.isdigit() and len(typed) < 4 and int(typed) <= 100 else POINTS
