"""An xlwings engine over a running LibreOffice Calc: the workbooks that the user has open, however it was started.

`connect()` finds the office, makes it listen, and registers the engine with xlwings, where it is then the active one:
`xlwings.books.active` is the workbook in front. What xlwings has no words for is done by the objects behind its own
(`sheet.impl`, `book.impl`): `read_notes`, `write_notes`, `read_fills`, `write_fills`, `write_links`, `write_cells`, `write_rows`,
`merged_areas`, `hidden_lines`, `writable`, `one_step`, `definitions`.

Unlike Excel's, a text given to `Range.value` stays a text even where it looks like a number or a formula; formulas go
through `Range.formula`. What Calc drops in silence (on protected sheets, in read-only workbooks) raises NotWrittenError.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlwings

from xlplugin.errors import HostNotRunningError, HostSilentError
from xlplugin.live.calc.app import App, Apps
from xlplugin.live.calc.bridge import host_errors, load_uno, resolve
from xlplugin.live.calc.office import Office, listens, make_listen, running_offices
from xlplugin.live.calc.values import clean

__all__ = ["Engine", "connect", "host_errors"]


class Engine:
    """The engine of one running office: what `xlwings.Engine(impl=…)` takes."""

    name = "calc"
    type = "desktop"

    def __init__(self, context: Any, pid: int = 0) -> None:
        self.context = context
        self._app = App(self, context, pid)

    @property
    def apps(self) -> Apps:
        """The one program."""
        return Apps(self._app)

    @property
    def app(self) -> App:
        """The program."""
        return self._app

    @staticmethod
    def prepare_xl_data_element(value: object, options: object) -> object:
        """A value on its way into a cell, as it is: the range makes Calc's value of it."""
        del options
        return value.item() if hasattr(value, "item") else value

    @staticmethod
    def clean_value_data(
        values: Sequence[Sequence[Any]], make_date: Callable[..., object], empty: object, make_number: Callable[[float], object] | None, errors_as_text: bool
    ) -> list[list[object]]:
        """Values on their way out of a range, as xlwings' options ask for them."""
        return clean(values, make_date, empty, make_number, errors_as_text)


def connect(pipe: str | None = None, profile: str | Path | None = None, timeout: float = 20) -> Engine:
    """Attaches to a running LibreOffice and makes it xlwings' active engine.

    `pipe`: where it listens, or shall listen; without it every running office of this user is looked at, and one that has a
    workbook open is taken first. `profile`: only an office with this profile (a folder or a file URL).

    Raises HostMissingError, HostPythonError, HostNotRunningError (none is started here), HostSilentError.
    """
    load_uno()
    if pipe is not None and listens(pipe):
        return _register(_at(pipe, timeout))
    offices = running_offices(_url(profile))
    if not offices:
        raise HostNotRunningError()
    engines: list[Engine] = []
    for office in offices:
        engine = _attach(office, pipe, timeout)
        if len(engine.app.books):
            return _register(engine)
        engines.append(engine)
    return _register(engines[0])


def attach(pipe: str | None = None, profile: str | Path | None = None, timeout: float = 20) -> list[Engine | HostSilentError]:
    """Every running LibreOffice of this user, or what to say of one that does not answer; with a `pipe` only the one that listens there. None is made the active engine.

    Raises HostMissingError, HostPythonError, HostNotRunningError; HostSilentError where nobody listens on the pipe.
    """
    load_uno()
    if pipe is not None:
        return [_at(pipe, timeout)]
    offices = running_offices(_url(profile))
    if not offices:
        raise HostNotRunningError()
    found: list[Engine | HostSilentError] = []
    for office in offices:
        try:
            found.append(_attach(office, None, timeout))
        except HostSilentError as error:
            found.append(error)
    return found


def _at(pipe: str, timeout: float) -> Engine:
    """The office that listens on a pipe."""
    pid = next((office.pid for office in running_offices() if pipe in (*office.pipes, office.own_pipe)), 0)
    return Engine(_resolve(pipe, timeout), pid)


def _url(profile: str | Path | None) -> str | None:
    return None if profile is None else profile if isinstance(profile, str) and profile.startswith("file:") else Path(profile).resolve().as_uri()


def _attach(office: Office, pipe: str | None, timeout: float) -> Engine:
    name = pipe or next((one for one in (office.own_pipe, *office.pipes) if listens(one)), office.own_pipe)
    if not listens(name):
        make_listen(office, name, timeout)
    return Engine(_resolve(name, timeout), office.pid)


def _resolve(pipe: str, timeout: float) -> Any:
    """The office's context; tried again while it is starting."""
    end = time.monotonic() + timeout
    while True:
        try:
            return resolve(pipe)
        except HostSilentError:
            if time.monotonic() > end or not listens(pipe):
                raise
            time.sleep(0.1)


def _register(engine: Engine) -> Engine:
    """Puts the engine in the place of an earlier one in xlwings' list, and makes it the active one."""
    added = xlwings.Engine(impl=engine)
    xlwings.engines.engines[:] = [one for one in xlwings.engines.engines if one.name != engine.name]
    xlwings.engines.add(added)
    added.activate()
    return engine
