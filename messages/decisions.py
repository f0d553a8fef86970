"""What somebody decides on with a tap, of any noun, as it is said: asked with buttons while it waits, then
with what became of it; told to whoever waited; a line for whoever waits still. A noun brings its sentences
and its ids."""

from __future__ import annotations

from collections.abc import Sequence

from .blocks import Block, Message, actions, button, context, message, section

GOES_ON = "It waits for somebody else by now."


def ask(head: str, more: str, taps: tuple[Sequence[Block], str] | None, over: Block) -> Message:
    """For whoever decides: the question, with `more` that no notification says. `taps`: the buttons, and what
    is so until then, while it waits; else what is `over`."""
    below = [actions(taps[0]), context(taps[1])] if taps else [over]
    return message(head.replace("*", ""), [section(f"{head}{more}"), *below])


def answers(yes: str, no: str, ref: str, name: str, opens: Sequence[Block]) -> list[Block]:
    """Both ways, by their ids, and what one wants to look at first."""
    return [
        button("Approve", yes, ref, style="primary", says=f"Approve: {name}"),
        button("Refuse", no, ref, says=f"Refuse: {name}"),
        *opens,
    ]


def told(text: str, opens: Block) -> Message:
    """What became of it."""
    return message(text.replace("*", ""), [section(text, opens)])


def nobody_did(did: str, by: str, mine: bool) -> str:
    """Who did not `did` (answer, settle) in time, to whoever waited (`mine`) and to whoever was asked."""
    return f"{by} did not {did} in time" if mine else f"You did not {did} in time"


def you_wait_for(text: str, withdraw: str, ref: str, name: str) -> Block:
    """In the list of what somebody waits for; `withdraw`: the id of taking it back."""
    return section(text, button("Withdraw", withdraw, ref, says=f"Withdraw: {name}"))
