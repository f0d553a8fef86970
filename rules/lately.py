"""Health with its trend of accounts that are looked at again: a card, its prep, the place in the morning and
the receipt of what is logged from it ask the same of the same record within minutes."""

from __future__ import annotations

from datetime import date

from .health import Health, assess_with_trend
from .policy import Policy
from .records import Record
from .trend import Trend

MOST = 256  # accounts; a record with its touches takes some 20 KB


class Lately:
    """The last answers of `assess_with_trend`, one an account. One is given again only where all that it
    rests on is equal, the whole record among it: so none can be older than what is stored."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: dict[int, tuple[Record, date, Policy, tuple[Health, Trend]]] = {}

    def __call__(self, record: Record, on: date, policy: Policy) -> tuple[Health, Trend]:
        kept = self._kept.get(record.account.id)
        if kept is not None and kept[1] == on and kept[0] == record and kept[2] == policy:
            return kept[3]
        answer = assess_with_trend(record, on, policy)
        if len(self._kept) >= self._most:
            self._kept.clear()  # one step, whatever other threads do
        self._kept[record.account.id] = record, on, policy, answer
        return answer
