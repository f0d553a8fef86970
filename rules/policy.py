"""The settings of a workspace: every number that DOMAIN calls a default or a setting, with its seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import time
from functools import cache, partial
from typing import Any

from babel.numbers import get_currency_precision, list_currencies

from .by_name import by_name_error
from .costs import Costs, costs_error, costs_of
from .facts.feast import feasts_error
from .facts.templates import TEMPLATES, Step, lines_of, steps_of, template_error
from .language.numbers import whole
from .phrase import Phrase, say
from .records import Tier
from .yearly import days_error

_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True, slots=True)
class Policy:
    """Settings by their names; days are calendar days unless the name says working days. `notes_kept_days`
    0: for good."""

    cadence_a_days: int = 14
    cadence_b_days: int = 30
    cadence_c_days: int = 90
    cadence_fastest_days: int = 7
    grace_working_days: int = 3
    nudge_at: str = "08:45"
    nudge_until: str = "16:00"
    nudge_cap: int = 5
    dated_cap: int = 2
    digest_at: str = "08:30"
    friday_at: str = "15:30"
    currency: str = "USD"
    notes_kept_days: int = 0
    birthdays: bool = False
    closed_days: str = ""
    quiet_days: str = ""
    figures_by_name: str = ""
    feasts: str = "KR: Chuseok, Seollal\nJP: Obon, New Year\nothers: New Year"
    feast_working_days: int = 10
    costs: str = "discount 10 %"
    hours_percent: int = 10
    first_contract_steps: str = (
        "Kick-off +7\nUsers trained +21\nFirst result shown +45 first value\nReview with the sponsor +90"
    )
    new_service_steps: str = "Set up +7\nUsers trained +14\nFirst result shown +30 first value"
    renewal_steps: str = "Results of the year shown +14\nTerms agreed +45\nSigned +75"
    rates: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    """Points of health's factors that are not as the factor itself brings them (rules/factors.py)."""
    concern_to: Mapping[str, int] = field(default_factory=dict)
    """Who looks after concerns of a kind (rules/facts/raised.py): people by their ids."""
    marketing_to: int = 0
    """Who sends what marketing sends for an upsell plan: a person by their id; 0: nobody."""

    def cadence(self, tier: Tier) -> int:
        return {"A": self.cadence_a_days, "B": self.cadence_b_days, "C": self.cadence_c_days}[tier]

    @property
    def nudge_time(self) -> time:
        return time.fromisoformat(self.nudge_at)

    @property
    def nudge_end(self) -> time:
        return time.fromisoformat(self.nudge_until)

    @property
    def digest_time(self) -> time:
        return time.fromisoformat(self.digest_at)

    @property
    def friday_time(self) -> time:
        return time.fromisoformat(self.friday_at)

    @property
    def cost(self) -> Costs:
        """The costs that are set, in the workspace's currency."""
        return costs_of(self.costs, self.currency)

    def steps(self, stage: str) -> tuple[Step, ...]:
        """The steps that a stage of onboarding begins with; none for a stage that has no template."""
        named = next((name for name, of in TEMPLATES.items() if of == stage), "")
        return steps_of(getattr(self, named)) if named else ()

    def in_reporting_currency(self, minor: int, currency: str) -> int | None:
        """Minor units in the workspace's currency; None without a rate. Rates: reporting units for one unit
        (major
        ones: a yen has no cents)."""
        if currency == self.currency or not currency:
            return minor
        rate = self.rates.get(currency)
        return (
            None if rate is None else round(minor * rate * 10.0 ** (digits(self.currency) - digits(currency)))
        )


@cache
def digits(currency: str) -> int:
    """Digits behind the point that a currency has: 2 for USD, 0 for JPY."""
    return int(get_currency_precision(currency or "USD"))


@cache
def is_currency(code: str) -> bool:
    """Whether it is the code of a currency, in capitals."""
    return code in list_currencies()


SEEDS = tuple(
    f.name for f in fields(Policy) if f.name not in {"rates", "weights", "concern_to", "marketing_to"}
)
"""Names that the environment may seed, in upper case there; so may HEALTH_POINTS (`points_of` in
rules/factors.py)."""


def policy_from(stored: Mapping[str, Any]) -> Policy:
    """The policy kept in a workspace's row; unknown names are left out, so an older row still reads."""
    return Policy(**{name: value for name, value in stored.items() if name in _FIELDS})


