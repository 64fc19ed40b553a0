"""Regular expressions that are compiled when they are first wanted.

A check of one sound file needs few of the program's patterns, and compiling them all took it a fifth of its time. What is wanted of nearly every
file is compiled when its module is loaded, with `re.compile`; what takes a millisecond, or is for a kind of file that most are not, is `late`.
"""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands for a pattern until something is asked of it; from then on it has what the pattern has."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._pattern, self._flags)
        vars(self).update((one, getattr(compiled, one)) for one in dir(compiled) if not one.startswith("_"))
        return getattr(compiled, name)


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for the top of a module; `scripts/regexes.py` finds and measures it there like any other."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
