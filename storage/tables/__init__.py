"""Every table, by theme. Each carries `workspace_id`; instants are UTC; money is integer minor units.
Nothing here leaves storage/."""

from .accounts import Account, AccountName, AccountTeam, Contact, Standing
from .alarms import Alarm
from .changes import Change
from .columns import METADATA, table
from .concerns import Concern
from .facts import NextStep, Revenue, Touch, TouchContact
from .handoffs import Handoff
from .imports import Erased, ImportRow
from .milestones import Milestone
from .nudging import Digest, Insight, Nudge, Question, Snooze, Told
from .overrides import Override
from .promises import Promise
from .requests import Request
from .sending import Outbox, Pace, Processed
from .turned_up import TurnedUp
from .unlogged import Unlogged
from .waiting import Waiting
from .workspace import Audit, Person, Workspace

__all__ = [
    "METADATA",
    "table",
    "Account",
    "AccountName",
    "AccountTeam",
    "Alarm",
    "Audit",
    "Change",
    "Concern",
    "Contact",
    "Digest",
    "Erased",
    "Handoff",
    "ImportRow",
    "Insight",
    "Milestone",
    "NextStep",
    "Nudge",
    "Outbox",
    "Override",
    "Pace",
    "Person",
    "Promise",
    "Processed",
    "Question",
    "Request",
    "Revenue",
    "Snooze",
    "Standing",
    "Told",
    "Touch",
    "TouchContact",
    "TurnedUp",
    "Unlogged",
    "Waiting",
    "Workspace",
]
