"""The stand-in's page as a script uses it: the ticket is read from the page, as the browser does."""

from __future__ import annotations

import re
from typing import Any

from .processes import get, post


def ticket_in(html: str) -> str:
    seen = re.search(r'data-ticket="([^"]+)"', html)
    assert seen, "the page gives a ticket"
    return seen.group(1)


class Page:
    """One that was loaded from `base`."""

    def __init__(self, base: str) -> None:
        self.base, self.ticket = base, ticket_in(get(f"{base}/"))

    def do(self, what: str, by: str, place: str = "", **given: Any) -> Any:
        """One doing of a person in a channel; the answer."""
        return post(
            f"{self.base}/page/do",
            {"do": what, "as": by, "in": place, **given},
            {"X-Page-Ticket": self.ticket},
        )
