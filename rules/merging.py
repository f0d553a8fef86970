"""Two accounts that are one: what the one that stays takes over from the other, who may, whose tap it
needs, and which accounts may be one.

What is filled in at the one that stays holds; what is empty there is taken over. Of how they stand the
tighter holds, so that a merge by itself lets nothing rest longer. Pure: values in, an Edit out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from .access import Caller
from .cadence import own_cadence
from .consequences import as_changed, falls_due
from .editing import Edit, Values, over, with_alias
from .names import normalise
from .phrase import Phrase, say
from .policy import Policy
from .records import TIERS, Record, Tier

MERGED, TWO, UNDONE = "merged", "two", "undone"
REFUSED, EXPIRED, WITHDRAWN, OVERTAKEN = "refused", "expired", "withdrawn", "overtaken"
MANAGER, OWNER = "manager", "owner"

FILLED = (
    "segment",
    "industry",
    "country",
    "domain",
    "external_id",
    "services",
    "margin",
    "started_on",
    "renews_given",
    "team_goal",
    "earns_by",
)
"""What is taken over where it is empty."""

ITSELF = say("It can't be merged with itself: choose the other one.")
NO_OTHER = say("Which one is it the same as?")
GONE = say("It was merged into another one meanwhile.", kind="gone")
BOTH_PASSING = say("Both are on their way to a next expert: withdraw one of the introductions first.")
ASKED = say("Whether it is one with another waits for somebody's tap already.")
WAITS_NO_MORE = say("That merge is no longer on file.", kind="gone")
NEITHER = say("Only the owners of both, their teams and their managers can merge them.")
LATER = say("The one that stayed was itself merged since: undo that first.")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two accounts as they are stored (column by column, days as text): the one that stays, and the one that
    goes. `below`: the one that stays belongs to the other, at any depth; `above`: the other's parent is the
    one that stays, or belongs to it."""

    stays: Mapping[str, Any]
    gone: Mapping[str, Any]
    below: bool = False
    above: bool = False


def stays_first(account: int, other: int, rows: Mapping[int, int]) -> int:
    """Which of both is proposed to stay: the one of which more is on file, so that a new name goes into a
    record and not the other way round; else the one that was asked about."""
    return other if rows.get(other, 0) > rows.get(account, 0) else account


def merged(pair: Pair, today: date, policy: Policy) -> Edit:
    """What changes of the one that stays."""
    stays, gone = pair.stays, pair.gone
    after: Values = {c: gone[c] for c in FILLED if _empty(stays.get(c)) and not _empty(gone.get(c))}
    # what was filled in would hold over the movements of the one that stays
    if stays["annual_given"] is None and not stays.get("annual") and gone["annual_given"] is not None:
        after |= {"annual_given": gone["annual_given"], "currency": gone["currency"]}
    after["aliases"] = _aliases(stays, gone)
    after |= _parent(pair, today)
    after |= _stands(stays, gone, today, policy)
    after = {c: v for c, v in after.items() if v != stays.get(c)}
    return Edit({c: stays.get(c) for c in after}, after)


def _empty(value: Any) -> bool:
    return value in (None, "")


def _aliases(stays: Mapping[str, Any], gone: Mapping[str, Any]) -> str:
    """The other's name and what else it is called find the one that stays."""
    known = {normalise(str(stays["name"])), *(normalise(a) for a in str(stays["aliases"]).split(";"))}
    aliases = str(stays["aliases"])
    for name in (str(gone["name"]), *(a for a in str(gone["aliases"]).split(";") if a)):
        if normalise(name) not in known:
            aliases = with_alias(aliases, name)
            known.add(normalise(name))
    return aliases


def _parent(pair: Pair, today: date) -> Values:
    """Nothing belongs to itself: one that belongs to the other belongs where that one did."""
    stays, gone = pair.stays, pair.gone
    takes = pair.below or (stays["parent_id"] is None and gone["parent_id"] is not None and not pair.above)
    parent = gone["parent_id"] if takes else stays["parent_id"]
    through = parent is not None and _through(stays, gone, today)
    return {"parent_id": parent, "served_through_parent": through}


def _through(stays: Mapping[str, Any], gone: Mapping[str, Any], today: date) -> bool:
    """Served through its parent only where both were: one that is looked after by itself makes both so. Who
    left says nothing of it."""
    here = [x for x in (stays, gone) if _status(x, today) != "churned"] or [stays]
    return all(bool(x["served_through_parent"]) for x in here)


def _stands(stays: Mapping[str, Any], gone: Mapping[str, Any], today: date, policy: Policy) -> Values:
    """The tighter of tier, cadence and status; who left says nothing of it."""
    if _status(gone, today) == "churned":
        return {}
    if _status(stays, today) == "churned":
        return {c: gone[c] for c in ("tier", "cadence_days", *_STATUS)}
    tier = min((_tier(stays), _tier(gone)), key=TIERS.index)
    tightest = min(own_cadence(_tier(x), x["cadence_days"], policy) for x in (stays, gone))
    kept = stays["cadence_days"]
    if own_cadence(tier, kept, policy) != tightest:
        kept = None if own_cadence(tier, None, policy) == tightest else tightest
    return {"tier": tier, "cadence_days": kept, **_awake(stays, gone, today)}


