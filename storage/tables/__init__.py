"""Every table, by theme. Each carries `workspace_id`; instants are UTC; money is integer minor units.
Nothing here leaves storage/.

A theme is loaded with the first of its tables that somebody names, all of them where METADATA is asked for:
building fifty models takes longer than all else before a process listens, and that needs five."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .columns import table, told

if TYPE_CHECKING:
    from .absences import Absence
    from .accounts import Account, AccountName, AccountTeam, Contact, NamePiece, Standing
    from .alarms import Alarm
    from .changeovers import Changeover, ChangeoverAccount
    from .changes import Change
    from .columns import METADATA
    from .concerns import Concern
    from .cuts import Cut
    from .escalations import Escalation
    from .facts import NextStep, Revenue, Touch, TouchContact
    from .handoffs import Handoff
    from .imports import Erased, FileAnswer, ImportChange, ImportFile, ImportRow, ImportRun
    from .loosenings import Loosening
    from .merges import Merge, Moved
    from .milestones import Milestone
    from .needs import Goal, Need
    from .nudging import Digest, Insight, Nudge, Question, Snooze, Told
    from .overrides import Override
    from .promises import Promise
    from .requests import Request
    from .sending import Outbox, Pace, Processed
    from .turned_up import TurnedUp
    from .unlogged import Unlogged
    from .upsells import Offer, Upsell
    from .voice import Feedback, Referral, Thanks
    from .waiting import Waiting
    from .workspace import Audit, Person, Workspace

_THEMES = {
    "absences": "Absence",
    "accounts": "Account AccountName AccountTeam Contact NamePiece Standing",
    "alarms": "Alarm",
    "changeovers": "Changeover ChangeoverAccount",
    "changes": "Change",
    "concerns": "Concern",
    "cuts": "Cut",
    "escalations": "Escalation",
    "facts": "NextStep Revenue Touch TouchContact",
    "handoffs": "Handoff",
    "imports": "Erased FileAnswer ImportChange ImportFile ImportRow ImportRun",
    "loosenings": "Loosening",
    "merges": "Merge Moved",
    "milestones": "Milestone",
    "needs": "Goal Need",
    "nudging": "Digest Insight Nudge Question Snooze Told",
    "overrides": "Override",
    "promises": "Promise",
    "requests": "Request",
    "sought": "",
    "sending": "Outbox Pace Processed",
    "turned_up": "TurnedUp",
    "unlogged": "Unlogged",
    "upsells": "Offer Upsell",
    "voice": "Feedback Referral Thanks",
    "waiting": "Waiting",
    "workspace": "Audit Person Workspace",
}
_THEME_OF = {name: theme for theme, names in _THEMES.items() for name in names.split()}


def __getattr__(name: str) -> Any:
    if name == "METADATA":
        for theme in _THEMES:
            import_module(f".{theme}", __name__)
        found = import_module(".columns", __name__).METADATA
    elif name in _THEME_OF:
        found = getattr(import_module(f".{_THEME_OF[name]}", __name__), name)
    else:
        raise AttributeError(name)
    globals()[name] = found
    return found


__all__ = [
    "METADATA",
    "table",
    "told",
    "Absence",
    "Account",
    "AccountName",
    "AccountTeam",
    "Alarm",
    "Audit",
    "Change",
    "Changeover",
    "ChangeoverAccount",
    "Concern",
    "Contact",
    "Cut",
    "Digest",
    "Erased",
    "Escalation",
    "Feedback",
    "FileAnswer",
    "Goal",
    "Handoff",
    "ImportChange",
    "ImportFile",
    "ImportRow",
    "ImportRun",
    "Insight",
    "Loosening",
    "Merge",
    "Milestone",
    "Moved",
    "NamePiece",
    "Need",
    "NextStep",
    "Nudge",
    "Offer",
    "Outbox",
    "Override",
    "Pace",
    "Person",
    "Processed",
    "Promise",
    "Question",
    "Referral",
    "Request",
    "Revenue",
    "Snooze",
    "Standing",
    "Thanks",
    "Told",
    "Touch",
    "TouchContact",
    "TurnedUp",
    "Unlogged",
    "Upsell",
    "Waiting",
    "Workspace",
]
