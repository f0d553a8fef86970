"""Somebody of ours on an account's team, as a value. Source: GUARANTEES, Who may."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("sales", "onboarding", "success", "support", "marketing")


@dataclass(frozen=True, slots=True)
class Member:
    """Beside the account's owner. `role` is empty until somebody says it."""

    id: int
    person_id: int
    name: str
    role: str = ""
