"""What health is worth: how well it told, on past days, what followed, beside plain days of silence and how
often the account was touched; and how often it followed, by band (source: DOMAIN, Health)."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from .looks import BANDS, NO_BAND, Look
from .ranking import Codes, Interval, auc_of, code, drawn, interval, share_interval

FOLLOWS = ("unheard", "churned", "unbought")
"""What may follow, by the fields of a Look."""
FEW = 20  # accounts it happened to, and it did not happen to, below which a ranking says little
SAME = 0.01  # of an AUC: what is less apart is alike
_ALL_BANDS = (*BANDS, NO_BAND)
_UNKNOWN = -1


class Row(NamedTuple):
    """Of a look what is counted."""

    score: int
    silent: int
    often: int
    band: str
    happened: bool


class Looks:
    """Many looks in 14 bytes each, those of an account beside each other, so that a book of any size has
    room."""

    def __init__(self) -> None:
        self._starts = array("l")
        self._scores, self._bands = array("b"), array("b")
        self._silent, self._often = array("i"), array("i")
        self._after = {name: array("b") for name in FOLLOWS}

    def take(self, looks: Iterable[Look]) -> None:
        """Take all looks at one account."""
        start = len(self._scores)
        for seen in looks:
            self._scores.append(seen.score)
            self._bands.append(_ALL_BANDS.index(seen.band))
            self._silent.append(seen.silent)
            self._often.append(seen.often)
            for name, kept in self._after.items():
                happened = getattr(seen, name)
                kept.append(_UNKNOWN if happened is None else happened)
        if len(self._scores) > start:
            self._starts.append(start)

    def rows(self, name: str) -> Iterator[list[Row]]:
        """Account by account what was seen of it, where it is known whether something followed."""
        after = self._after[name]
        for start, end in pairwise((*self._starts, len(self._scores))):
            yield [
                Row(
                    self._scores[n],
                    self._silent[n],
                    self._often[n],
                    band=_ALL_BANDS[self._bands[n]],
                    happened=bool(after[n]),
                )
                for n in range(start, end)
                if after[n] != _UNKNOWN
            ]


RISKS: tuple[tuple[str, Callable[[Row], int]], ...] = (
    ("health", lambda row: -row.score),
    ("silence", lambda row: row.silent),
    ("frequency", lambda row: -row.often),
)
"""What is compared: the higher the value, the sooner it should happen."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """How well a value ranked what followed (rules/ranking.py); 0.5 is no better than a coin. `less`: how
    much less than health did, drawn with the same accounts."""

    by: str
    auc: float
    interval: Interval | None
    less: Interval | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """Looks at accounts of a band: in `events` of them, at `with_event` of the accounts, it followed."""

    band: str
    looks: int
    accounts: int
    events: int
    with_event: int
    interval: Interval | None = None

    @property
    def share(self) -> float:
        return self.events / self.looks if self.looks else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one thing that may follow. `ranked` and `whole` are of looks at which health
    showed a score; `ranked` is empty where it never followed, or always. `without`: accounts of which some
    look had nothing of it. `bands`: the healthiest first, the last is what health did not know enough of."""

    name: str
    whole: Counted
    without: int
    ranked: tuple[Ranked, ...]
    bands: tuple[Counted, ...]

    @property
    def says_little(self) -> bool:
        return min(self.whole.with_event, self.without) < FEW

    @property
    def crossed(self) -> tuple[Counted, Counted] | None:
        """Two bands of which the healthier was followed by it more often, beyond what chance does: by this
        record the bands are not in their order."""
        there = [b for b in self.bands if b.band != NO_BAND and b.interval is not None]
        for n, better in enumerate(there):
            for worse in there[n + 1 :]:
                if better.interval and worse.interval and better.interval.low > worse.interval.high:
                    return better, worse
        return None

    @property
    def adds(self) -> bool | None:
        """Whether health told it better than plain silence, beyond what chance does and by more than nobody
        would notice; False: worse; None: neither can be said."""
        less = next((r.less for r in self.ranked if r.by == "silence"), None)
        if less is None or (less.low <= SAME and less.high >= -SAME):
            return None
        return less.low > SAME


def measure(looks: Looks, name: str) -> Measured:
    """Everything about one thing that may follow."""
    several: list[list[Sequence[int]]] = [[] for _ in RISKS]
    parts, without = list[Part](), 0
    for rows in looks.rows(name):
        scored = [row for row in rows if row.band != NO_BAND]
        if not scored:
            continue
        parts.append(_part(scored))
        without += not all(row.happened for row in scored)
        for codes, (_, risk) in zip(several, RISKS, strict=True):
            codes.append(array("i", (code(risk(row), row.happened) for row in scored)))
    return Measured(name, _counted("", parts), without, _ranked(several), bands=by_band(looks, name))


def by_band(looks: Looks, name: str) -> tuple[Counted, ...]:
    """How often it followed by band, the healthiest first; the last is what health did not know enough of."""
    parts: dict[str, list[Part]] = {band: [] for band in _ALL_BANDS}
    for rows in looks.rows(name):
        for band in {row.band for row in rows}:
            parts[band].append(_part([row for row in rows if row.band == band]))
    return tuple(_counted(band, of) for band, of in parts.items())


Part = tuple[int, int]
"""Of an account: looks after which it followed, and all."""


def _part(rows: Sequence[Row]) -> Part:
    return sum(row.happened for row in rows), len(rows)


def _counted(band: str, parts: Sequence[Part]) -> Counted:
    return Counted(
        band,
        looks=sum(whole for _, whole in parts),
        accounts=len(parts),
        events=sum(part for part, _ in parts),
        with_event=sum(part > 0 for part, _ in parts),
        interval=share_interval(parts),
    )


def _ranked(several: Sequence[Codes]) -> tuple[Ranked, ...]:
    aucs = [value for codes in several if (value := auc_of(codes)) is not None]
    if len(aucs) < len(several):
        return ()
    draws = drawn(several)
    return tuple(
        Ranked(
            by,
            auc,
            interval([values[n] for values in draws]),
            less=interval([values[0] - values[n] for values in draws]) if n else None,
        )
        for n, ((by, _), auc) in enumerate(zip(RISKS, aucs, strict=True))
    )
