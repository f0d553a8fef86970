"""Words of contact worth reading through a slip, and words that are no slip of them."""

from __future__ import annotations

MEANT = (
    "called emailed visited meeting yesterday tomorrow spoke talked texted phoned tried answer voicemail minutes"
    " monday tuesday wednesday thursday friday calling dinner reached message messaged dialled dialed replied"
    " reply trying happy worried"
).split()
NO_SLIP = frozenset(
    "tested tasked smoke stoke caller callers culled visitor visiting minute answers answered meetings greeting"
    " messages massage replay repay relied reacher dinners tired tires tries toned honed phones happen harry"
    " worries calls falling killing tilling cabling".split()
)
