"""The words that may stand behind `/account`, in the direct message or a mention, in flat tables: alone,
after an account's name, before something.

The tables are read by whoever answers (behind_account.py), by `/account help`, and by the README's table,
which a test holds to them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from messages import book as say
from messages.blocks import Message
from rules.phrase import Phrase

from .account import prep_of
from .adding import near_of
from .approvals import approvals_of
from .asked import Asked
from .away import away_of
from .bulk import may, way_in
from .changes import changes_of
from .concerns import concerns_of
from .duplicates import duplicates_of, may_look_through
from .feasts import greetings_of
from .feedback import feedback_of
from .goals import goals_of
from .handoffs import introductions_of
from .history import history_of
from .imports import imports_of
from .imports import may as may_import
from .lacking import lacking_of
from .merging import merge_of
from .milestones import milestones_of
from .mine import mine_of
from .needs import needs_of
from .notices import notices_of
from .numbers import may as may_count
from .numbers import numbers_of
from .offers import offers_of
from .ours import may_see, ours_of
from .own_messages import settings_of
from .people import people_of
from .preview import preview_of
from .promises import promises_of
from .quiet import may as leads
from .quiet import quiet_of
from .reassign import reassign_of
from .referrals import referrals_of
from .requests import requests_of
from .segments import segments_of
from .surface import Mention
from .team import my_teams, team_of
from .thanks import loyal_of, thanks_of
from .tiers import tiers_of
from .to_whom import may_say, to_whom_of
from .upsells import growing_of, plans_of


def anybody(*_: object) -> Phrase | None:
    """Whoever is registered may."""
    return None


@dataclass(frozen=True, slots=True)
class Alone:
    """A word by itself. `about` says what it is for; `may` why this person may not, None when they may."""

    word: str
    about: str
    answer: Callable[[Session, Asked], Message]
    may: Callable[[Session, Asked], Phrase | None]

    @property
    def typed(self) -> str:
        return f"/account {self.word}"


@dataclass(frozen=True, slots=True)
class After:
    """A word after an account's name: `answer` and `may` are given the account's id, too."""

    word: str
    about: str
    answer: Callable[[Session, Asked, int], Message]
    may: Callable[[Session, Asked, int], Phrase | None]

    @property
    def typed(self) -> str:
        return f"/account NAME {self.word}"


@dataclass(frozen=True, slots=True)
class Before:
    """A word before something of which nothing need be on file; `answer` is given that, and whom it mentions
    (ids of Slack's)."""

    word: str
    what: str
    about: str
    answer: Callable[[Session, Asked, str, Sequence[Mention]], Message]
    may: Callable[[Session, Asked], Phrase | None]
    searches: bool = False  # for names of accounts like what follows

    @property
    def typed(self) -> str:
        return f"/account {self.word} {self.what}".rstrip()


def ours_at(session: Session, asked: Asked, named: str, mentioned: Sequence[Mention]) -> Message:
    """The people of the caller, or those who are named."""
    return ours_of(session, asked, named, mentioned)


def add_of(session: Session, asked: Asked, name: str, mentioned: Sequence[Mention]) -> Message:
    """What is like the name, and the way to add it."""
    return near_of(session, asked, name)


def help_of(session: Session, asked: Asked) -> Message:
    """How Tend works, with the words that this person may use."""
    alone = [(w.typed, w.about) for w in (*BEFORE, *ALONE) if w.may(session, asked) is None]
    return say.help_text([*((w.typed, w.about) for w in AFTER), *alone])


ALONE = (
    Alone("approvals", "what waits for your tap, what of yours waits for a manager's", approvals_of, anybody),
    Alone("settings", "your messages: when each comes, which do not", settings_of, anybody),
    Alone("notices", "what each account is to hear by a day, and who was told", notices_of, anybody),
    Alone("needs", "what your accounts lack, near texts together, by what they bring", lacking_of, anybody),
    Alone("upsell", "open upsell plans, what is late first; whom to grow, and why", growing_of, anybody),
    Alone("offers", "what we sell now, at most 12: the help gained, what is unsold", offers_of, anybody),
    Alone("loyal", "your loyal accounts, ranked: last thanked, thanked by one tap", loyal_of, anybody),
    Alone("team", "the accounts that you help with, as what, to which end", my_teams, anybody),
    Alone(
        "duplicates", "accounts that may be one: merge, or tell them apart", duplicates_of, may_look_through
    ),
    Alone("bulk", "pause, retier or give away many accounts of your people at once", way_in, may),
    Alone("mine", "accounts that a file gave you: mine, not mine, paused", mine_of, anybody),
    Alone("tiers", "tiers proposed for your people's accounts: take, keep, take all", tiers_of, may),
    Alone("segments", "how accounts earn: shares, profit, time, an hour; what to change", segments_of, may),
    Alone("numbers", "what is kept, what customers are worth and cost, why they left", numbers_of, may_count),
    Alone("to-whom", "who is next for the accounts of somebody who left", to_whom_of, may_say),
    Alone("greetings", "whom to greet for the next feast: Chuseok, Obon, New Year", greetings_of, anybody),
    Alone("imports", "the last imports of files: by whom, what came of each, Undo", imports_of, may_import),
    Alone("help", "how Tend works, and these words", help_of, anybody),
)  # fmt: skip
AFTER = (
    After("prep", "before a call: whom to ask for, what it brought them, what to raise", prep_of, anybody),
    After("people", "who we know: role, how to reach them, last touched, cooling, lost", people_of, anybody),
    After("promises", "what we promised: open, kept, renegotiated, dropped", promises_of, anybody),
    After("requests", "what they asked: open and answered, and how fast", requests_of, anybody),
    After("milestones", "onboarding: stages and steps, time to first value", milestones_of, anybody),
    After("changes", "what changed there: acquired, new rules, a competitor seen", changes_of, anybody),
    After("concerns", "what they are unhappy about: open, closed, how long it took", concerns_of, anybody),
    After("needs", "what they lack: budget, from when, explored, offered, won, lost", needs_of, anybody),
    After("goals", "what they want to reach with us, by when, how it is measured", goals_of, anybody),
    After("upsell", "the plan to sell them more: target, explore, offer, won, lost", plans_of, anybody),
    After("feedback", "what they say of us; ask for feedback, a testimonial", feedback_of, anybody),
    After("referrals", "whom they sent us, whom we sent them; thanked or not", referrals_of, anybody),
    After("thanks", "how we thanked and treated them, what it cost", thanks_of, anybody),
    After("introductions", "the next expert: introduced, waiting, accepted", introductions_of, anybody),
    After("team", "who helps its owner, as what; the goal of all of them", team_of, anybody),
    After("merge", "it is one with another: side by side first, Undo for a week", merge_of, anybody),
    After("history", "every touch and change, newest first, with Undo for a week", history_of, anybody),
)  # fmt: skip
BEFORE = (
    Before("add", "NAME", "a new account: what is like it first, then a short form", add_of, anybody, True),
    Before("people-of-ours", "", "who is in whose team; add by @mention, change, leave", ours_at, may_see),
    Before("quiet", "DAYS", "quiet days of your team: A and what has its day alone", quiet_of, leads),
    Before("preview", "NAME", "what would go out next to you or your people, unsent", preview_of, anybody),
    Before("reassign", "FROM TO", "accounts of one to another, by @mention; or their team", reassign_of, may),
    Before("away", "DAYS cover @colleague", "your days away, who covers; back early", away_of, anybody),
)  # fmt: skip
