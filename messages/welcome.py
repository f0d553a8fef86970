"""Said once to whoever is linked: what will come and when, how to change it, what to type first."""

from __future__ import annotations

from rules.delivery.own import Own
from rules.delivery.sending import own_times
from rules.policy import Policy
from rules.records import Person

from .blocks import Message, actions, button, escape, message, section
from .book import BOOK_PAGE
from .own_messages import OWN_OPEN
from .words import count


def welcome(person: Person, policy: Policy) -> Message:
    """By role, with the times that hold for this person."""
    hello = f"👋 Hello {escape(person.first_name)}, I am Tend: I help you keep every account touched."
    lines = [f"• {text}" for text in _comes(person, policy, person.own)]
    blocks = [
        section(f"*{hello}*"),
        section("*What comes, and when*\n" + "\n".join(lines)),
        section(
            "*What to type first*\n"
            "`/account` is your book, the most pressing first; `/account NAME` one account.\n"
            "`/log NAME called 10 min, happy` logs a contact; so does the same sentence here, without "
            "`/log`.\n"
            "`/account settings` changes or switches off any of this, `/account help` has the rest."
        ),
        actions([button("My book", BOOK_PAGE, "0", style="primary"), button("My messages", OWN_OPEN, "own")]),
    ]
    return message(hello, blocks)


def _comes(person: Person, policy: Policy, own: Own) -> list[str]:
    at = own_times(policy, own)
    most = count(policy.nudge_cap, "account")
    whom = f"whom to call and why, at most {most}; nothing when none is due"
    comes = [f"Working days at {at.nudge_at}: {whom}."]
    if not own.morning:
        comes = ["No morning message: you switched it off."]
    if person.leads:
        comes += [f"Mondays at {at.digest_at}: how your team’s accounts stand."] if own.digest else []
    comes.append(f"At {own.bundle_time:%H:%M}: only what somebody waits for, or with a message before.")
    if own.friday:
        comes.append(f"Fridays at {at.friday_at}: what went well, your week, what may not be logged yet.")
    return comes
