"""The program itself, as xlwings knows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlplugin.live.calc.book import Book, Books, is_spreadsheet
from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.range import Range


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
        return Book(self, model).selection if is_spreadsheet(model) else None

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
        """Shows a message over the workbook in front; see `Book.alert`."""
        del callback
        return self.books.active.alert(prompt, title, buttons, mode)


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
