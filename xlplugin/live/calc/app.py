"""The program itself, as xlwings knows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlplugin.live.calc.book import Book, Books, is_spreadsheet
from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.document import area_of
from xlplugin.live.calc.range import Range
from xlplugin.live.calc.sheet import Sheet

_KINDS = {None: "MESSAGEBOX", "info": "INFOBOX", "critical": "ERRORBOX"}
_BUTTONS = {"ok": 1, "ok_cancel": 2, "yes_no": 3, "yes_no_cancel": 4}
"""com.sun.star.awt.MessageBoxButtons."""
_ANSWERS = {0: "cancel", 1: "ok", 2: "yes", 3: "no"}
"""com.sun.star.awt.MessageBoxResults."""


class App:
    """One running LibreOffice. `api` is its desktop (`com.sun.star.frame.Desktop`)."""

    visible = True
    display_alerts = True

    def __init__(self, engine: Any, context: Any, pid: int) -> None:
        self.engine = engine
        self.context = context
        self.pid = pid
        self.api = self.service("com.sun.star.frame.Desktop")
        self._status: Any = None
        self._status_text: str | None = None

    def service(self, name: str) -> Any:
        """A service of the running program."""
        return self.context.getServiceManager().createInstanceWithContext(name, self.context)

    @property
    def books(self) -> Books:
        """The open workbooks."""
        return Books(self, self.api)

    @property
    def version(self) -> str:
        """LibreOffice's version, 7.4.7.2."""
        uno = load_uno()
        node = uno.createUnoStruct("com.sun.star.beans.PropertyValue", "nodepath", 0, "/org.openoffice.Setup/Product", 0)
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        product = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (node,))
        return str(product.getByName("ooSetupVersionAboutBox"))

    @property
    def selection(self) -> Range | None:
        """The selected cells, the first block of them; None where something else is selected or no workbook is open."""
        model = self.api.getCurrentComponent()
        if not is_spreadsheet(model):
            return None
        selected = model.getCurrentSelection()
        if hasattr(selected, "getRangeAddresses"):
            selected = selected.getByIndex(0) if selected.getCount() else None
        if selected is None or not hasattr(selected, "getRangeAddress"):
            return None
        return Range(Sheet(Book(self, model), selected.getSpreadsheet()), area_of(selected))

    def activate(self, steal_focus: bool = False) -> None:
        """Brings the workbook in front to the front of all windows, where the desktop allows it."""
        if steal_focus:
            self.books.active.activate()

    @property
    def screen_updating(self) -> bool:
        """Whether the workbook in front is drawn anew after each change."""
        return not self.books.active.api.hasControllersLocked()

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        model = self.books.active.api
        if value and model.hasControllersLocked():
            model.unlockControllers()
        elif not value:
            model.lockControllers()

    @property
    def status_bar(self) -> str | None:
        """The message in the status bar that we put there."""
        return self._status_text

    @status_bar.setter
    def status_bar(self, text: str | bool | None) -> None:
        if self._status is not None:
            self._status.end()
        self._status, self._status_text = None, None
        if text:
            self._status = self.books.active.api.getCurrentController().getFrame().createStatusIndicator()
            self._status.start(str(text), 0)
            self._status_text = str(text)

    def calculate(self) -> None:
        """Computes all formulas of the workbook in front."""
        self.books.active.api.calculateAll()

    def alert(self, prompt: str, title: str | None = None, buttons: str = "ok", mode: str | None = None, callback: object = None) -> str:
        """Shows a message and waits for the answer: `ok`, `cancel`, `yes`, `no`. A program without windows answers `cancel`."""
        del callback
        uno = load_uno()
        parent = self.books.active.api.getCurrentController().getFrame().getContainerWindow()
        kind = uno.Enum("com.sun.star.awt.MessageBoxType", "QUERYBOX" if "yes" in buttons else _KINDS[mode])
        box = self.service("com.sun.star.awt.Toolkit").createMessageBox(parent, kind, _BUTTONS[buttons], title or "", prompt)
        answer = int(box.execute())
        box.dispose()
        return _ANSWERS.get(answer, "cancel")


class Apps:
    """The programs of an engine: the one it is connected with."""

    def __init__(self, app: App) -> None:
        self._app = app

    def keys(self) -> list[int]:
        """Process ids."""
        return [self._app.pid]

    def __iter__(self) -> Iterator[App]:
        yield self._app

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        if pid != self._app.pid:
            raise KeyError(pid)
        return self._app
