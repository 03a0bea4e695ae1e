"""When the network is sure enough to act. All numbers of detection, each with its reason.

Chosen on the validation voices of data/safety/voices, never on tests/safety/; `make eval-safety` shows what they give.
Missing somebody in danger is worse than one kind question too many, and that worse than an interrupted one.
"""

from __future__ import annotations

from typing import Final

TAKEOVER: Final = 0.88
"""Risk from which the crisis reply takes the place of the answer: two to six in a hundred hard harmless ones reach it,
of the plain questions two in a thousand."""

CHECK_IN: Final = 0.18
"""Risk from which the answer comes with one kind question: of the hard harmless messages one in nine to four in ten, by
author, of the plain questions five in a hundred."""

CHECK_IN_SPANISH: Final = 0.13
"""The same for a message in Spanish, or in both languages. The network reads English better: here under six in a
hundred of the risky ones are missed, and a third of the hard harmless messages get the question."""

URGENT: Final = 0.04
"""The same for an emergency or a plan alone, for nobody in that danger may be missed: of the harmless messages of the
validation voices 0.01 more get the question than at 0.06, and of two authors' urgent ones one more each."""
