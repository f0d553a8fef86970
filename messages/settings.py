"""The settings of a workspace, as a form of one field each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from rules.factors import weights_of
from rules.facts.feast import FEASTS
from rules.facts.raised import KINDS
from rules.facts.templates import TEMPLATES
from rules.policy import SEEDS, SWITCHES, Policy

from .blocks import Block, field, modal
from .carried import Origin
from .inputs import choice, text_input

SETTINGS_FORM = "settings.form"

LABELS = {
    "cadence_a_days": "A: days between touches",
    "cadence_b_days": "B: days between touches",
    "cadence_c_days": "C: days between touches",
    "cadence_fastest_days": "A in trouble: days",
    "grace_working_days": "Grace, working days",
    "nudge_at": "Nudge at",
    "nudge_until": "Nudge until",
    "nudge_cap": "Accounts in a nudge",
    "dated_cap": "Of them for dated reasons",
    "digest_at": "Digest on Monday at",
    "friday_at": "Week's summary on Friday at",
    "currency": "Reporting currency",
    "notes_kept_days": "Notes are kept for days (0: for good)",
    "birthdays": "Contacts' birthdays in the morning",
    "closed_days": "Company days, closed each year",
    "quiet_days": "Quiet days, such as a quarter's end",
    "figures_by_name": "Figures by person",
    "feasts": "Feasts on which customers are greeted",
    "feast_working_days": "Greetings list, working days before",
    "costs": "Costs and prices",
    "hours_percent": "Much time on one money maker: % of all",
    "first_contract_steps": "Onboarding, first contract",
    "new_service_steps": "Onboarding, new service",
    "renewal_steps": "Onboarding, renewal",
}
ON_OFF = {"on": "on", "off": "off"}
STEPS_HINT = (
    "One step a line with its days from the start: Kick-off +7. “first value” behind it marks the step by "
    "which they have something of it; without one the last step is."
)
HINTS = {
    **dict.fromkeys(TEMPLATES, STEPS_HINT),
    "closed_days": "A country a line: JP: 12-29 to 01-03, 08-13 to 08-16. Without a country: everybody. "
    "Public holidays are known already.",
    "quiet_days": "The morning holds A accounts and dated reasons alone: 12-28 to 12-31, or of one year "
    "2026-12-28 to 2026-12-31. JP: before it: in that country.",
    "figures_by_name": "Whose figures their managers see by name, a country a line: US: by name. others: "
    "whoever has no line. Else they see the team's alone; in some countries more needs an agreement.",
    "feasts": "A country a line, by where the account is: KR: Chuseok, Seollal. others: whoever has no line. "
    f"Known: {', '.join(FEASTS)}.",
    "costs": "One a line: hour 60, acquire 1200 (a new account). A year: keep 20000, upsell 15000, spend "
    "90000 (sales, marketing), margin 70 %, discount 10 %. Prices: entry 900, yearly 1200.",
}
"""Of the settings that have several lines."""


def form(policy: Policy, token: str, addresses: Mapping[int, str] | None = None) -> Block:
    """Every setting that is one value; the rates as lines `EUR 1.08`, health's points as lines `silence
    25`, the steps of onboarding as lines `Kick-off +7`, days as lines `JP: 12-29 to 01-03`, who looks after
    concerns as lines `billing kim@example.com` (`addresses` by person)."""
    values = {f.name: getattr(policy, f.name) for f in fields(policy)}
    blocks = [_setting(name, values[name]) for name in SEEDS]
    rates = "\n".join(f"{code} {rate:.12g}" for code, rate in sorted(policy.rates.items()))
    element: Block = {"type": "plain_text_input", "action_id": "rates", "multiline": True}
    if rates:
        element["initial_value"] = rates
    blocks.append(
        field("rates", "Rates", element, hint=f"One a line: EUR 1.08 means 1 EUR is 1.08 {policy.currency}.")
    )
    points = "\n".join(f"{name} {weight}" for name, weight in weights_of(policy).items())
    blocks.append(
        field(
            "weights",
            "Health points",
            text_input("weights", points, True, most=3000),
            hint="One factor a line, with the points it can bring.",
        )
    )
    there = addresses or {}
    lines = "\n".join(f"{k} {there[n]}" for k, n in policy.concern_to.items() if n in there)
    after = text_input("concern_to", lines, True, most=3000)
    hint = f"One a line: billing kim@example.com. Kinds: {', '.join(KINDS)}. The owner hears in any case."
    blocks.append(field("concern_to", "Who looks after concerns", after, hint=hint))
    sends = text_input("marketing_to", there.get(policy.marketing_to, ""), False)
    hint = "Their e-mail. They accept and send what an upsell plan names; nobody: whoever makes the offer."
    blocks.append(field("marketing_to", "Who sends what marketing sends", sends, hint=hint))
    return modal("Settings", blocks, SETTINGS_FORM, submit="Save", private_metadata=Origin(token).pack())


def _setting(name: str, value: object) -> Block:
    if name in HINTS:
        lines = text_input(name, str(value), multiline=True, most=3000)
        return field(name, LABELS[name], lines, hint=HINTS[name])
    if name in SWITCHES:
        on_or_off = choice(name, ("on", "off"), ON_OFF, "on" if value else "off")
        return field(name, LABELS[name], on_or_off, optional=False)
    return field(name, LABELS[name], text_input(name, str(value), multiline=False), optional=False)
