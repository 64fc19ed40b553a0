"""Libraries that take long to load: something loads them when it first needs them, and neither their time nor their memory is the file's at hand."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module

around: Callable[[], AbstractContextManager[None]] = nullcontext
"""What is done around the loading: a process whose time and memory are limited lifts its limits meanwhile."""


def load(*names: str) -> None:
    """Loads the modules that are not there yet; raises `ImportError` where one is not installed."""
    wanted = [name for name in names if name not in sys.modules]
    if wanted:
        with around():
            for name in wanted:
                import_module(name)
