"""Workbooks, as xlwings knows them, and changes as one step of undo."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from xlplugin.errors import HostError, NothingOpenError
from xlplugin.live.calc.bridge import host_errors, is_open, load_uno
from xlplugin.live.calc.document import Document, area_of
from xlplugin.live.calc.names import Names
from xlplugin.live.calc.range import Range
from xlplugin.live.calc.sheet import Sheet, Sheets

_FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML", ".xls": "MS Excel 97", ".ods": "calc8"}
_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_KINDS = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
"""com.sun.star.awt.MessageBoxButtons."""
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
"""com.sun.star.awt.MessageBoxResults."""


class Book:
    """One open workbook. `api` is Calc's own object (`com.sun.star.sheet.SpreadsheetDocument`)."""

    def __init__(self, app: Any, api: Any) -> None:
        self.app = app
        self.api = api
        self.document = Document(api)

    @property
    def fullname(self) -> str:
        """Its path; its address where it lies on a server, its title where it was never saved."""
        url = str(self.api.getURL())
        if not url:
            return str(self.api.getTitle())
        return str(load_uno().fileUrlToSystemPath(url)) if url.startswith("file:") else url

    @property
    def name(self) -> str:
        """Its file name, or the title of an unsaved one."""
        return self.fullname.rsplit("/", 1)[-1] if self.api.getURL() else self.fullname

    @property
    def identity(self) -> str:
        """What tells it from every other workbook open in this program, whatever their names."""
        return str(self.api.RuntimeUID)

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return is_open(self.api)

    @property
    def is_read_only(self) -> bool:
        """Whether it was opened read-only."""
        return bool(self.api.isReadonly())

    @property
    def has_macros(self) -> bool:
        """Whether it carries macros."""
        libraries = self.api.BasicLibraries
        return any(libraries.getByName(name).getElementNames() for name in libraries.getElementNames())

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """All its names, those of single sheets too."""
        return Names(self, list(self.sheets), self.api.NamedRanges)

    def definitions(self) -> dict[str, str]:
        """The workbook's own names and what they refer to, `=Sheet1!$A$1`."""
        return Names(self, [], self.api.NamedRanges).definitions()

    def activate(self) -> None:
        """Brings its window to the front."""
        frame = self.api.getCurrentController().getFrame()
        frame.activate()
        frame.getContainerWindow().toFront()

    @property
    def selection(self) -> Range | None:
        """The selected cells of its window, the first block of them; None where something else is selected."""
        selected = self.api.getCurrentSelection()
        if hasattr(selected, "getRangeAddresses"):
            selected = selected.getByIndex(0) if selected.getCount() else None
        if selected is None or not hasattr(selected, "getRangeAddress"):
            return None
        return Range(Sheet(self, selected.getSpreadsheet()), area_of(selected))

    def alert(self, prompt: str, title: str | None = None, buttons: str = "ok", mode: str | None = None) -> str:
        """Shows a message over its window and waits for the answer: `ok`, `cancel`, `yes`, `no`. A program without windows answers `cancel`."""
        uno = load_uno()
        parent = self.api.getCurrentController().getFrame().getContainerWindow()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX" if "yes" in buttons else _KINDS[mode])
        box = self.app.service("com.sun.star.awt.Toolkit").createMessageBox(parent, kind, _BUTTONS[buttons], title or "", prompt)
        answer = int(box.execute())
        box.dispose()
        return _ANSWERS.get(answer, "cancel")

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Saves it where it lies, or at a path in the format of the path's ending. Raises HostError where Calc cannot."""
        uno = load_uno()
        make = uno.getClass("com.sun.star.beans.PropertyValue")
        try:
            if path is None:
                self.api.store()
                return
            suffix = Path(path).suffix.lower()
            if suffix not in _FILTERS:
                raise HostError(zh=f"不能保存为 {suffix} 格式。", en=f"cannot save as {suffix}")
            options = [make("FilterName", 0, _FILTERS[suffix], 0)] + ([make("Password", 0, password, 0)] if password else [])
            self.api.storeAsURL(uno.systemPathToFileUrl(os.path.abspath(path)), tuple(options))
        except uno.getClass("com.sun.star.io.IOException") as error:
            raise HostError(zh=f"无法保存工作簿：{path or self.fullname}。", en=f"cannot save the workbook: {path or self.fullname}") from error

    def close(self) -> None:
        """Closes it without saving."""
        self.api.setModified(False)
        self.api.close(True)

    @contextmanager
    def one_step(self, title: str) -> Iterator[None]:
        """Makes what is done inside one step of Calc's undo list, called `title`; the window is drawn once, at the end.

        Calc's undo of values written as a block (`Range.value` of several cells) does not empty cells that were blank; `Sheet.write_cells` has no such gap.
        What LibreOffice raises inside becomes a HostError.
        """
        undo = self.api.getUndoManager()
        undo.enterUndoContext(title)
        self.api.lockControllers()
        try:
            with host_errors(self.api):
                yield
        finally:
            if self.is_open:
                self.api.unlockControllers()
                undo.leaveUndoContext()


class Books:
    """The workbooks open in one LibreOffice."""

    def __init__(self, app: Any, desktop: Any) -> None:
        self.app = app
        self.api = desktop

    def __iter__(self) -> Iterator[Book]:
        components = self.api.getComponents().createEnumeration()
        while components.hasMoreElements():
            one = components.nextElement()
            if is_spreadsheet(one):
                yield Book(self.app, one)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: int | str) -> bool:
        return any(key in (number, book.name, book.fullname) for number, book in enumerate(self, 1))

    @property
    def active(self) -> Book:
        """The workbook that the user last worked in; raises NothingOpenError where none is open."""
        current = self.api.getCurrentComponent()
        if is_spreadsheet(current):
            return Book(self.app, current)
        for book in self:
            return book
        raise NothingOpenError()

    def __call__(self, key: int | str) -> Book:
        """The workbook of a number from 1, a file name or a path; raises KeyError."""
        for number, book in enumerate(self, 1):
            if key in (number, book.name, book.fullname):
                return book
        raise KeyError(key)

    def add(self) -> Book:
        """A new workbook."""
        return Book(self.app, self.api.loadComponentFromURL("private:factory/scalc", "_blank", 0, ()))

    def open(self, fullname: str, update_links: bool | None = None, read_only: bool | None = None, *_: object) -> Book:
        """Opens a workbook: macros never run, links are never followed. Raises HostError where Calc cannot read it."""
        del update_links
        uno = load_uno()
        make = uno.getClass("com.sun.star.beans.PropertyValue")
        options = (make("MacroExecutionMode", 0, 0, 0), make("UpdateDocMode", 0, 0, 0), make("ReadOnly", 0, bool(read_only), 0))
        model = self.api.loadComponentFromURL(uno.systemPathToFileUrl(os.path.abspath(fullname)), "_blank", 0, options)
        if not is_spreadsheet(model):
            raise HostError(zh=f"LibreOffice 无法打开：{fullname}。", en=f"LibreOffice cannot open {fullname}")
        return Book(self.app, model)


def is_spreadsheet(component: Any) -> bool:
    """Whether what is open in a window is a spreadsheet document."""
    return component is not None and hasattr(component, "supportsService") and bool(component.supportsService(_SPREADSHEET))
