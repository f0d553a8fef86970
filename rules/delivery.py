"""What an answer from Slack means for a message under way. Source: GUARANTEES, Outbox, its error table."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum

SETTLE_FOR = 120.0  # seconds from when an unknown post is first found so, before history is read
ANSWER_WITHIN = 8.0  # seconds that the delivering client waits for an answer
LEASE_FOR = 25.0  # seconds a claim is good for: another worker takes over within 30 s
BACKOFF = (5.0, 30.0, 120.0, 600.0, 1800.0)


class Verdict(Enum):
    WAIT = "wait"  # a definite no for now: the whole workspace waits, no try is burnt
    UNKNOWN = "unknown"  # it may have been posted: settle, reconcile, then again
    DEAD = "dead"  # never for this recipient
    OUR_TOKEN = "our token"  # pause the workspace, tell the admin
    CONFIGURATION = "configuration"  # pause direct messages, tell the admin
    OUR_BUG = "our bug"  # send the plain fallback


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: Slack's error code ("" when there was none to read), HTTP status, Retry-After in seconds."""

    error: str
    status: int = 200
    retry_after: float | None = None


DEAD = {"channel_not_found", "user_not_found", "is_archived", "not_in_channel", "cannot_dm_bot", "user_disabled"}
TOKEN = {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "missing_scope", "not_authed"}
BUG = {"invalid_blocks", "msg_too_long", "metadata_too_large", "invalid_blocks_format", "msg_blocks_too_long"}


def verdict(answer: Answer) -> Verdict:
    """The row of the error table; a code that is not in it is unknown."""
    code = answer.error
    if answer.status == 429 or code in {"ratelimited", "rate_limited"}:
        return Verdict.WAIT
    if code in DEAD or code.startswith("restricted_action"):
        return Verdict.DEAD
    if code in TOKEN:
        return Verdict.OUR_TOKEN
    if code == "messages_tab_disabled":
        return Verdict.CONFIGURATION
    if code in BUG:
        return Verdict.OUR_BUG
    return Verdict.UNKNOWN


PASSING = {
    "internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited", "team_added_to_org",
}  # fmt: skip


def is_refusal(answer: Answer) -> bool:
    """Whether Slack said no for good (a token it does not accept); no answer, a 5xx or a rate may be otherwise in a minute."""
    said_so = 200 <= answer.status < 500 and answer.status != 429
    return said_so and bool(answer.error) and answer.error not in PASSING


def backoff(tries: int, chance: random.Random | None = None) -> float:
    """Seconds before the next try, spread by a quarter so that many don't come back at once."""
    base = BACKOFF[min(tries, len(BACKOFF) - 1)]
    return base * (1 + 0.25 * (chance.random() if chance else 0.5))
