"""What of an account can be changed in its form, in three parts: how it stands, what it is, what it earns.

FIELDS is read by the form, by what is stored, by the history and by undo: a new one is a line. A cell is what
stands in the form, by block; a value what stands on the account, by column, as JSON can hold it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from .language.numbers import whole
from .phrase import Phrase, say
from .policy import digits, is_currency
from .records import SEGMENTS, STATUSES, TIERS

Cells = Mapping[str, str]
Values = dict[str, Any]

PARTS = {"stands": "How it stands", "is": "What it is", "earns": "What it earns"}
MOST_CADENCE = 730  # days
MOST_MAJOR = Decimal(10) ** 12
CHURN_WHY = (
    "price",
    "service",
    "product",
    "competitor",
    "no more need",
    "closed or acquired",
    "new people there",
    "let go by us",
    "other",
)
LET_GO = CHURN_WHY[-2]
_DOMAIN = re.compile(r"[^\s/@.]+(\.[^\s/@.]+)+")
NONE = "-"
"""The choice of none, in menus that can't be emptied."""


class Field(NamedTuple):
    """`block` in the form, `column` of the account; `kind`: text, several (between semicolons), choice, day,
    number, money, account, yes."""

    block: str
    column: str
    label: str
    part: str
    kind: str = "text"
    most: int = 200
    choices: tuple[str, ...] = ()


FIELDS = (
    Field("tier", "tier", "Tier", "stands", "choice", choices=TIERS),
    Field("status", "status", "Status", "stands", "choice", choices=STATUSES),
    Field("until", "paused_until", "Paused until", "stands", "day"),
    Field("reason", "status_reason", "Why", "stands"),
    Field("cadence", "cadence_days", "Cadence in days", "stands", "number"),
    Field("name", "name", "Name", "is", most=120),
    Field("aliases", "aliases", "Also called", "is", "several", most=400),
    Field("domain", "domain", "Domain", "is", most=120),
    Field("industry", "industry", "Industry", "is", most=80),
    Field("country", "country", "Country", "is", most=80),
    Field("segment", "segment", "Segment", "is", "choice", choices=SEGMENTS),
    Field("parent", "parent_id", "Parent", "is", "account"),
    Field("through", "served_through_parent", "Looked after", "is", "yes"),
    Field("revenue", "annual_given", "Revenue a year", "earns", "money"),
    Field("currency", "currency", "Currency", "earns", most=3),
    Field("renews", "renews_given", "Renews on", "earns", "day"),
    Field("services", "services", "Services", "earns", "several", most=400),
    Field("earns_by", "earns_by", "How they earn and keep their customers", "earns", most=300),
)  # fmt: skip
BY_COLUMN = {f.column: f for f in FIELDS}
STANDING = (
    "tier",
    "status",
    "paused_until",
    "status_reason",
    "cadence_days",
    "served_through_parent",
    "owner_id",
)
"""What holds over time: dated when it changes (storage/standings.py)."""
REASONED = frozenset({"tier", "cadence_days", "served_through_parent"})
"""What of it has a reason of its own; a status has one anyway."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What a form changes: values `before` and `after`, of the same columns. `why`: of what is REASONED.
    `left_on`: since when it is churned."""

    before: Values = field(default_factory=dict)
    after: Values = field(default_factory=dict)
    why: str = ""
    left_on: date | None = None

    @property
    def standing(self) -> Values:
        """What of it holds over time."""
        return {c: v for c, v in self.after.items() if c in STANDING}

    @property
    def but_standing(self) -> Edit:
        """The rest of it: what needs nobody's tap while that waits."""
        serves = self.after.get("served_through_parent")
        free = () if serves else ("served_through_parent",)  # by itself again loosens nothing
        kept = {c: v for c, v in self.after.items() if c in free or c not in STANDING}
        return Edit({c: self.before[c] for c in kept}, kept)


def stored_cells(stored: Mapping[str, Any], today: date, currency: str) -> dict[str, str]:
    """What stands in the form of an account as it is stored. A pause that is over is none."""
    cells = {f.block: _cell(f, stored.get(f.column), stored, currency) for f in FIELDS}
    if over(stored, today):
        cells |= {"status": "active", "until": "", "reason": ""}
    if stored["status"] == "churned":
        cells["reason"] = ""
    return cells


def over(stored: Mapping[str, Any], today: date) -> bool:
    """Whether it is paused, and the pause's end has come."""
    until = stored.get("paused_until")
    return stored["status"] == "paused" and bool(until) and str(until) <= today.isoformat()


def _cell(f: Field, value: Any, stored: Mapping[str, Any], currency: str) -> str:
    if f.kind == "yes":
        return "yes" if value else "no"
    if value in (None, ""):
        return NONE if f.block == "segment" else ""
    if f.kind == "money":
        return str(major(int(value), str(stored.get("currency") or "") or currency))
    if f.kind == "several":
        return "; ".join(part for part in str(value).split(";") if part)
    return str(value)


def major(minor: int, currency: str) -> Decimal:
    """Minor units of a currency in major ones, whole where they are."""
    whole_units = Decimal(minor).scaleb(-digits(currency))
    return whole_units.to_integral_value() if whole_units == whole_units.to_integral_value() else whole_units


