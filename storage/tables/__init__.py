"""Every table, by theme. Each carries `workspace_id`; instants are UTC; money is integer minor units.
Nothing here leaves storage/."""

from .absences import Absence
from .accounts import Account, AccountName, AccountTeam, Contact, NamePiece, Standing
from .alarms import Alarm
from .changeovers import Changeover, ChangeoverAccount
from .changes import Change
from .columns import METADATA, table, told
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
