"""Somebody on file at one account who turns up at another: the same address surely, the same whole name
maybe. Who changes employer takes what they know of us along; both owners hear of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

_KANJI_OR_HANGUL = re.compile(r"[\u3400-\u9fff\uac00-\ud7a3]{3,}")
SHARED = frozenset(
    {
        *(
            "info",
            "sales",
            "office",
            "contact",
            "hello",
            "admin",
            "support",
            "service",
            "mail",
            "post",
            "team",
        ),
        *(
            "team",
            "reception",
            "accounting",
            "invoice",
            "billing",
            "purchasing",
            "einkauf",
            "kontakt",
            "buero",
        ),
    }
)
"""Addresses that are a desk's, nobody's own."""
COMMON = 3
"""At so many other accounts a name is a common one, and tells nothing."""


@dataclass(frozen=True, slots=True)
class OnFile:
    """A contact as they are compared: `key` the folded name (rules/names.py)."""

    id: int
    account_id: int
    key: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class TurnedUp:
    """Somebody who was at `account` (until `left_on`, or still is) and is on file at `now_at` since a day;
    `certain`: by the same address."""

    name: str
    account_id: int
    account: str
    now_id: int
    now_at: str
    on: date
    certain: bool = False
    left_on: date | None = None


def is_whole_name(key: str) -> bool:
    """Whether a folded name is more than a first name: of two words, or three signs of those that whole
    names are written in."""
    return len(key.split()) > 1 or _KANJI_OR_HANGUL.fullmatch(key) is not None


def address(email: str) -> str:
    """An address as it is compared; empty for a desk's."""
    small = email.strip().lower()
    return "" if "@" not in small or small.partition("@")[0] in SHARED else small


def turned_up(
    newcomers: Sequence[OnFile], there: Iterable[OnFile], groups: Mapping[int, int]
) -> Iterator[tuple[OnFile, OnFile, bool]]:
    """Each newcomer with whoever was `there` before at an account of another group (`groups`: account to
    the top of its own), and whether it is certain. One who is at several accounts of one name and address is
    told once an account."""
    by_key, by_address = defaultdict[str, list[OnFile]](list), defaultdict[str, list[OnFile]](list)
    for known in there:
        by_key[known.key].append(known)
        if mail := address(known.email):
            by_address[mail].append(known)
    for new in newcomers:
        mail = address(new.email)
        sure = _elsewhere(new, by_address[mail] if mail else (), groups)
        named = _elsewhere(new, by_key[new.key] if is_whole_name(new.key) else (), groups)
        for account in sorted(sure.keys() | (named.keys() if len(named) < COMMON else set[int]())):
            yield new, sure.get(account) or named[account], account in sure


def _elsewhere(new: OnFile, alike: Collection[OnFile], groups: Mapping[int, int]) -> dict[int, OnFile]:
    """Those at accounts of other groups, one an account: the last added."""
    of = groups.get(new.account_id, new.account_id)
    return {k.account_id: k for k in alike if groups.get(k.account_id, k.account_id) != of and k.id != new.id}
