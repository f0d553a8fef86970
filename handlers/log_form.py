"""The log form: typeahead, the account chosen, every field, submission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk import WebClient

from messages import captured
from messages import log_form as say
from messages.blocks import Message, option
from messages.carried import Origin
from messages.inputs import Filled
from messages.log_fields import ANOTHER, LOG_ACCOUNT, LOG_CHOOSE
from rules import no_longer, phrase
from rules.captured import entry_error
from rules.facts.corrections import corrected
from rules.facts.entries import Entry, long_ago, over_a_year_ago
from rules.facts.unlogged import may_log_line
from rules.heard import let_go
from rules.language.numbers import whole
from rules.language.reading import Event
from rules.phrase import Phrase
from storage import accounts, batches, finding, outbox, unlogged

from . import lines
from .asked import Asked
from .logged import amend, refused_edit, store
from .repainting import paint_again, pressed
from .surface import Body, answer, as_view, reject, typed_value

Ack = Callable[..., Any]
A_LONG_TIME = 999_999  # minutes: what is read, to say that it is too much


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead for the account, over the own book first."""
    with asked.services.reading() as session:
        hits = finding.typeahead(session, asked.ws.id, payload.get("value") or "", own=asked.person.id)
    ack(options=[option(h.name, str(h.id)) for h in hits])


