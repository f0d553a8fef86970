"""What people do in Slack: one module for each journey. A listener reads, decides (rules), says
(messages), writes."""

from __future__ import annotations

from typing import Any

from services import Services

from . import (
    account,
    account_change,
    changes,
    concerns,
    digest,
    errors,
    gate,
    greetings,
    handoffs,
    home,
    insights,
    introduced,
    leaving,
    log_form,
    log_open,
    log_touch,
    logged,
    mention,
    milestones,
    notices,
    nudge_actions,
    overrides,
    people,
    promises,
    put_right,
    questions,
    raising,
    renewals,
    replies,
    request_form,
    requests,
    settings,
    share,
    stated,
    step_form,
    team,
    told,
    unlogged,
    words,
)

JOURNEYS = (
    words,
    account,
    log_touch,
    logged,
    put_right,
    log_form,
    log_open,
    unlogged,
    nudge_actions,
    greetings,
    digest,
    questions,
    replies,
    home,
    settings,
    insights,
    notices,
    share,
    account_change,
    renewals,
    overrides,
    people,
    leaving,
    promises,
    requests,
    request_form,
    milestones,
    step_form,
    changes,
    concerns,
    raising,
    told,
    stated,
    introduced,
    handoffs,
    team,
    mention,
)


def register(app: Any, services: Services) -> None:
    """Wire every journey to a Bolt app: the gate first, the busiest listeners before others, one place for
    errors."""
    app.middleware(gate.gate(services))
    for journey in JOURNEYS:
        journey.register(app)
    app.error(errors.on_error)
