"""Mine, not mine, paused: the list of what a file brought; what its manager is asked; what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.mine import EXPIRED, Disowned, Unclaimed, by_tier

from . import decisions
from .blocks import Block, Message, actions, button, context, escape, message, section, turns
from .book import BOOK_PAGE
from .carried import Value
from .introduced import introduce_button
from .opening import open_button
from .tiers import TIERS_LIST
from .words import Viewer, count

MINE_LIST = "mine.list"
MINE_YES = "mine.yes"
MINE_NO = "mine.no"
MINE_PAUSED = "mine.paused"
MINE_ALL = "mine.all"
MINE_STAYS = "mine.stays"
PAGE = 15


@dataclass(frozen=True, slots=True)
class MineRef(Value):
    """An account of the list, and the page that it stands on."""

    account: int
    page: int = 0


def listed(
    those: Sequence[Unclaimed], page: int, viewer: Viewer, did: str = "", back: int | None = None
) -> Message:
    """The answer to `/account mine`. `back`: the account that was just said not to be theirs."""
    undo = button("It is mine", MINE_YES, MineRef(back, page).pack()) if back else None
    blocks = [section(did, undo)] if did else []
    if not those:
        said = "Nothing to confirm: you have said of each account that came with a file whose it is."
        blocks += [section(said), actions([button("My book", BOOK_PAGE, "0")])]
        return message(did.replace("*", "") or said, blocks)
    page = max(0, min(page, (len(those) - 1) // PAGE))
    head = f"{escape(viewer.plain(by_tier(those)))} came to you with a file."
    says = f"{head} Are they yours? Until you say so all goes on as it is."
    take = button("All mine", MINE_ALL, str(len(those)), style="primary", says="All of them are mine")
    blocks.append(section(f"*{says}*", take))
    for x in those[page * PAGE : (page + 1) * PAGE]:
        blocks += _line(x, page, viewer)
    more = (page + 1) * PAGE < len(those)
    blocks += turns(
        button("Previous", MINE_LIST, str(page - 1)) if page else None,
        button("Next", MINE_LIST, str(page + 1)) if more else None,
    )
    blocks.append(context("Not mine: your manager settles whose it is. Paused: until when and why is asked."))
    return message(did.replace("*", "") or says, blocks)


def _line(x: Unclaimed, page: int, viewer: Viewer) -> list[Block]:
    ref = MineRef(x.id, page).pack()
    row = [
        button("Mine", MINE_YES, ref, says=f"{x.name} is mine"),
        button("Not mine", MINE_NO, ref, says=f"{x.name} is not mine"),
        button("Paused", MINE_PAUSED, ref, says=f"{x.name} is paused"),
        open_button(x.id, x.name, beside=True),
    ]
    return [section(f"*{escape(x.name)}* ({x.tier}) · {viewer.money(x.annual)}"), actions(row)]


def is_mine(name: str) -> str:
    return f"✅ *{escape(name)}* is yours."


def all_mine(how_many: int) -> str:
    return f"✅ {count(how_many, 'account is', 'accounts are')} yours."


def is_not_mine(name: str, to: str) -> str:
    return f"*{escape(name)}*: I ask {escape(to)} whose it is. It stays in your book until then."


def nobody(name: str) -> str:
    """There is no one to settle it."""
    return f"*{escape(name)}*: nobody manages you. Introduce its next expert from its card."


OTHERS = "The list is not the same any more: look again."
GONE = "You have said that already, or it is another’s by now."


def ask(d: Disowned, until: date | None, viewer: Viewer) -> Message:
    """For whoever manages its owner: with buttons while it waits, then what became of it."""
    head = f"{escape(d.by)} says that *{escape(d.name)}* ({d.tier}) is not theirs."
    taps = None
    if until is not None and d.stands:
        taps = _answers(d), f"It stays with them until you settle it, by {viewer.weekday(until)}."
    return decisions.ask(head, "", taps, section(f"It is {escape(d.owner)}’s.", open_button(d.account_id)))


def waits_for_manager(d: Disowned, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    said = f"{escape(d.by)} says that *{escape(d.name)}* ({d.tier}) is not theirs"
    return [section(f"{said}, to settle by {viewer.weekday(until)}"), actions(_answers(d))]


def _answers(d: Disowned) -> list[Block]:
    stays = button(
        f"Stays with {d.by.split()[0]}",
        MINE_STAYS,
        MineRef(d.account_id).pack(),
        says=f"{d.name} stays with {d.by}",
    )
    return [introduce_button(d.account_id, d.name), stays, open_button(d.account_id, d.name)]


def stays(name: str, owner: str) -> str:
    """An act, confirmed."""
    return f"*{escape(name)}* stays with {escape(owner)}. I tell them."


def became(name: str, account_id: int, what: str, by: str, mine: bool) -> Message:
    """What whoever said so is told, and of one that nobody settled whoever was asked."""
    if what == EXPIRED:
        nobody_did = decisions.nobody_did("settle", escape(by), mine)
        text = f"{nobody_did} whose *{escape(name)}* is: it stays as it is."
    else:
        text = f"{escape(by)} says that *{escape(name)}* stays with you."
    return decisions.told(text, open_button(account_id))


def brought(those: Sequence[Unclaimed], tiers: int, viewer: Viewer) -> Message | None:
    """What a file brought for the reader; None for nothing."""
    blocks = of_files(those, tiers, viewer)
    text = " ".join(b["text"]["text"].split("*")[1] for b in blocks)
    return message(text, blocks) if blocks else None


def of_files(those: Sequence[Unclaimed], tiers: int, viewer: Viewer) -> list[Block]:
    """Accounts to confirm, tiers to decide on."""
    blocks = list[Block]()
    if those:
        says = f"{escape(viewer.plain(by_tier(those)))} came to you with a file. Are they yours?"
        go = button("Go through them", MINE_LIST, "0", style="primary", says="Say whose the accounts are")
        blocks.append(section(f"*{says}* Mine, not mine or paused: one by one or all at once.", go))
    if tiers:
        says = f"{count(tiers, 'tier is', 'tiers are')} proposed for accounts of your people."
        look = button("Look", TIERS_LIST, "0", says="Tiers that are proposed")
        blocks.append(section(f"*{says}* Take or keep each, or take all.", look))
    return blocks
