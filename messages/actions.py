"""Action and callback ids, `journey.verb`, each declared once; and the small typed values that buttons and
modals carry."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

CARD_LOG, CARD_SNOOZE, CARD_PREP, CARD_MORE, CARD_LESS = (
    "card.log",
    "card.snooze",
    "card.prep",
    "card.more",
    "card.less",
)
CARD_HISTORY, CARD_SHARE, CARD_CHANGE, CARD_OPEN, CARD_NEW = (
    "card.history",
    "card.share",
    "card.change",
    "card.open",
    "card.new",
)
BOOK_PAGE, BOOK_OPEN = "book.page", "book.open"
LOG_UNDO, LOG_EDIT, LOG_FORM, LOG_ACCOUNT, LOG_SHORTCUT = (
    "log.undo",
    "log.edit",
    "log.form",
    "log.account",
    "log.message",
)
LOG_OPEN = "log.open"
NUDGE_LOG, NUDGE_SNOOZE, NUDGE_NOT_NEEDED, NUDGE_STUCK = (
    "nudge.log",
    "nudge.snooze",
    "nudge.not_needed",
    "nudge.stuck",
)
SNOOZE_FORM, SHARE_FORM, CHANGE_FORM = "snooze.form", "share.form", "change.form"
DIGEST_WORRY, DIGEST_OPEN, ASK_FORM, REASSIGN_FORM = (
    "digest.worry",
    "digest.open",
    "ask.form",
    "reassign.form",
)
HOME_INSIGHT, HOME_SETTINGS, HOME_SENDING, HOME_DIGEST, HOME_BOOK = (
    "home.insight", "home.settings", "home.sending", "home.digest", "home.book",
)  # fmt: skip
ASK_ANSWER, ASK_AGAIN, ANSWER_FORM = "ask.answer", "ask.again", "answer.form"
RENEWAL_YES, RENEWAL_NO, RENEWED_FORM, NOT_RENEWED_FORM = (
    "renewal.yes",
    "renewal.no",
    "renewed.form",
    "not_renewed.form",
)
INSIGHT_FORM, SETTINGS_FORM = "insight.form", "settings.form"
INSIGHT_CHANGE, INSIGHT_WITHDRAW, INSIGHT_CHANGED = "insight.change", "insight.withdraw", "insight.changed"

SNOOZE_CHOICES = (("tomorrow", "Tomorrow"), ("3d", "3 days"), ("week", "A week"), ("date", "A date…"))
NOT_NEEDED_WHY = (
    ("nothing", "Nothing of value to bring now"),
    ("quiet", "They asked for quiet"),
    ("other", "Somebody else is on it"),
    ("fit", "No longer a fit"),
)
STUCK_WHY = (
    ("contact", "I can't reach anybody"), ("time", "No time for it"), ("idea", "I don't know what to bring"),
    ("owner", "Wrong owner"), ("tier", "Wrong tier"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A typed value with a short text form."""

    def pack(self) -> str:
        return json.dumps(
            {k: v for k, v in asdict(self).items() if v not in (None, "")},
            separators=(",", ":"),
            ensure_ascii=False,
        )

    @classmethod
    def unpack(cls, text: str) -> Self:
        """Raises ValueError when the text is not one of ours."""
        try:
            stored: Any = json.loads(text)
            known = {f.name for f in fields(cls)}
            return cls(**{k: v for k, v in stored.items() if k in known})
        except (TypeError, AttributeError, json.JSONDecodeError) as error:
            raise ValueError(f"not a {cls.__name__}: {text[:40]}") from error


@dataclass(frozen=True, slots=True)
class AccountRef(Value):
    """An account, and a page of what is shown of it."""

    account: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class RenewalRef(Value):
    """An account that is asked whether it renewed; `long` when the card that asks is the long one."""

    account: int
    long: bool | None = None


@dataclass(frozen=True, slots=True)
class PlaceRef(Value):
    """A place in a nudge."""

    place: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen in the menu of an account, or of a place in a nudge: `12:3d`."""

    of: int
    choice: str

    def pack(self) -> str:
        return f"{self.of}:{self.choice}"

    @classmethod
    def unpack(cls, text: str) -> Chosen:
        """Raises ValueError when the text is not one of ours."""
        of, _, choice = text.partition(":")
        return cls(int(of), choice)


@dataclass(frozen=True, slots=True)
class BatchRef(Value):
    """A logged line."""

    batch: str


@dataclass(frozen=True, slots=True)
class InsightRef(Value):
    """An insight that was posted."""

    insight: int


@dataclass(frozen=True, slots=True)
class WorryRef(Value):
    """What to do about an account in the digest: open, ask, reassign. `of` is whose digest it is, None the
    reader's own."""

    account: int
    do: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionRef(Value):
    """A question put to an account's owner."""

    question: int


@dataclass(frozen=True, slots=True)
class Origin(Value):
    """What a modal was opened from and for. `token` is unique to this opening; `batch` is edited; `accounts`
    are given.

    What it changes is repainted there: the message of `outbox`, a running digest in `view` or at
    `response_url`, which shows the figures of the person `digest_of`.
    """

    token: str
    response_url: str = ""
    batch: str = ""
    accounts: tuple[int, ...] = ()
    place: int = 0
    insight: int | None = None
    question: int | None = None
    outbox: int | None = None
    view: str = ""
    digest_of: int | None = None
    long: bool | None = None
