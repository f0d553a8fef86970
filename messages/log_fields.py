"""The fields of the log form: FIELDS, one function each, and what they are painted of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rules.facts.entries import FIELD_LIMIT, Entry
from rules.facts.touch import CHANNELS, OUTCOMES, PURPOSES, SENTIMENTS
from rules.records import Contact

from .blocks import Block, escape, field, option, plain, section
from .inputs import choice, day_input, number_input, text_input
from .words import CHANNEL, OUTCOME, PURPOSE, SENTIMENT, Viewer

LOG_ACCOUNT = "log.account"
LOG_CHOOSE = "log.choose"
ANOTHER = "another"
"""What is chosen where the account is none of those that the line may mean."""
MOST_CHOICES = 9
MOVES = {"outbound": "We went to them", "inbound": "They came to us"}


@dataclass(frozen=True, slots=True)
class Form:
    """What the form opens with. `accounts` are (id, name); `contacts` of the account; `typed` the line;
    `doubts` are (field, sentence); `said` is what is wrong with what was sent; `beside` are touches that are
    logged with this one, with their accounts' names, `later` how many are asked after it. `base` is the entry
    before anything was filled in: what is shown stays shown. `choices` are the accounts that the line may
    mean, as (id, name, whom it names there), to choose from before any other. `whole`: with every field;
    `asks_day`: the day lies over a year back, and a field asks whether it is right, which cannot be passed
    over."""

    accounts: tuple[tuple[int, str], ...] = ()
    entry: Entry | None = None
    contacts: tuple[Contact, ...] = ()
    typed: str = ""
    doubts: tuple[tuple[str, str], ...] = ()
    said: str = ""
    beside: tuple[tuple[Entry, tuple[str, ...]], ...] = ()
    later: int = 0
    base: Entry | None = None
    choices: tuple[tuple[int, str, str], ...] = ()
    editing: bool = False
    whole: bool = False
    asks_day: bool = False


def _account(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    if len(entry.account_ids) > 1:
        return [section(f"*Accounts:* {escape(', '.join(name for _, name in form.accounts))}")]
    if form.choices:
        return [field("account", "Account", _choices(form, entry), optional=False, dispatch=True)]
    element: Block = {
        "type": "external_select",
        "action_id": LOG_ACCOUNT,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    if form.accounts:
        account, name = form.accounts[0]
        element["initial_option"] = option(name, str(account))
    return [field("account", "Account", element, optional=False, dispatch=True)]


def _choices(form: Form, entry: Entry) -> Block:
    """The accounts that the line may mean, and the way to any other."""
    options = [option(name, str(account), whom) for account, name, whom in form.choices[:MOST_CHOICES]]
    element: Block = {
        "type": "radio_buttons",
        "action_id": LOG_CHOOSE,
        "options": [*options, option("Another account", ANOTHER)],
    }
    chosen = [o for o in options if [o["value"]] == [str(account) for account in entry.account_ids]]
    return {**element, "initial_option": chosen[0]} if chosen else element


def _channel(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    return [field("channel", "How", choice("channel", CHANNELS, CHANNEL, entry.channel), optional=False)]


def _on(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    blocks = [field("on", "When", day_input("on", entry.on), optional=False)]
    if form.asks_day:
        sure = option(f"Yes, it was on {viewer.day(entry.on)}", entry.on.isoformat())
        element: Block = {
            "type": "static_select",
            "action_id": "sure",
            "options": [sure],
            "placeholder": plain("Choose"),
        }
        blocks.append(field("sure", "That is over a year ago: is the day right?", element, optional=False))
    return blocks


def _outcome(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    element = choice("outcome", OUTCOMES, OUTCOME, entry.outcome)
    return [field("outcome", "Outcome", element, optional=False)]


def _note(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    """With every field the note stands without what they got, which has a field of its own."""
    note = entry.said if form.whole else entry.note
    hint = "Its beginning: what follows stays as it is." if len(note) > FIELD_LIMIT else ""
    return [field("note", "Note", text_input("note", note, True, most=FIELD_LIMIT), hint=hint)]


def _contacts(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    here = [c for c in form.contacts if c.left_on is None][:100]
    if not here:
        return []
    options = [option(c.name, str(c.id), c.title or (c.role if c.role != "other" else "")) for c in here]
    element: Block = {
        "type": "multi_static_select",
        "action_id": "contacts",
        "placeholder": plain("Whom"),
        "options": options,
    }
    chosen = [o for o in options if int(o["value"]) in entry.contact_ids]
    if chosen:
        element["initial_options"] = chosen
    return [field("contacts", "With whom", element)]


def _direction(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    element = choice("direction", tuple(MOVES), MOVES, entry.direction)
    return [field("direction", "Whose move was it?", element, optional=False)]


def _purpose(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    element = choice("purpose", PURPOSES, PURPOSE, entry.purpose)
    hint = "By what the customer got. A check-in gives them nothing."
    return [field("purpose", "What was it for?", element, hint=hint)]


def _got(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    return [field("got", "What did they get?", text_input("got", entry.got, False, most=FIELD_LIMIT))]


def _sentiment(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    element = choice("sentiment", SENTIMENTS, SENTIMENT, entry.sentiment)
    return [field("sentiment", "Are they happy?", element)]


def _minutes(form: Form, entry: Entry, viewer: Viewer) -> list[Block]:
    element = {**number_input(entry.minutes), "action_id": "minutes"}
    return [field("minutes", "Minutes", element, hint="Empty: estimated by channel.")]


FIELDS: dict[str, Callable[[Form, Entry, Viewer], list[Block]]] = {
    "account": _account,
    "channel": _channel,
    "on": _on,
    "outcome": _outcome,
    "contacts": _contacts,
    "direction": _direction,
    "purpose": _purpose,
    "got": _got,
    "note": _note,
    "sentiment": _sentiment,
    "minutes": _minutes,
}
