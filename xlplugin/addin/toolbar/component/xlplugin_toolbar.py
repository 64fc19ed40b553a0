"""The toolbar's handler. Runs inside LibreOffice, in its own Python (3.7 or later): standard library and UNO only.

The first press opens a pipe of a random name, which only this user can connect to, for as long as the office runs. Each press has
its command done by the helper, which the interpreter recorded at install time is started to be where none runs; the helper
talks back through the pipe while Calc goes on.
The open document says nothing but its own name: not which program runs, nor with what options.
"""

from __future__ import annotations

import os
import secrets
import threading
from typing import TYPE_CHECKING, Any

import unohelper
from com.sun.star.awt.MessageBoxType import ERRORBOX, INFOBOX
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo

if TYPE_CHECKING:
    from xlplugin.addin.toolbar.component.pythonpath import xlplugin_launch as launch
    from xlplugin.addin.toolbar.component.pythonpath import xlplugin_office as office
else:
    import xlplugin_launch as launch
    import xlplugin_office as office

IDENTIFIER = "xlplugin.toolbar"
PROTOCOL = "vnd.xlplugin:"
RECORD = "toolbar.json"
STATUS_SECONDS = 20
"""How long the answer stays in the status bar, which is Calc's again then."""
_SERVICES = ("com.sun.star.frame.ProtocolHandler",)
_STILL = {"zh": "“{label}”还没有结束，请稍候再点。", "en": "“{label}” has not finished yet; please wait."}
_RUNNING = {"zh": "正在执行“{label}”……", "en": "Running “{label}” …"}
_UNEXPECTED = {"zh": "无法执行：{error}", "en": "Could not be run: {error}"}


class _Now:
    """What runs, what the status bar shows, and where the office listens: one of each for the whole office."""

    is_free = threading.Lock()
    command = ""
    status: Any = None
    pipe = ""
    acceptor: Any = None
    """The office's own service behind its option --accept; it listens for as long as somebody holds it."""


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
        language = "zh"
        try:
            language = office.language(self.context)
            _press(self.context, self.frame, url.Complete[len(PROTOCOL) :], language)
        except Exception as error:  # what is raised here the office would swallow
            office.show(self.frame, ERRORBOX, "xlplugin", _UNEXPECTED[language].format(error=error))

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


def _press(context: Any, frame: Any, command: str, language: str) -> None:
    """Starts a command in the background. A second press of the running command is a double click and ignored; of another one, it is told."""
    record = launch.read_record(os.path.join(office.extension_folder(context, IDENTIFIER), RECORD))
    labels = {name: words[language] for name, words in record["commands"].items()}
    title = record["title"][language]
    if command not in labels or frame is None or frame.Controller is None:
        return
    if not _Now.is_free.acquire(blocking=False):
        if command != _Now.command:
            office.show(frame, INFOBOX, title, _STILL[language].format(label=labels.get(_Now.command, _Now.command)))
        return
    try:
        _Now.command = command
        request = {"host": "calc", "pipe": _pipe(context), "book": office.document_name(frame.Controller.Model), "lang": language}
        environment = launch.clean_environment(os.environ, office.program_folder(context))
        log = os.path.join(office.user_folder(context), "xlplugin.log")
        _tell(frame, _RUNNING[language].format(label=labels[command]))
    except BaseException:
        _Now.is_free.release()
        raise

    def wait() -> None:
        answer = ""
        try:
            answer, problem = launch.attempt(record["python"], command, request, environment, language, log)
        except Exception as error:
            problem = _UNEXPECTED[language].format(error=error)
        _Now.is_free.release()
        office.post(context, lambda: _finish(context, frame, title, answer, problem))

    threading.Thread(target=wait, daemon=True).start()


def _pipe(context: Any) -> str:
    """Where the helper reaches this office. One pipe for all presses: letting go of one breaks the connections that came through it, and with them the next one's."""
    if not _Now.pipe:
        pipe = "xlplugin" + secrets.token_hex(16)
        acceptor = office.service(context, "com.sun.star.office.Acceptor")
        acceptor.initialize(("pipe,name=" + pipe + ";urp;StarOffice.ComponentContext", True))
        _Now.pipe, _Now.acceptor = pipe, acceptor
    return _Now.pipe


def _finish(context: Any, frame: Any, title: str, answer: str, problem: str) -> None:
    """In the office's thread: what came of it."""
    told = _tell(frame, answer)
    if problem:
        office.show(frame, ERRORBOX, title, problem)
    elif told is not None:
        timer = threading.Timer(STATUS_SECONDS, lambda: office.post(context, told.end))
        timer.daemon = True
        timer.start()


def _tell(frame: Any, words: str) -> Any:
    """Shows a text in the status bar instead of our last one; an empty one gives the bar back."""
    if _Now.status is not None:
        _Now.status.end()
    _Now.status = office.StatusText(frame, words) if words and frame.Controller is not None else None
    return _Now.status


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, IDENTIFIER, _SERVICES)