LINED: Mapping[str, Callable[[str, Phrase | str], Phrase | None]] = {
    **dict.fromkeys(TEMPLATES, template_error),
    "closed_days": days_error,
    "costs": costs_error,
    "feasts": feasts_error,
    "figures_by_name": by_name_error,
    "quiet_days": partial(days_error, years=True),
}
"""Settings of several lines, and what is wrong with such, by line."""
SWITCHES = frozenset(f.name for f in fields(Policy) if f.type == "bool")
"""Settings that are on or off."""
ON, OFF = frozenset({"on", "yes", "true", "1"}), frozenset({"off", "no", "false", "0"})

_FIELDS = frozenset(f.name for f in fields(Policy))


def setting_error(name: str, value: str, called: str = "") -> Phrase | None:
    """Why `value` can't be the setting `name`, as a sentence that names it as whoever typed it knows it
    (`called`: the label of its field); None when it can."""
    setting = _called(name, called)
    if name in {"nudge_at", "nudge_until", "digest_at", "friday_at"}:
        return (
            None
            if _CLOCK.fullmatch(value)
            else say("{setting} is a time of day such as 08:45.", setting=setting)
        )
    if name == "currency" and len(value) == 3 and value.isupper() and not is_currency(value):
        return say("{setting}: there is no currency {code}.", setting=setting, code=value)
    if name == "currency":
        return (
            None
            if is_currency(value)
            else say("{setting} is a currency's three letters, such as USD.", setting=setting)
        )
    if name in LINED:
        return LINED[name](value, setting)
    if name in SWITCHES:
        return None if value.lower() in ON | OFF else say("{setting} is on or off.", setting=setting)
    if name == "notes_kept_days":
        return (
            None
            if value == "0" or whole(value, 3650)
            else say("{setting} is a whole number from 0 to 3650.", setting=setting)
        )
    most = 100 if name.endswith("_percent") else 3650
    if not whole(value, most):
        return say("{setting} is a whole number from 1 to {most}.", setting=setting, most=str(most))
    return None


def _called(name: str, label: str) -> Phrase | str:
    """A setting as whoever typed it knows it."""
    return say("“{label}”", label=label) if label else name


def settings_errors(typed: Mapping[str, str], labels: Mapping[str, str] | None = None) -> dict[str, Phrase]:
    """What is wrong with settings that hold together, a sentence for each that can't be: a day on which no
    nudge could go out is refused, too. `labels` as whoever typed them knows them; a setting that is not
    told is as it is seeded."""
    labels = labels or {}
    errors = {
        name: error
        for name, value in typed.items()
        if (error := setting_error(name, value, labels.get(name, "")))
    }
    first, last = (typed.get(name) or getattr(Policy(), name) for name in ("nudge_at", "nudge_until"))
    if not {"nudge_at", "nudge_until"} & errors.keys() and first >= last:
        at, until = (_called(n, labels.get(n, "")) for n in ("nudge_at", "nudge_until"))
        errors["nudge_until"] = say(
            "{until} has to be later than {at} ({first}), or no nudge goes out.",
            until=until,
            at=at,
            first=first,
        )
    return _in_order(typed, labels) | errors


ORDERED = (
    ("cadence_a_days", "cadence_b_days"),
    ("cadence_b_days", "cadence_c_days"),
    ("dated_cap", "nudge_cap"),
)
"""Settings of which the first can't be more than the second."""


def _in_order(typed: Mapping[str, str], labels: Mapping[str, str]) -> dict[str, Phrase]:
    errors = {}
    for less, more in ORDERED:
        low, high = (whole(str(typed.get(n) or getattr(Policy(), n)), 3650) for n in (less, more))
        if low and high and low > high:
            at, most = (_called(n, labels.get(n, "")) for n in (less, more))
            errors[less] = say("{at} can't be more than {most} ({high}).", at=at, most=most, high=high)
    return errors


def typed(name: str, value: str) -> str | int | bool:
    """A setting's text as the type its field has."""
    if name in SWITCHES:
        return value.lower() in ON
    if name in LINED:
        return "\n".join(lines_of(value))
    return whole(value, 3650) or 0 if name.endswith(("_days", "_cap", "_percent")) else value
