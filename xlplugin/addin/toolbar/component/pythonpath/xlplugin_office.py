"""What the toolbar's handler asks of the office around it. Runs inside LibreOffice, in its own Python (3.7 or later)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.beans import PropertyValue


class _Posted(unohelper.Base, XCallback):  # type: ignore[misc]  # UNO's classes have no types
    """A call that the office makes in its own thread, where windows may be opened."""

    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action

    def notify(self, data: Any) -> None:
        """Called by the office."""
        self.action()


def post(context: Any, action: Callable[[], None]) -> None:
    """Has the office call `action` in its own thread, when it next is idle."""
    service(context, "com.sun.star.awt.AsyncCallback").addCallback(_Posted(action), None)


def show(frame: Any, kind: Any, title: str, words: str) -> None:
    """A message over the window; none where the window was closed in the meantime."""
    window = frame.ContainerWindow
    if window is not None:
        box = window.Toolkit.createMessageBox(window, kind, 1, title, words)
        box.execute()
        box.dispose()


class StatusText:
    """A text in a window's status bar. Only the office's own code can use this: what a program started in the status bar stays there when it ends."""

    def __init__(self, frame: Any, words: str) -> None:
        self._indicator = frame.createStatusIndicator()
        self._indicator.start(words, 0)

    def end(self) -> None:
        """Gives the status bar back; nothing happens where the window is closed."""
        with suppress(Exception):
            self._indicator.end()


def document_name(document: Any) -> str:
    """The document's full path where it is a file here, its address where it is elsewhere, its title where it was never saved."""
    url: str = document.URL
    if not url:
        return str(document.Title)
    return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else url


def extension_folder(context: Any, identifier: str) -> str:
    """Where an extension's files are."""
    provider = context.getValueByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
    return str(uno.fileUrlToSystemPath(provider.getPackageLocation(identifier)))


def program_folder(context: Any) -> str:
    """Where the office's own programs and libraries are."""
    expander = context.getValueByName("/singletons/com.sun.star.util.theMacroExpander")
    return str(uno.fileUrlToSystemPath(expander.expandMacros("$BRAND_BASE_DIR/$BRAND_BIN_SUBDIR")))


def user_folder(context: Any) -> str:
    """The user's part of the office's profile."""
    return str(uno.fileUrlToSystemPath(service(context, "com.sun.star.util.PathSubstitution").getSubstituteVariableValue("$(user)")))


def language(context: Any) -> str:
    """`zh` or `en`, as the office itself speaks."""
    where = PropertyValue("nodepath", 0, "/org.openoffice.Setup/L10N", uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE"))
    provider = service(context, "com.sun.star.configuration.ConfigurationProvider")
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (where,))
    return "zh" if access.getByName("ooLocale").startswith("zh") else "en"


def service(context: Any, name: str) -> Any:
    """A service of the office by its name."""
    return context.ServiceManager.createInstanceWithContext(name, context)