_STATUS = ("status", "paused_until", "status_reason")
_ACTIVE: Values = {"status": "active", "paused_until": None, "status_reason": ""}


def _awake(stays: Mapping[str, Any], gone: Mapping[str, Any], today: date) -> Values:
    """One that is active makes both so; of two pauses the one that ends first."""
    if _status(stays, today) == "active":
        return {}
    if _status(gone, today) == "active":
        return dict(_ACTIVE)
    ends = str(gone["paused_until"] or "9999") < str(stays["paused_until"] or "9999")
    return {c: gone[c] for c in _STATUS} if ends else {}


def _tier(of: Mapping[str, Any]) -> Tier:
    return of["tier"]  # type: ignore[no-any-return]


def _status(of: Mapping[str, Any], today: date) -> str:
    return "active" if over(of, today) else str(of["status"])


def rests_until(stays: date | None, gone: date | None, stays_left: bool, gone_left: bool) -> date | None:
    """Until when it is put off: as long as both were; who left says nothing of it."""
    if stays_left or gone_left:
        return gone if stays_left else stays
    return min(stays, gone) if stays and gone else None


def together(stays: Record, gone: Record) -> Record:
    """The record of both, as far as it says when one is due."""
    touches = sorted((*stays.touches, *gone.touches), key=lambda t: (t.at, t.id), reverse=True)
    steps = sorted((x.next_step for x in (stays, gone) if x.next_step), key=lambda s: (s.on is None, s.on))
    movements = sorted((*stays.movements, *gone.movements), key=lambda m: m.on)
    concerns = (*stays.concerns, *gone.concerns)
    return replace(
        stays,
        touches=tuple(touches),
        movements=tuple(movements),
        concerns=concerns,
        next_step=steps[0] if steps else None,
    )


def follows(stays: Record, gone: Record, edited: Edit, on: date, policy: Policy) -> list[Phrase]:
    """What follows for the one that stays: when it is due, with the contacts of both."""
    both = together(stays, gone)
    return falls_due(stays, replace(both, account=as_changed(stays.account, edited.after)), on, policy)


def may_begin(refused: Sequence[Phrase | None]) -> Phrase | None:
    """Whoever may change one of them may ask; the other's owner decides."""
    return NEITHER if all(refused) else None


def decides(caller: Caller, pair: Pair, refused: Sequence[Phrase | None]) -> tuple[str, int]:
    """Whose tap it needs, and of which owner's account: a manager's, where an A ends as an account of its own
    (one fewer that must be kept); the other owner's, where one of both (`refused`, of the one that stays and
    the one that goes) is not the caller's to change, or another's; nobody's for whoever manages both owners,
    and admins."""
    stays, gone = int(pair.stays["owner_id"]), int(pair.gone["owner_id"])
    if caller.person.is_admin:
        return "", gone
    manages = gone in caller.under and gone != caller.id
    if pair.gone["tier"] == "A" and pair.gone["status"] != "churned" and not manages:
        return MANAGER, gone
    theirs = [owner for owner, stop in zip((stays, gone), refused, strict=True) if stop]
    if stays != gone:
        theirs += [owner for owner in (gone, stays) if owner not in caller.under]
    return (OWNER, theirs[0]) if theirs else ("", gone)


def may_decide(caller: Caller, for_id: int, by_id: int, gone_owner: int) -> Phrase | None:
    """Who approves or refuses: whom it waits for, whoever manages the owner of the one that goes, admins;
    nobody what they asked themselves."""
    manages = gone_owner in caller.under and caller.id != gone_owner
    if caller.person.is_admin or (caller.id != by_id and (caller.id == for_id or manages)):
        return None
    return say("Only whom it waits for, or a manager of its owner, decides on that.")


def name_taken(name: str) -> Phrase:
    """Why an undo can't give the old one its name back."""
    return say("Another account is called “{name}” by now: give that one another name first.", name=name)


def meanwhile(became: str, by: str) -> Phrase:
    """What became of one, for whoever taps too late."""
    return {
        MERGED: say("{by} approved that already: they are one.", by=by),
        REFUSED: say("{by} refused that already: nothing was changed.", by=by),
        EXPIRED: say("Nobody answered that in time: nothing was changed."),
        OVERTAKEN: say("The accounts changed meanwhile, so that is over: nothing was changed."),
        UNDONE: say("They were merged, and that was undone."),
    }.get(became, say("That was withdrawn: nothing was changed."))


@dataclass(frozen=True, slots=True)
class Shown:
    """A merge that waits for a tap, or waited: both by name, who asks, what `will` change of the one that
    stays (`names` of the accounts that it names by id)."""

    id: int
    gone_id: int
    stays_id: int
    gone: str
    stays: str
    by: str
    by_id: int
    became: str = ""
    ended_by: str = ""
    will: Edit = Edit()
    names: Mapping[str, str] = field(default_factory=dict)
