"""Runs the helper: one for each user, found again by whoever presses a button, gone when nobody has pressed one for a while."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from xlplugin.addin.commands import Answer
from xlplugin.addin.toolbar.component.pythonpath.xlplugin_helper import helper_file, log_file, read, running
from xlplugin.errors import XlpluginError
from xlplugin.serve.live.answers import methods
from xlplugin.serve.live.jobs import Act, Jobs, Press
from xlplugin.serve.local.guards import Guards
from xlplugin.serve.local.service import Service
from xlplugin.version import __version__


def serve(idle: float, act: Act | None = None, told: Callable[[], None] = lambda: None) -> bool:
    """Runs until nobody has asked for `idle` seconds, or somebody asks for the end; False, at once, where one runs already.

    `act` does what a button does. `told` is called once the helper can be asked.
    """
    file = Path(helper_file(os.environ))
    if running(str(file), __version__) is not None:
        return False
    jobs = Jobs(act or do, Path(log_file(str(file))))
    with Service(guards=Guards(0)) as service:

        def end() -> None:
            threading.Timer(0.2, service.shutdown).start()  # after the answer

        service.get, service.post = methods(jobs, end)
        service.has_page, service.is_busy = False, lambda: jobs.is_busy
        leave_word(file, service)
        threading.Thread(target=_warm, daemon=True).start()
        try:
            told()
            service.end_when_idle(idle)
            service.serve_forever(0.1)
        finally:
            helper = read(str(file))
            if helper is not None and helper.token == service.token:
                with suppress(OSError):
                    file.unlink()
    return True


def leave_word(file: Path, service: Service) -> None:
    """Port, token, version and process, a line each, where this user alone can read it. The line ends are those that VBA reads lines by."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = file.with_name(f"helper.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii", newline="\r\n") as stream:
        stream.write(f"{service.server_port}\n{service.token}\n{__version__}\n{os.getpid()}\n")
    beside.replace(file)  # never half of it


def do(press: Press) -> Answer:
    """Does what a button does. No context manager here: what LibreOffice raises does not pass through one."""
    from xlplugin.addin.press import press as do_it

    if sys.platform != "win32":
        return do_it(press.command, **press.arguments)
    import pythoncom

    pythoncom.CoInitialize()  # Windows wants each thread that speaks to Excel to say so
    try:
        return do_it(press.command, **press.arguments)
    finally:
        pythoncom.CoUninitialize()


def _warm() -> None:
    """Loads what the first press will need, while the spreadsheet program is being spoken to."""
    import xlplugin.addin.press  # noqa: F401 - for its own sake
    from xlplugin.form import editions
    from xlplugin.rules import catalogue

    editions(), catalogue()
    if sys.platform != "win32":
        from xlplugin.live.calc.bridge import load_uno

        with suppress(XlpluginError):
            load_uno()
