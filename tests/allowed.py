"""What it looks like when somebody may: for every listener the one thing that shows that it did what was
asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel

from messages import actions as do
from messages import promises as promised
from storage import tables

from .world import World, text_of


@dataclass(frozen=True)
class Done:
    """One request carried out: its answer, what was sent and called, and how many rows each table had
    before."""

    world: World
    told: dict[str, Any]
    before: dict[str, str]

    @property
    def said(self) -> str:
        """What the person is shown, in whichever surface."""
        calls = [
            call
            for name, call in self.world.slack.calls
            if name in {"chat.postEphemeral", "views.open", "views.push", "views.update"}
        ]
        return text_of({"told": self.told, "sent": self.world.sent, "calls": calls})


Looks = Callable[[Done], bool]


def snapshot(world: World) -> dict[str, str]:
    """Every table's rows as text."""
    models = [
        m
        for m in vars(tables).values()
        if isinstance(m, type) and issubclass(m, SQLModel) and m is not SQLModel
    ]
    return {m.__name__: repr([r.model_dump() for r in world.rows(m)]) for m in models if hasattr(m, "id")}


def changes(model: type[SQLModel]) -> Looks:
    """Its table is no longer what it was."""
    return lambda done: snapshot(done.world)[model.__name__] != done.before[model.__name__]


def shows(*texts: str) -> Looks:
    """One of these texts stands in the answer."""
    return lambda done: any(text in done.said for text in texts)


def opens(title: str) -> Looks:
    """A modal of this title opens."""
    views = {"views.open", "views.push", "views.update"}
    return lambda done: any(
        name in views and title in call["view"]["title"]["text"]
        for name, call in done.world.slack.calls
        if "view" in call
    )


def either(*looks: Looks) -> Looks:
    return lambda done: any(look(done) for look in looks)


CARD, FIGURES = shows("*Acme*"), shows("in rhythm", "owns no account")
ALLOWED: dict[str, Looks] = {
    "/account": CARD,
    "/log": changes(tables.Touch),
    "/digest": FIGURES,
    do.CARD_OPEN: CARD,
    do.CARD_NEW: CARD,
    do.CARD_MORE: shows("*Health*"),
    do.CARD_LESS: CARD,
    do.CARD_PREP: shows("Before you call Acme"),
    do.CARD_HISTORY: shows("*Acme* · "),
    do.CARD_LOG: opens("Log a touch"),
    do.CARD_SHARE: opens("Share"),
    do.SHARE_FORM: changes(tables.Outbox),
    do.CARD_SNOOZE: changes(tables.Snooze),
    do.SNOOZE_FORM: changes(tables.Snooze),
    do.CARD_CHANGE: opens("Change account"),
    do.CHANGE_FORM: changes(tables.Standing),
    do.BOOK_PAGE: shows("My book", "Your book is empty"),
    do.HOME_BOOK: shows("My book", "Your book is empty"),
    do.DIGEST_OPEN: CARD,
    do.DIGEST_WORRY: opens("Reassign"),
    do.ASK_FORM: either(changes(tables.Question), shows("That account is your own")),
    do.REASSIGN_FORM: changes(tables.Standing),
    do.ASK_ANSWER: opens("Answer"),
    do.ANSWER_FORM: changes(tables.Question),
    do.ASK_AGAIN: opens("Ask the owner"),
    do.RENEWAL_YES: opens("It renewed"),
    do.RENEWAL_NO: opens("It did not renew"),
    do.RENEWED_FORM: changes(tables.Account),
    do.NOT_RENEWED_FORM: changes(tables.Account),
    promised.PROMISE_KEPT: shows("kept"),
    promised.PROMISE_DROPPED: shows("dropped"),
    promised.PROMISE_MOVE: opens("New date"),
    promised.PROMISE_FORM: changes(tables.Promise),
    do.HOME_DIGEST: FIGURES,
    do.LOG_FORM: changes(tables.Touch),
    do.LOG_ACCOUNT: shows("Acme"),
    do.LOG_SHORTCUT: opens("Log a touch"),
    do.LOG_OPEN: opens("Log a touch"),
    do.LOG_UNDO: changes(tables.Touch),
    do.LOG_EDIT: opens("Edit touch"),
    do.NUDGE_LOG: opens("Log a touch"),
    do.NUDGE_SNOOZE: changes(tables.Snooze),
    do.NUDGE_NOT_NEEDED: changes(tables.Snooze),
    do.NUDGE_STUCK: changes(tables.Audit),
    do.HOME_INSIGHT: opens("Post an insight"),
    do.INSIGHT_FORM: changes(tables.Insight),
    do.HOME_SETTINGS: opens("Settings"),
    do.INSIGHT_CHANGE: opens("Change insight"),
    do.INSIGHT_CHANGED: changes(tables.Insight),
    do.INSIGHT_WITHDRAW: changes(tables.Insight),
    do.SETTINGS_FORM: changes(tables.Workspace),
    do.HOME_SENDING: changes(tables.Audit),
    "app_home_opened": changes(tables.Outbox),
    "app_mention": CARD,
    "message": CARD,
}
