"""A figure with what it was computed from, so that each is one tap away from its formula and its inputs; or
why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..costs import NAMES
from ..phrase import Phrase, say
from ..revenue import Missing

SHARE, RATIO, YEARS, COUNT, MONEY = "share", "ratio", "years", "count", "money"
"""What a figure is: 1.0 for 100 %, so many to one, years, how many, minor units of its currency."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as of a day. `basis`: recurring or purchases, where it is of one of them; `currency`: that
    of its money, or of the revenue that it is of; `part` of `whole` where it is counted, both shown."""

    key: str
    kind: str
    value: float | Missing
    formula: Phrase
    inputs: tuple[Phrase, ...] = ()
    basis: str = ""
    currency: str = ""
    part: int = 0
    whole: int = 0
    name: str = ""
    """Of whom it is said, where it is of one account."""

    @property
    def known(self) -> float | None:
        return None if isinstance(self.value, Missing) else self.value


def needs(costs: Mapping[str, float | None]) -> Missing | None:
    """Which costs nobody set, of those that a figure needs; None where all are there."""
    unset = [NAMES[name] for name, value in costs.items() if value is None]
    if not unset:
        return None
    named = unset[0]
    for other in unset[1:]:
        named = say("{named} and {other}", named=named, other=other)
    return Missing(say("missing: {named} (settings)", named=named))


NO_MARGIN = Missing(say("missing: margin (settings, or of the accounts)"))
