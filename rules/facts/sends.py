"""What somebody else sends to a customer for a plan: whom it waits for, when they are reminded, who is told
once it is late."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from ..access import Caller, may_change
from ..phrase import Phrase, say
from .upsell import Upsell

ASKED, ACCEPTED = "sends", "sending"
WAITS = (ASKED, ACCEPTED)
"""What waits for the sender's tap: that they accept, then that it went out."""
SENT, LATE, LEFT = "sent", "late", "left"
"""What others hear of it: it went out, its day passed, whoever was to send it is not with us any more."""


@dataclass(frozen=True, slots=True)
class Sends:
    """What is to be sent for a plan, to which account, and who asks for it. `left`: the account is no
    customer any more."""

    plan: Upsell
    account: str
    by: str
    left: bool = False

    @property
    def wanted(self) -> bool:
        """Whether it is still to be sent: nobody sells to who left."""
        return self.plan.to_send and not self.left


def asks(was: Upsell, to: Upsell, by_id: int) -> bool:
    """Whether a change has somebody to ask: what is sent, by whom or by when is another, and whoever sends it
    is not the one who says so."""
    if not to.to_send or to.sender_id in (None, by_id):
        return False
    return _asked(was) != _asked(to)


def ends(was: Upsell, to: Upsell) -> bool:
    """Whether what was asked of the sender is asked no more."""
    return was.to_send and _asked(was) != _asked(to)


def _asked(plan: Upsell) -> tuple[object, ...]:
    return (plan.to_send, plan.sends, plan.sender_id, plan.send_by) if plan.to_send else (False,)


def may_accept(caller: Caller, plan: Upsell) -> Phrase | None:
    """Whether it waits for this person."""
    return None if caller.id == plan.sender_id else say("Only whom it waits for can answer it.")


def may_say_sent(caller: Caller, plan: Upsell, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whether somebody may say that it went out: whoever sends it, and who may change the account."""
    if caller.id == plan.sender_id or may_change(caller, owner_id, team) is None:
        return None
    return say("Only whoever sends it, the account's owner, its team and their managers say that.")
