"""What an answer from Slack means for a message under way, and how long anything may wait. Source:
GUARANTEES, Outbox."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

SETTLE_FOR = 120.0  # seconds from when a process first finds a post unknown, before history is read
ANSWER_WITHIN = 8.0  # seconds that the delivering client waits for an answer
LEASE_FOR = 25.0  # seconds a claim is good for: another worker takes over within 30 s
BACKOFF = (5.0, 30.0, 120.0, 600.0, 1800.0)
RETRY_AFTER_AT_MOST = 1800.0  # seconds: a longer Retry-After is not believed, it is asked again
PAINTED_AGAIN_AFTER = 900.0  # seconds before a message that could not be painted is tried again
# longer than any wait we store: a longer one comes from a clock that jumped
LONGEST_WAIT = timedelta(seconds=2400)
CLOCKS_DIFFER_BY = timedelta(seconds=30)  # at most, between the machines of one Tend
MOST_REFUSALS = 8  # definite ones, which the backoff spreads over some two hours
MOST_UNKNOWN = 3  # answers of unknown fate, counted from the second day on


class Verdict(Enum):
    WAIT = "wait"  # a definite no for now: the whole workspace waits, no try is burnt
    UNKNOWN = "unknown"  # it may have been posted: settle, reconcile, then again
    DEAD = "dead"  # never for this recipient
    GONE = "gone"  # the message or view that would be changed is not there, or takes no change: dropped
    OUR_TOKEN = "our token"  # pause the workspace, tell the admin
    CONFIGURATION = "configuration"  # pause direct messages, tell the admin
    OUR_BUG = "our bug"  # send the plain fallback


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: Slack's error code ("" when there was none to read), HTTP status, Retry-After in
    seconds."""

    error: str
    status: int = 200
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that came to no good end: what it would have said, to whom ("" for a channel), and Slack's
    last word."""

    say: str
    to: str
    why: str


CHANNEL_GONE = "channel_not_found"
DEAD = {CHANNEL_GONE, "user_not_found", "is_archived", "not_in_channel", "cannot_dm_bot", "user_disabled"}
GONE = {
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
    "is_inactive",
    "message_not_owned_by_app",
}
VIEW = {
    "not_enabled",
    "view_too_large",
    "hash_conflict",
    "duplicate_external_id",
    "invalid_arguments",
    "not_found",
}
TOKEN = {"account_inactive", "token_revoked", "token_expired", "invalid_auth", "missing_scope", "not_authed"}
BUG = {
    "invalid_blocks",
    "msg_too_long",
    "metadata_too_large",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "no_text",
}


def verdict(answer: Answer, kind: str = "post") -> Verdict:
    """The row of the error table for a post, an update or a home; a code that is not in it is unknown."""
    code = answer.error
    if answer.status == 429 or code in {"ratelimited", "rate_limited"}:
        return Verdict.WAIT
    if code in TOKEN:
        return Verdict.OUR_TOKEN
    if code == "messages_tab_disabled":
        return Verdict.CONFIGURATION
    dead = code in DEAD or code.startswith("restricted_action")
    if kind != "post" and (dead or code in GONE) or kind == "home" and code in VIEW | BUG:
        return Verdict.GONE
    if dead:
        return Verdict.DEAD
    return Verdict.OUR_BUG if code in BUG else Verdict.UNKNOWN


PASSING = {
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "ratelimited",
    "rate_limited",
    "team_added_to_org",
}


def is_refusal(answer: Answer) -> bool:
    """Whether Slack said no for good (a token it does not accept); no answer, a 5xx or a rate may be
    otherwise in a minute."""
    said_so = 200 <= answer.status < 500 and answer.status != 429
    return said_so and bool(answer.error) and answer.error not in PASSING


def backoff(tries: int, chance: random.Random | None = None) -> float:
    """Seconds before the next try, spread by a quarter so that many don't come back at once."""
    base = BACKOFF[min(tries, len(BACKOFF) - 1)]
    return base * (1 + 0.25 * (chance.random() if chance else 0.5))


def rest(answer: Answer, otherwise: float) -> timedelta:
    """How long Slack asked us to wait, as far as we believe it; `otherwise` in seconds when it didn't say."""
    return timedelta(seconds=min(answer.retry_after or otherwise, RETRY_AFTER_AT_MOST))


def is_over(until: datetime | None, instant: datetime) -> bool:
    """Whether a stored wait is over. One that is longer than any we give was stored by a clock that has
    been set back since."""
    return until is None or not instant < until <= instant + LONGEST_WAIT


def counts_as_try(first_try_at: datetime | None, instant: datetime) -> bool:
    """Whether an answer of unknown fate brings a message nearer to its end: from its second day on."""
    return first_try_at is not None and instant - first_try_at >= timedelta(days=1)
