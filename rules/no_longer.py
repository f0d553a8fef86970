"""What a button or a form may outlive: a sentence for whoever presses it when that is gone."""

from __future__ import annotations

from .phrase import say

GONE = "gone"
"""The kind of such a sentence."""

ACCOUNT = say("That account is no longer on file.", kind=GONE)
QUESTION = say("That question is no longer on file.", kind=GONE)
INSIGHT = say("That insight is no longer there.", kind=GONE)
NOTICE = say("That notice is no longer there.", kind=GONE)
PROMISE = say("That promise is no longer on file.", kind=GONE)
PROMISE_UNDONE = say("That promise is no longer there: the touch that brought it was undone.", kind=GONE)
REQUEST = say("That request is no longer on file.", kind=GONE)
REQUEST_UNDONE = say("That request is no longer there: the touch that brought it was undone.", kind=GONE)
STEP = say("That step is no longer on file.", kind=GONE)
CHANGE = say("That change is no longer on file.", kind=GONE)
OVERRIDE = say("That override is no longer on file.", kind=GONE)
CONCERN = say("That concern is no longer on file.", kind=GONE)
CONCERN_UNDONE = say("That concern is no longer there: what brought it was undone.", kind=GONE)
NEED = say("That need is no longer on file.", kind=GONE)
OFFER = say("That offer is no longer on file.", kind=GONE)
UPSELL = say("That upsell plan is no longer on file.", kind=GONE)
GOAL = say("That goal is no longer on file.", kind=GONE)
LOOSENING = say("That change is no longer on file.", kind=GONE)
CHANGEOVER = say("That was taken back, or decided meanwhile.", kind=GONE)
HANDOFF = say("That introduction is no longer on file.", kind=GONE)
MEMBER = say("They are not on the team any more.", kind=GONE)
ANSWERED = say("That is answered already.", kind=GONE)
PERSON = say("They are not with us any more.", kind=GONE)
ESCALATION = say("That is settled already: open the account to see how it stands.", kind=GONE)
CONTACT = say("That person is no longer on file.", kind=GONE)
GREETING = say("That day is past: log the greeting like any touch.", kind=GONE)
LINE = say("That line was logged or dismissed meanwhile.", kind=GONE)
TOUCH = say("That touch is no longer there.", kind=GONE)
UNDONE = say("That touch was undone.", kind=GONE)
PLACE = say("That account is no longer in this message.", kind=GONE)
