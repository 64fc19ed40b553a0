"""What an office says of its slips besides what the run found: its own template, until when, and who sends them on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SlipOptions:
    """What is not given is taken from the roster, and else left open in the slip."""

    template: Path | None = None
    deadline: dt.date | None = None
    """The last day for sending the report again."""
    sender: str | None = None
    """The office that signs; default the organ's 上级 on the roster."""
    dated: dt.date | None = None
    """The day under the signature."""


OPEN = SlipOptions()
"""Nothing is said: all is the roster's, or left open."""
