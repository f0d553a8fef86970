"""One contact while a line is read: what its parts have told of it so far."""

from __future__ import annotations

from dataclasses import dataclass, field

from .day import When
from .named import Named
from .parts import Part

WRITTEN = frozenset({"email", "message", "gift"})
GROUP = {"visit": "live", "meeting": "live", "event": "live", "video": "video", "call": "call"}


@dataclass(slots=True)
class Draft:
    """One contact as far as it is understood; empty and None where the line says nothing."""

    parts: list[Part] = field(default_factory=list)
    channel: str = ""
    sure_channel: bool = False
    verb: bool = False
    """A word in the past tense tells of it."""
    inbound: bool = False
    unclear_side: bool = False
    """An account and "e-mailed": they, or we to them."""
    news_leads: bool = False
    """What somebody named did stands before it: "acme made the order, all by e-mail"."""
    by_another: bool = False
    """Somebody unnamed, before a verb with the account behind it: "support called acme"."""
    named_first: bool = False
    """An account stands right before its verb: "acme called" is ours or theirs."""
    replied: bool = False
    tried: str | None = None
    missed: bool = False
    """They called and reached nobody here."""
    silent: bool = False
    clocked: bool = False
    """An hour of the clock stands with it: gone by, or still to come."""
    off: bool = False
    never: bool = False
    planned: bool = False
    beside: bool = False
    """Somebody of theirs stands behind "with"."""
    denied: bool = False
    """A "not" stands with it that nothing explains."""
    doubted: bool = False
    accounts: list[Named] = field(default_factory=list)
    aside: list[Named] = field(default_factory=list)
    """Accounts that a part beside it names."""
    people: list[Named] = field(default_factory=list)
    days: list[When] = field(default_factory=list)
    far_days: list[When] = field(default_factory=list)
    """Days that may be of something told in between."""
    minutes: list[tuple[int, bool]] = field(default_factory=list)
    moods: list[tuple[str, frozenset[int]]] = field(default_factory=list)
    named_how: bool = False
    """A contact is named by a noun."""
    joined: bool = False
    """Another contact is joined to it that took place: "call w acme and w globex today"."""
    sure: bool = False
    """Something in the line says that it is of the past."""
    either: bool = False
    """One account or another: who writes does not know."""
