"""The toolbar's handler. Runs inside LibreOffice, in its own Python (3.7 or later): standard library and UNO only.

A press opens a pipe of a random name, which only this user can connect to, and starts the interpreter recorded at install
time on the command; the program talks back through the pipe while Calc goes on. The open document says nothing but its
own name: not which program runs, nor with what options.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import uno
import unohelper
from com.sun.star.awt import XCallback
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX
from com.sun.star.beans import PropertyValue
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

if TYPE_CHECKING:
    from xlplugin.addin.toolbar.component.pythonpath import xlplugin_launch as launch
else:
    import xlplugin_launch as launch

IDENTIFIER = "xlplugin.toolbar"
PROTOCOL = "vnd.xlplugin:"
RECORD = "toolbar.json"
_SERVICES = ("com.sun.star.frame.ProtocolHandler",)
_STILL = {"zh": "“{label}”还没有结束，请稍候再点。", "en": "“{label}” has not finished yet; please wait."}
_RUNNING = {"zh": "正在执行“{label}”……", "en": "Running “{label}” …"}
_UNEXPECTED = {"zh": "无法执行：{error}", "en": "Could not be run: {error}"}

_one_at_a_time = threading.Lock()
_running = {"command": ""}


class Handler(unohelper.Base, XInitialization, XDispatchProvider, XDispatch, XServiceInfo):  # type: ignore[misc]  # UNO's classes have no types
    """Answers to `vnd.xlplugin:<command>` in one window."""

    def __init__(self, context: Any, *arguments: Any) -> None:
        self.context = context
        self.frame: Any = None

    def initialize(self, arguments: tuple[Any, ...]) -> None:
        """Called with the window's frame."""
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url: Any, target: str, flags: int) -> Any:
        """Ourselves for our own addresses."""
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: tuple[Any, ...]) -> tuple[Any, ...]:
        """The same for several addresses."""
        return tuple(self.queryDispatch(request.FeatureURL, request.FrameName, request.SearchFlags) for request in requests)

    def dispatch(self, url: Any, arguments: tuple[Any, ...]) -> None:
        """A press; returns at once."""
        language = "en"
        try:
            language = _language(self.context)
            _press(self.context, self.frame, url.Complete[len(PROTOCOL) :], language)
        except Exception as error:  # what is raised here the office would swallow
            _show(self.frame, ERRORBOX, "xlplugin", _UNEXPECTED[language].format(error=error))

    def addStatusListener(self, listener: Any, url: Any) -> None:
        """Our buttons have no states."""

    def removeStatusListener(self, listener: Any, url: Any) -> None:
        """See above."""

    def getImplementationName(self) -> str:
        """As registered."""
        return IDENTIFIER

    def supportsService(self, name: str) -> bool:
        """As registered."""
        return name in _SERVICES

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        """As registered."""
        return _SERVICES


class _Posted(unohelper.Base, XCallback):  # type: ignore[misc]  # UNO's classes have no types
    """A call that the office makes in its own thread, where windows may be opened."""

    def __init__(self, action: Callable[[], None]) -> None:
        self.action = action

    def notify(self, data: Any) -> None:
        """Called by the office."""
        self.action()


def _press(context: Any, frame: Any, command: str, language: str) -> None:
    """Starts a command in the background. A second press of a running command is a double click; of another one, it is told."""
    record = launch.read_record(os.path.join(_folder(context), RECORD))
    labels: dict[str, dict[str, str]] = record["commands"]
    title: str = record["title"][language]
    if command not in labels or frame is None or frame.Controller is None:
        return
    if not _one_at_a_time.acquire(blocking=False):
        if command != _running["command"]:
            label = labels.get(_running["command"], labels[command])[language]
            _show(frame, INFOBOX, title, _STILL[language].format(label=label))
        return
    try:
        _running["command"] = command
        pipe = "xlplugin" + secrets.token_hex(16)
        # the office's own service behind --accept; it listens until we let go of it
        acceptor = _service(context, "com.sun.star.office.Acceptor")
        acceptor.initialize(("pipe,name=" + pipe + ";urp;StarOffice.ComponentContext", True))
        program = uno.fileUrlToSystemPath(_expanded(context, "$BRAND_BASE_DIR/$BRAND_BIN_SUBDIR"))
        arguments = launch.command_line(str(record["python"]), command, pipe, _name(frame.Controller.Model), language)
        environment = launch.clean_environment(os.environ, program)
        log = os.path.join(uno.fileUrlToSystemPath(_service(context, "com.sun.star.util.PathSubstitution").getSubstituteVariableValue("$(user)")), "xlplugin.log")
        indicator = frame.createStatusIndicator()
        indicator.start(_RUNNING[language].format(label=labels[command][language]), 0)
    except BaseException:
        _one_at_a_time.release()
        raise

    def wait(acceptor: Any) -> None:
        try:
            problem = launch.attempt(record["python"], arguments, environment, language, log)
        except Exception as error:
            problem = _UNEXPECTED[language].format(error=error)
        del acceptor  # stops listening
        _one_at_a_time.release()
        _post(context, lambda: _finish(indicator, frame, title, problem))

    threading.Thread(target=wait, args=(acceptor,), daemon=True).start()


def _finish(indicator: Any, frame: Any, title: str, problem: str) -> None:
    """In the office's thread: takes the status text away and tells what went wrong."""
    try:
        indicator.end()
    finally:
        if problem:
            _show(frame, ERRORBOX, title, problem)


def _post(context: Any, action: Callable[[], None]) -> None:
    _service(context, "com.sun.star.awt.AsyncCallback").addCallback(_Posted(action), None)


def _show(frame: Any, kind: Any, title: str, words: str) -> None:
    """A message over the window."""
    window = frame.ContainerWindow
    window.Toolkit.createMessageBox(window, kind, 1, title, words).execute()


def _name(document: Any) -> str:
    """The document's full path where it is a file here, its address where it is elsewhere, its title where it was never saved."""
    url: str = document.URL
    if not url:
        return str(document.Title)
    return str(uno.fileUrlToSystemPath(url)) if url.startswith("file:") else url


def _folder(context: Any) -> str:
    """Where this extension's files are."""
    provider = context.getValueByName("/singletons/com.sun.star.deployment.PackageInformationProvider")
    return str(uno.fileUrlToSystemPath(provider.getPackageLocation(IDENTIFIER)))


def _language(context: Any) -> str:
    """`zh` or `en`, as the office itself speaks."""
    where = PropertyValue("nodepath", 0, "/org.openoffice.Setup/L10N", uno.Enum("com.sun.star.beans.PropertyState", "DIRECT_VALUE"))
    provider = _service(context, "com.sun.star.configuration.ConfigurationProvider")
    access = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationAccess", (where,))
    return "zh" if access.getByName("ooLocale").startswith("zh") else "en"


def _expanded(context: Any, words: str) -> str:
    return str(context.getValueByName("/singletons/com.sun.star.util.theMacroExpander").expandMacros(words))


def _service(context: Any, name: str) -> Any:
    return context.ServiceManager.createInstanceWithContext(name, context)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, IDENTIFIER, _SERVICES)
