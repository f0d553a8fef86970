"""Who gives and who takes, in what is typed behind `reassign`: "@dana @kim", "from dana to kim", "@mel @ned
team", "@다나에서 @킴에게", "@dana から @kim へ"."""

from __future__ import annotations

import re
from typing import NamedTuple

_TEAM = re.compile(
    r"(?:['’]s)?\s*\b(?:whole )?(?:team|people)\b|の?チーム[をは]?|의? ?팀(?:을|원)?", re.IGNORECASE
)
_BETWEEN = re.compile(
    r"\s*(?:->|→|[,;>]|から|へ|에서|에게|님|さん)\s*|(?:^|\s+)(?:from|to|an|von|de|à|a|para)\s+|\s+(?=@)",
    re.IGNORECASE,
)
_PARTICLE = re.compile(r"(?:の|に|を|를|을|의)$")


class PassingOn(NamedTuple):
    """Names in the order typed, each with its @ where it has one; `team`: people are meant, not accounts."""

    names: tuple[str, ...]
    team: bool = False


def passing_on(typed: str) -> PassingOn:
    left = _TEAM.sub(" ", typed)
    parts = (_PARTICLE.sub("", part.strip()) for part in _BETWEEN.split(left))
    names = tuple(p.strip() for p in parts if p and p.strip())
    if len(names) == 1 and len(both := names[0].split()) == 2:
        names = (both[0], both[1])
    return PassingOn(names, team=left != typed)
