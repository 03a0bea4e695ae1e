"""What every channel must do. A channel's tests subclass `Contract` and give a fixture `rig`; see docs/channels.md."""

from __future__ import annotations

from .answering import Answering
from .danger import Danger
from .delivery import Delivery
from .handoff import HandingOff
from .kills import Kills
from .privacy import Privacy
from .taking_in import TakingIn


class Contract(TakingIn, Answering, Danger, Delivery, HandingOff, Kills, Privacy):
    """The whole contract, test by test."""
