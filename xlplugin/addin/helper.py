"""The resident helper as the command line speaks to it: found, started, asked."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from xlplugin.addin.toolbar.component.pythonpath import xlplugin_helper as client
from xlplugin.version import __version__

IDLE = 15
"""Minutes without a press after which a helper ends that was started by a press."""
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from xlplugin.cli import main; main()"


def file() -> str:
    """Where it leaves word of itself."""
    return client.helper_file(os.environ)


def log() -> str:
    """What it said when it started, or failed."""
    return client.log_file(file())


def found() -> client.Helper | None:
    """The helper of this version that answers; None where none does. One of another version is asked to end."""
    return client.running(file(), __version__)


def version() -> str | None:
    """The version of the helper that answers, whichever it is; None where none does."""
    helper = client.running(file())
    return None if helper is None else helper.version


def started(idle: int = IDLE) -> client.Helper | None:
    """The helper that runs, or that is started now; None where it cannot be started here."""
    paths = json.dumps([entry for entry in sys.path if entry])
    command = [sys.executable, "-P", "-X", "utf8", "-c", _BOOT, paths, *arguments(idle)]
    try:
        return found() or client.start(file(), command, os.environ)
    except (OSError, client.NotStartedError):
        return None


def arguments(idle: int = IDLE) -> list[str]:
    """What the program is called with so that it becomes the helper."""
    return ["addin", "start", "--here", "--idle", str(idle)]


def ended() -> bool:
    """Asks the helper to end; False where none runs."""
    helper = client.running(file())
    if helper is None:
        return False
    client.ask(helper, "POST", "/api/live/end", {})
    return True


def do(command: str, request: dict[str, Any]) -> tuple[int, dict[str, Any]] | None:
    """The status and object of a command that the helper has done; None where there is no helper, and the command was not begun."""
    helper = started()
    return None if helper is None else client.do(helper, command, request)
