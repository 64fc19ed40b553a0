"""What the commands of the tab may be called from a terminal."""

from __future__ import annotations

from xlplugin.addin.toolbar.labels import LABELS
from xlplugin.errors import UsageError

SHORT = {"next": "next_problem", "previous": "previous_problem"}
"""What two commands may also be called."""


def checked_name(command: str) -> str:
    """The command's own name: `fill-totals` is `fill_totals`. Raises `UsageError` where there is none of the name."""
    name = SHORT.get(command, command.replace("-", "_"))
    if name not in LABELS:
        known = "、".join(LABELS)
        raise UsageError(zh=f"没有命令 {command}，可用：{known}。", en=f"there is no command {command}; there are {known}")
    return name