def account_chosen(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The account was chosen in the form: its contacts appear; what was typed stays."""
    chosen = typed_value(body)
    _paint_again(asked, body, client, account=(int(chosen),) if chosen.isdigit() else ())
    ack()


def more(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Every field; what was typed stays."""
    _paint_again(asked, body, client, whole=True)
    ack()


def _paint_again(
    asked: Asked, body: Body, client: WebClient, account: tuple[int, ...] | None = None, whole: bool = False
) -> None:
    view = body["view"]
    origin = Origin.unpack(view["private_metadata"])
    draft = lines.draft_of(asked, origin)
    entry, _ = _submitted(view, draft.event.entry)
    if account is not None:
        entry = _with_whom(replace(entry, account_ids=account), draft.event)
    elif not _has(view, "contacts"):
        entry = _with_whom(entry, draft.event)
    if pressed(asked.services, body, whole=whole):
        origin = replace(origin, whole=True)
    another = _takes_any(view) or account == ()
    painted = lines.view_of(
        asked, origin, draft, entry=entry, asks_day=_has(view, "sure"), any_account=another
    )
    paint_again(asked.services, body, client, painted)


def _with_whom(entry: Entry, event: Event) -> Entry:
    """With those whom the line names at the account, where it was one of several that it may mean."""
    if event.choices and entry.account_ids == event.entry.account_ids:
        return replace(entry, contact_ids=event.entry.contact_ids)
    met = event.met_at(entry.account_ids[0]) if len(entry.account_ids) == 1 else None
    return entry if met is None else replace(entry, contact_ids=met)


def _takes_any(view: dict[str, Any]) -> bool:
    """Whether a form lets any account be chosen, or is asked to."""
    fields = [b["element"]["type"] for b in view["blocks"] if b.get("block_id") == "account"]
    return "external_select" in fields or Filled(view).chosen("account") == ANOTHER


def _has(view: dict[str, Any], block_id: str) -> bool:
    return any(b.get("block_id") == block_id for b in view["blocks"])


def submit(ack: Ack, view: dict[str, Any], body: Body, asked: Asked) -> None:
    """The form: checked, stored, then acked; sent twice it is one touch. A day over a year back is asked
    first; of several doubtful contacts the next one follows."""
    origin, today = Origin.unpack(view["private_metadata"]), asked.today
    draft = lines.draft_of(asked, origin)
    entry, wrong = _submitted(view, draft.event.entry)
    if not _has(view, "contacts"):
        entry = _with_whom(entry, draft.event)
    wrong = wrong or _refused(asked, origin, entry)
    if wrong and all(_has(view, block) for block in wrong):
        reject(ack, asked.viewer, wrong)
        return
    if wrong:
        said = " ".join(asked.viewer.plain(why) for why in wrong.values())
        whole = replace(origin, whole=True)
        painted = lines.view_of(asked, whole, draft, entry=entry, said=said, any_account=_takes_any(view))
        ack(response_action="update", view=painted)
        return
    asks = long_ago(entry.on, today) and not _is_sure(view, entry.on)
    if asks and not (origin.batch and draft.event.entry.on == entry.on):
        said = asked.viewer.plain(over_a_year_ago(entry.on))
        ack(
            response_action="update",
            view=lines.view_of(
                asked, origin, draft, entry=entry, asks_day=True, said=said, any_account=_takes_any(view)
            ),
        )
        return
    _answered(ack, asked, origin, receipt=_stored(asked, origin, draft, entry), draft=draft)


def _refused(asked: Asked, origin: Origin, entry: Entry) -> dict[str, Phrase]:
    """What keeps an entry from being stored, by field."""
    with asked.services.reading() as session:
        known = accounts.hits_of(session, asked.ws.id, entry.account_ids)
        old = batches.batch_of(session, asked.ws.id, origin.batch) if origin.batch else None
        stop = refused_edit(session, asked, old)
        line = unlogged.get(session, asked.ws.id, origin.line) if origin.line is not None else None
        stop = stop or (may_log_line(asked.person.id, line) if line else None)
    if stop:
        return {"note": stop}
    if error := entry_error(entry, asked.today):
        return {error[0]: error[1]}
    return {"account": no_longer.ACCOUNT} if len(known) != len(entry.account_ids) else {}


def _stored(asked: Asked, origin: Origin, draft: lines.Draft, entry: Entry) -> Message:
    if origin.batch:
        return amend(asked, origin.batch, entry, key=f"log:v{origin.token}")
    if origin.line is None:
        return store(asked, {0: Event(entry)}, f"v{origin.token}")
    # what the form asked was answered: nothing of it is guessed
    asked_about = Event(entry, strangers=draft.event.strangers)
    events = {origin.event or 0: asked_about, **draft.beside}
    return store(asked, events, origin.token, typed=draft.typed, ends=not draft.later)


def _answered(ack: Ack, asked: Asked, origin: Origin, receipt: Message, draft: lines.Draft) -> None:
    """The receipt where the form came from; and the next contact that is doubtful, if there is one."""
    if origin.outbox is not None:
        with asked.services.transaction() as session:  # the message that asked shows what became of it
            outbox.repaint(session, asked.ws.id, origin.outbox, now=asked.now)
        asked.services.wake()
    if origin.response_url:
        answer(asked.services, origin.response_url, receipt, replace=bool(origin.batch or origin.over))
    if draft.later and not origin.batch:
        following = replace(origin, event=draft.later[0], whole=None)
        ack(response_action="update", view=lines.opened(asked, following))
    elif origin.response_url:
        ack()
    else:
        with asked.services.transaction() as session:  # from the Home tab: it shows what became due
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
        asked.services.wake()
        ack(response_action="update", view=as_view(receipt))


def _is_sure(view: dict[str, Any], on: date) -> bool:
    """Whether the form's question about its old day was answered, for this very day."""
    answer = view["state"]["values"].get("sure", {}).get("sure", {}).get("selected_option") or {}
    return bool(answer.get("value") == on.isoformat())


def _submitted(view: dict[str, Any], base: Entry) -> tuple[Entry, dict[str, Phrase]]:
    """The entry that a form holds, and what can't be read in it. What it doesn't show stays as it is in
    `base`."""
    values, wrong = Filled(view), dict[str, Phrase]()
    minutes = whole(values.text("minutes"), A_LONG_TIME)
    if values.text("minutes") and minutes is None:
        wrong["minutes"] = phrase.say("Minutes are a whole number.")
    if _has(view, "on") and values.day("on") is None:
        wrong["on"] = phrase.say("On which day was it?")
    account = values.chosen("account")
    note = "\n".join(t for t in (" ".join(values.text("got").split()), values.text("note")) if t)
    filled: dict[str, dict[str, Any]] = {
        "account": {"account_ids": (int(account),) if account.isdigit() else ()},
        "on": {"on": values.day("on") or base.on},
        "channel": {"channel": values.chosen("channel")},
        "outcome": {"outcome": values.chosen("outcome")},
        "direction": {"direction": values.chosen("direction") or base.direction},
        "purpose": {"purpose": values.chosen("purpose")},
        "minutes": {"minutes": minutes},
        "sentiment": {"sentiment": values.chosen("sentiment")},
        "note": {"note": base.note_after(note)},
        "contacts": {"contact_ids": tuple(map(int, values.all_chosen("contacts")))},
    }
    shown = {k: v for block, of in filled.items() if _has(view, block) for k, v in of.items()}
    # what is captured stands behind More with all else that does
    if _has(view, "purpose"):
        shown |= captured.read(values)
    entry = let_go(replace(base, **shown), base)
    if entry.direction != base.direction and entry.outcome == base.outcome:
        entry = corrected(entry, "direction", entry.direction)  # who comes to us has reached us
    return entry, wrong


def register(app: Any) -> None:
    app.view(say.LOG_FORM)(submit)
    app.options(LOG_ACCOUNT)(suggest)
    app.action(LOG_ACCOUNT)(account_chosen)
    app.action(LOG_CHOOSE)(account_chosen)
    app.action(say.LOG_MORE)(more)