def errors(stored: Mapping[str, Any], cells: Cells, today: date, exists_on: date) -> dict[str, Phrase]:
    """What is wrong in a form, by block. Whether a name is free and a parent none of its own children is
    storage's to say."""
    wrong = _standing_errors(stored, cells, today, exists_on)
    if not cells["name"]:
        wrong["name"] = say("It needs a name.")
    if cells["currency"] and not is_currency(cells["currency"].upper()):
        wrong["currency"] = say("That is no currency: its three letters, such as USD.")
    if cells["revenue"] and _amount(cells["revenue"]) is None:
        wrong["revenue"] = say("An amount from 0 up, in whole units: 84000.")
    domain = bare_domain(cells["domain"])
    if domain and domain != stored.get("domain") and not _DOMAIN.fullmatch(domain):
        wrong["domain"] = say("A domain such as acme.com.")
    if cells["through"] == "yes" and not cells["parent"]:
        wrong["parent"] = say("Through which parent is it looked after?")
    return wrong


def _standing_errors(
    stored: Mapping[str, Any], cells: Cells, today: date, exists_on: date
) -> dict[str, Phrase]:
    wrong: dict[str, Phrase] = {}
    status, until, left = cells["status"], cells["until"], cells.get("left_on", "")
    for f in (BY_COLUMN["tier"], BY_COLUMN["status"]):
        if cells[f.block] not in f.choices:
            wrong[f.block] = say("Choose one.")
    if cells["cadence"] and not whole(cells["cadence"], MOST_CADENCE):
        wrong["cadence"] = say("Days from 1 to {most}.", most=MOST_CADENCE)
    if status == "paused" and not _rests_so(stored, cells, today):
        if not until:
            wrong["until"] = say("Until when? A pause needs an end.")
        elif until <= today.isoformat():
            wrong["until"] = say("Choose a day to come.")
        if not cells["reason"]:
            wrong["reason"] = say("Why? One line is enough.")
    if status == "churned" and stored["status"] != "churned":
        if cells.get("churn_why") not in CHURN_WHY and not cells["reason"]:
            wrong["churn_why"] = say("Why did they leave?")
        if left and not exists_on.isoformat() <= left <= today.isoformat():
            wrong["left_on"] = say("From a day on which they were a customer, today at the latest.")
    return wrong


def _rests_so(stored: Mapping[str, Any], cells: Cells, today: date) -> bool:
    """Whether a pause stays as it is stored, whatever else changes: a file brings one without an end."""
    held = [str(stored.get(column) or "") for column in ("status", "paused_until", "status_reason")]
    return held == [cells["status"], cells["until"], cells["reason"]] and not over(stored, today)


def _amount(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and 0 <= amount < MOST_MAJOR else None


def edit(stored: Mapping[str, Any], cells: Cells, today: date, currency: str) -> Edit:
    """What a form without errors changes of what is stored."""
    was = stored_cells(stored, today, currency)
    touched = [f for f in FIELDS if cells[f.block] != was[f.block]]
    after = {f.column: _value(f, cells, currency) for f in touched}
    if "currency" in after and cells["revenue"]:
        after["annual_given"] = _value(_field("revenue"), cells, currency)
    stands = any(f.part == "stands" for f in touched)  # a pause that is over ends with any other change
    if stands and not cells["status"] == stored["status"] == "churned":
        after |= _status(cells)
    after = {c: v for c, v in after.items() if _said(v) != _said(stored.get(c))}
    if "name" in after and stored["name"]:
        after["aliases"] = with_alias(after.get("aliases", stored["aliases"]), str(stored["name"]))
    before = {c: stored.get(c) for c in after}
    churns = after.get("status") == "churned"
    left = cells.get("left_on", "") if churns else ""
    return Edit(
        before,
        after,
        why=cells.get("why", "") if REASONED & after.keys() else "",
        left_on=date.fromisoformat(left) if left else today if churns else None,
    )


def _said(value: Any) -> Any:
    """What is not said is the same, however it is stored."""
    return None if value == "" or value is False else value


def _field(block: str) -> Field:
    return next(f for f in FIELDS if f.block == block)


def _status(cells: Cells) -> Values:
    """Status, its end and its reason go together."""
    status, reason = cells["status"], cells["reason"]
    if status == "churned":
        parts = [cells.get("churn_why", ""), reason]
        reason = ": ".join(part for part in parts if part)
    return {
        "status": status,
        "paused_until": cells["until"] or None if status == "paused" else None,
        "status_reason": reason if status != "active" else "",
    }


def _value(f: Field, cells: Cells, currency: str) -> Any:
    cell = cells[f.block]
    if f.kind == "yes":
        return cell == "yes"
    if f.kind in {"number", "account"}:
        return int(cell) if cell else None
    if f.kind == "day":
        return cell or None
    if f.kind == "money":
        return int(Decimal(cell).scaleb(digits(cells["currency"].upper() or currency))) if cell else None
    if f.kind == "several":
        return ";".join(dict.fromkeys(part.strip() for part in cell.split(";") if part.strip()))
    if f.block == "currency":
        return cell.upper()
    if f.block == "domain":
        return bare_domain(cell)
    return "" if cell == NONE else cell


def bare_domain(text: str) -> str:
    """A domain as it is written, or that of a website's address which was pasted."""
    is_address = "://" in text or text.lower().startswith("www.")
    return text.split("://")[-1].split("/")[0].lower().removeprefix("www.") if is_address else text


def with_alias(aliases: str, name: str) -> str:
    """The other names of an account, with one more."""
    return ";".join(dict.fromkeys([*(a for a in aliases.split(";") if a), name]))
