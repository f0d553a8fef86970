"""What is said when an answer takes longer than Slack waits: what is known so far, and nothing more."""

from __future__ import annotations

from .blocks import Message, escape, message, section

NOT_YET_STORED = (
    "Tend's storage is slow: not known yet whether that was stored. Press the button again in a moment; "
    "twice is once."
)
NOT_STORED = "Not stored, the form still has it all. Please press the button again in a moment."


def uncertain(typed: str) -> Message:
    """A line that was typed, while its work is still under way."""
    said = (
        "I can't tell yet whether that was stored: storage is slow. The answer comes here once it is known. "
        "If none comes, "
        "look with `/account NAME` before you type it again."
    )
    return _with_typed(said, typed)


def slow(typed: str = "") -> Message:
    """Something that only reads, while its work is still under way."""
    return _with_typed("That takes longer than usual. The answer comes here once it is there.", typed)


def failed(typed: str = "") -> Message:
    """Something went wrong where nothing was to be stored, or that can simply be pressed again."""
    return _with_typed("That didn't work. Please try again in a moment.", typed)


def not_done() -> Message:
    """A button or shortcut whose work did not even begin."""
    said = "That was not done: too much is waiting. Please try again in a moment."
    return message(said, [section(said)])


def _with_typed(said: str, typed: str) -> Message:
    if not typed:
        return message(said, [section(said)])
    return message(said, [section(f"{said} You typed:\n>{escape(typed[:2500])}")])
