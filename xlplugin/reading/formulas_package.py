"""The functions of the `formulas` package, also where scipy is not installed, as in a browser.

The package loads scipy with its statistics (`formulas/functions/stat.py`). None of the functions that ours are made of is among them,
so where scipy is missing empty modules stand in for it while the package loads, and are taken away again.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Any

from formulas.functions import get_functions

_ASKED_FOR = {"scipy": ("stats", "linalg"), "scipy.stats": (), "scipy.linalg": (), "scipy.interpolate": ("interp1d",)}
"""What the package's statistics import, by module."""


@cache
def package_functions() -> Mapping[str, Any]:
    """The package's own functions by name; those that take scipy cannot be called where it is missing."""
    with _stand_ins():
        functions: Mapping[str, Any] = get_functions()
    return functions


@contextmanager
def _stand_ins() -> Iterator[None]:
    try:
        import scipy.interpolate
        import scipy.linalg
        import scipy.stats  # noqa: F401  # loaded here, so that the package finds it
    except ImportError:
        before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "scipy"}
        made = {name: ModuleType(name) for name in _ASKED_FOR}
        for name, module in made.items():
            for attribute in _ASKED_FOR[name]:
                setattr(module, attribute, made.get(f"{name}.{attribute}"))
        sys.modules.update(made)
        try:
            yield
        finally:
            for name in made:
                del sys.modules[name]
            sys.modules.update(before)
    else:
        yield
