"""Which Slack user is which person: by e-mail once, by Slack's id from then on. Guests, bots and strangers
are nobody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

User = Mapping[str, Any]
OUTSIDE = ("is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")


@dataclass(frozen=True, slots=True)
class Known:
    """A person on file; `slack_id` empty until linked."""

    id: int
    email: str
    slack_id: str


def is_outsider(user: User) -> bool:
    return any(user.get(k) for k in OUTSIDE) or user["id"] == "USLACKBOT"


def email_of(user: User) -> str:
    return str((user.get("profile") or {}).get("email") or "").strip().lower()


def is_live(user: User) -> bool:
    """Somebody of this workspace who is here."""
    return not user.get("deleted") and not is_outsider(user)


def assign(people: Iterable[Known], users: Iterable[User]) -> dict[int, User]:
    """The Slack user of each person who has one.

    A link stands while its user has the person's e-mail. When that user left, or has another e-mail by now,
    and somebody live has this one, the link goes over to them, once: nothing leads back. Nobody is taken from
    another person. A user who left or became a guest stays linked where nobody else came: that is how the
    person is switched off.
    """
    known, users_left = list(people), list(users)
    by_id = {str(u["id"]): u for u in users_left}
    taken = {p.slack_id for p in known if p.slack_id in by_id and is_live(by_id[p.slack_id])}
    free = [u for u in users_left if u["id"] not in taken and not is_outsider(u) and email_of(u)]
    here = {email_of(u): u for u in reversed(free) if is_live(u)}
    left = {email_of(u): u for u in reversed(free) if not is_live(u)}
    linked = dict[int, User]()
    for person in known:
        mine = by_id.get(person.slack_id) if person.slack_id else None
        stays = mine is not None and is_live(mine) and email_of(mine) == person.email
        other = None if stays else here.get(person.email)
        if other is None and not person.slack_id:
            other = left.get(person.email)
        if user := other or mine:
            linked[person.id] = user
    return linked
