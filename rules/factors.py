"""The factors of health: a line each, whose function lies with its fact (source: DOMAIN, Health).

A new one is its function and its line. Settings, card and digest show it by themselves, a weight stored for a
factor that is no longer here counts for nothing, and what is computed again with time follows its `turns`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from .facts import growth, milestones, moods, people, promises, touches
from .parts import Part, Rule
from .phrase import Phrase, say
from .policy import Policy
from .records import Record

Parts = dict[str, Part]
"""The known factors of a day, by name, in the order of FACTORS."""
Weights = Mapping[str, int]
"""Points possible by factor."""

FACTORS: tuple[Rule, ...] = (
    Rule("silence", 25, touches.silence, a_call_mends=True, course=touches.silences),
    Rule("steadiness", 20, touches.steadiness, touches.steadiness_turns, a_call_mends=True),
    Rule("value of touches", 10, touches.value_of_touches, touches.value_turns, a_call_mends=True),
    Rule("breadth", 10, people.breadth, people.breadth_turns),
    Rule("promises", 10, promises.promises, promises.promises_turns),
    Rule("sentiment and concerns", 15, moods.sentiment_and_concerns, moods.sentiment_turns),
    Rule("commercial", 5, growth.commercial, growth.commercial_turns),
    Rule("onboarding and renewal", 5, milestones.onboarding_and_renewal, milestones.turns),
)


def parts_on(record: Record, on: date, policy: Policy) -> Parts:
    """The known factors as of a date."""
    then = record.at(on)
    return {rule.name: part for rule in FACTORS if (part := rule.share(then, on, policy)) is not None}


def parts_again(parts: Parts, asked: Collection[str], then: Record, on: date, policy: Policy) -> Parts:
    """The factors of a day on whose record (`then`) only those `asked`, by name, may say otherwise than the
    parts do."""
    each = ((r.name, r.share(then, on, policy) if r.name in asked else parts.get(r.name)) for r in FACTORS)
    return {name: part for name, part in each if part is not None}


def weights_of(policy: Policy) -> dict[str, int]:
    """Points possible by factor: as set, else the factor's own."""
    return {rule.name: policy.weights.get(rule.name, rule.points) for rule in FACTORS}


def exact_of(parts: Parts, weights: Weights) -> float | None:
    """Points earned / points possible x 100, not rounded, before any ceiling; None when none is known."""
    possible, earned = 0, 0.0
    for name, part in parts.items():
        possible += weights[name]
        earned += weights[name] * part.share
    return 100 * earned / possible if possible else None


def events(parts: Parts, weights: Weights) -> set[str]:
    """Of the factors that count: one that a setting leaves out has none."""
    return {part.event for name, part in parts.items() if part.event and weights[name]}


def points_of(text: str) -> dict[str, int] | None:
    """Points by factor, those that differ from its own, from lines (or pieces between commas) such as
    `silence 25`. None when a piece can't be read or names no factor, or when no points are left at all."""
    own = {rule.name: rule.points for rule in FACTORS}
    points_by_name = dict[str, int]()
    for piece in text.replace(",", "\n").splitlines():
        name, _, points = piece.replace("=", " ").replace(":", " ").strip().lower().rpartition(" ")
        if not piece.strip():
            continue
        if name.strip() not in own or not (points.isascii() and points.isdigit() and len(points) <= 3):
            return None
        points_by_name[name.strip()] = int(points)
    return (
        {name: points for name, points in points_by_name.items() if points != own[name]}
        if sum({**own, **points_by_name}.values())
        else None
    )


def points_error(text: str) -> Phrase:
    """What is wrong with points that `points_of` can't read, and in which line."""
    own = {rule.name for rule in FACTORS}
    for piece in filter(str.strip, text.replace(",", "\n").splitlines()):
        name, _, points = piece.replace("=", " ").replace(":", " ").strip().lower().rpartition(" ")
        line = piece.strip()[:60]
        if not (points.isascii() and points.isdigit() and len(points) <= 3) or not name:
            return say("“{line}”: a factor with its points from 0 to 999, such as: silence 25", line=line)
        if name.strip() not in own:
            return say(
                "“{line}”: there is no such factor. They are {names}.",
                line=line,
                names=", ".join(sorted(own)),
            )
    return say("Some factor has to bring points.")
