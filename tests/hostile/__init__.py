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
