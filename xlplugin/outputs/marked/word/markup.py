"""WordprocessingML, as much of it as comments need."""

from __future__ import annotations

import re
from typing import Any

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
_NUMBER = re.compile(r"\d{1,3}")


def child(node: Any, *path: str) -> Any | None:
    """The element at the end of a path of names."""
    return node.find("/".join(W + name for name in path))


def value(node: Any, *path: str) -> str | None:
    """The number that an element at the end of a path gives as its value."""
    found = child(node, *path)
    number = found.get(f"{W}val", "") if found is not None else ""
    return number if _NUMBER.fullmatch(number) else None


def is_deleted(node: Any) -> bool:
    """Whether tracked changes struck an element out: a row of its own accord, text by what it stands in."""
    if node.tag == f"{W}tr":
        return child(node, "trPr", "del") is not None
    return any(above.tag in (f"{W}del", f"{W}moveFrom") for above in node.iterancestors())
