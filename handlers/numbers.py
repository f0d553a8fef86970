"""`/account numbers`: a team's figures as of today or a past month end, how each is computed, why customers
left, what if; an admin sees the whole workspace. It writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import numbers as say
from messages import numbers_how, numbers_if, numbers_left
from messages.blocks import Block, Message
from messages.book import refusal, sentence
from messages.inputs import Filled
from messages.numbers import NumbersRef
from messages.numbers_if import Iffing
from rules.access import may_see_numbers
from rules.facts.needs import amount_of
from rules.numbers.lifetime import POINTS
from rules.phrase import Phrase
from rules.policy import digits
from storage import accounts, numbers, people

from .asked import Asked
from .digest import ONE_MOMENT
from .surface import Body, answer, as_view, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]
Owners = frozenset[int]
AT_ONCE = 250
"""Accounts up to which figures are computed inside the ack: they read a year of touches."""


def may(session: Session, asked: Asked) -> Phrase | None:
    """Whether this is for this person."""
    return may_see_numbers(people.caller_of(session, asked.ws.id, asked.person))


def numbers_of(session: Session, asked: Asked) -> Message:
    """The page as of today; of a large team the way to it."""
    owners, held = _theirs(session, asked)
    if held > AT_ONCE:
        return say.large(held, asked.today)
    return _page(session, asked, owners, asked.today) if held else say.none()


def _theirs(session: Session, asked: Asked) -> tuple[Owners, int]:
    """Whose figures, and of how many accounts."""
    owners = numbers.theirs(session, asked.ws.id, people.caller_of(session, asked.ws.id, asked.person))
    return owners, len(accounts.owned_by(session, asked.ws.id, owners))


def _page(session: Session, asked: Asked, owners: Owners, on: date) -> Message:
    n = numbers.page(session, asked.ws, owners, on, asked.today, asked.now)
    return say.page(n, asked.person.is_admin, asked.viewer)


def _how(session: Session, asked: Asked, owners: Owners, on: date) -> Message:
    n = numbers.page(session, asked.ws, owners, on, asked.today, asked.now)
    return numbers_how.how(n.figures, on, asked.viewer)


def _left(session: Session, asked: Asked, owners: Owners, on: date) -> Message:
    return numbers_left.why(numbers.who_left(session, asked.ws, owners, on, asked.now), asked.viewer)


def _table(session: Session, asked: Asked, owners: Owners, on: date) -> Message:
    return numbers_how.table(numbers.months(session, asked.ws, owners, on, asked.now), asked.viewer)


Paint = Callable[[Session, Asked, Owners, date], Message]


def _day(asked: Asked, typed: str) -> date:
    """The day that a button names; none that is still to come."""
    return min(NumbersRef.unpack(typed).day or asked.today, asked.today)


def _showing(paint: Paint, replace: bool) -> Callable[[Ack, Body, Asked, WebClient], None]:
    """A listener that shows what is computed as of the day that its button carries."""

    def listener(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
        on = _day(asked, typed_value(body))
        with asked.services.reading() as session:
            stop, (owners, held) = may(session, asked), _theirs(session, asked)

        def whole() -> Message:
            with asked.services.reading() as session:
                return paint(session, asked, owners, on)

        _answer(body, asked, client, refusal(stop, asked.viewer) if stop else whole, held, replace)
        ack()

    return listener


def _answer(
    body: Body,
    asked: Asked,
    client: WebClient,
    what: Message | Callable[[], Message],
    held: int,
    replace: bool,
) -> None:
    """Where the button stands; a large team's a moment later."""
    if not callable(what) or held <= AT_ONCE:
        show(asked.services, body, client, message=what() if callable(what) else what, replace=replace)
    elif url := response_url(body):
        ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
        asked.services.later(lambda: answer(asked.services, url, what(), replace=replace and ephemeral))
    else:
        view_id = open_modal(client, body, as_view(sentence(ONE_MOMENT)))
        asked.services.later(lambda: client.views_update(view_id=view_id, view=as_view(what())))


def open_if(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, with the prices that are set."""
    on, costs = _day(asked, typed_value(body)), asked.ws.policy.cost
    with asked.services.reading() as session:
        stop = may(session, asked)
    form = numbers_if.form(on, round(POINTS * 100), _major(asked, costs.entry), _major(asked, costs.yearly))
    open_modal(client, body, notice("What if", stop, asked.viewer) if stop else form)
    ack()


def _major(asked: Asked, minor: int | None) -> str:
    """An amount as it is typed, to its last digit."""
    places = digits(asked.ws.policy.currency)
    return "" if minor is None else f"{Decimal(minor).scaleb(-places):.{places}f}".removesuffix(".00")


def submit_if(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """What it comes to, in the form's place; of a large team a moment later."""
    on = min(date.fromisoformat(Iffing.unpack(view["private_metadata"]).on), asked.today)
    points, prices, errors = _filled_in(Filled(view), asked)
    with asked.services.reading() as session:
        if stop := may(session, asked):
            errors = {"points": stop}
        owners, held = _theirs(session, asked)

    def computed() -> Block:
        with asked.services.reading() as session:
            worth = numbers.worth(session, asked.ws, owners, on, asked.now)
        said = numbers_if.computed(worth, points, prices.get("entry"), prices.get("yearly"), on, asked.viewer)
        return as_view(said, "What if")

    if errors:
        reject(ack, asked.viewer, errors)
    elif held <= AT_ONCE:
        ack(response_action="update", view=computed())
    else:
        asked.services.later(lambda: client.views_update(view_id=view["id"], view=computed()))
        ack(response_action="update", view=as_view(sentence(ONE_MOMENT), "What if"))


def _filled_in(filled: Filled, asked: Asked) -> tuple[int, dict[str, int | None], dict[str, Phrase]]:
    """Points, prices in minor units, and what is wrong by field."""
    points, typed = filled.text("points"), {name: filled.text(name) for name in ("entry", "yearly")}
    prices = {name: amount_of(text, asked.ws.policy.currency) for name, text in typed.items() if text}
    errors = {name: numbers_if.PRICE for name, price in prices.items() if price is None}
    if len(prices) == 1:
        errors[next(name for name in typed if name not in prices)] = numbers_if.ONE_PRICE
    if why := numbers_if.points_error(points):
        errors["points"] = why
    return int(points) if not why else 0, prices, errors


def register(app: Any) -> None:
    for action_id, paint, replace in (
        (say.NUMBERS_SHOW, _page, True),
        (say.NUMBERS_MONTH, _page, True),
        (say.NUMBERS_HOW, _how, False),
        (say.NUMBERS_LEFT, _left, False),
        (say.NUMBERS_CSV, _table, False),
    ):
        app.action(action_id)(_showing(paint, replace))
    app.action(say.NUMBERS_IF)(open_if)
    app.view(numbers_if.NUMBERS_IF_FORM)(submit_if)
