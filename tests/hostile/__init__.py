"""Inputs that are made to hang, swell or break whoever reads them; each is small, and made by our own code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.hostile.books import BOOKS
from tests.hostile.copies import COPIES
from tests.hostile.foreign import FOREIGN
from tests.hostile.pages import PAGES
from tests.hostile.texts import TEXTS
from tests.hostile.words import WORDS

Made = Callable[[], bytes]
INPUTS: Mapping[str, Made] = {**BOOKS, **COPIES, **FOREIGN, **WORDS, **PAGES, **TEXTS}
"""By the name under which each is sent."""
NOT_YET = ("句，许多段.txt", "线许多.pdf", "字许多.pdf", "字许多，各处.pdf", "框许多.pdf", "状态套.pdf", "膨胀的流.pdf", "页许多.pdf", "图形自引.pdf")
"""Texts that take more than the suite can spend, or that nobody has timed yet."""
SHOWN: Mapping[str, Made] = {**COPIES, **{name: made for name, made in TEXTS.items() if name not in NOT_YET}}
"""Those that were timed, and end within their limits: the suite holds them there. `python -m tests.hostile.measure` times the others too."""
