"""A Calc with windows, on a display of its own: what stands on it is found by its accessible name, pressed with a mouse, and photographed."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tests.calc_host import missing_screen, screen
from tests.office import soffice
from xlplugin.errors import HostSilentError
from xlplugin.live.calc.bridge import resolve
from xlplugin.live.calc.office import listens

T = TypeVar("T")
SIZE = (1600, 1000)
"""Of the window: the whole display."""
_PATIENCE = 60.0
_MOST_CHILDREN = 60
"""What has more children is a table of cells, and no button is in there."""
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="LastCompatibilityCheckID" oor:op="fuse"><value>none</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


def missing_desktop() -> str | None:
    """Why no window can be pressed and photographed here; None where one can."""
    tools = [name for name in ("xdotool", "import") if not shutil.which(name)]
    return missing_screen() or (f"{' and '.join(tools)} not installed" if tools else None)


def wait_for(found: Callable[[], T | None], what: str, seconds: float = _PATIENCE) -> T:
    """The first answer that is not None; an office in motion may also refuse to answer for a moment."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(Exception):
            if (answer := found()) is not None:
                return answer
        time.sleep(0.1)
    raise AssertionError(f"not seen within {seconds:.0f} s: {what}")


@dataclass(frozen=True)
class Box:
    """Where something is on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Window:
    """The Calc window in front. `context` is the office's, for what only UNO can tell."""

    display: str
    context: Any
    process: subprocess.Popen[bytes]

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    @property
    def frame(self) -> Any:
        """The frame of the (only) workbook."""
        return self.service("com.sun.star.frame.Desktop").getFrames().getByIndex(0)

    def find(self, name: str) -> Box:
        """Where the button or the like of this accessible name is. Toolbars are searched first: the whole window takes seconds."""
        return wait_for(lambda: next((box for root in self._roots() if (box := _find(root, name))), None), name)

    def element(self, name: str) -> Box:
        """Where a part of the window is, by its short address: `toolbar/standardbar`, `statusbar/statusbar`."""
        context = self.frame.LayoutManager.getElement(f"private:resource/{name}").RealInterface.getAccessibleContext()
        place, size = context.getLocationOnScreen(), context.getSize()
        return Box(place.X, place.Y, size.Width, size.Height)

    def press(self, name: str, times: int = 1) -> None:
        """A click of the mouse on the middle of it."""
        self._click(self.find(name), times)

    def message(self) -> tuple[str, str]:
        """Title and words of the message that is open."""
        box = wait_for(self._message, "a message")
        return str(box.getAccessibleName()), _words(box)

    def has_message(self) -> bool:
        return self._message() is not None

    def dismiss(self, button: str) -> None:
        """Presses a button of the open message until it is gone: one that is just opening does not yet hear the mouse."""

        def gone() -> bool | None:
            message = self._message()
            if message is not None and (box := _find(message, button)):
                self._click(box, 1)
                time.sleep(0.2)
            return True if self._message() is None else None

        wait_for(gone, "the message to go")

    def photograph(self, target: Path) -> Path:
        """The whole screen as a PNG."""
        subprocess.run(["import", "-display", self.display, "-window", "root", str(target)], check=True)
        return target

    def pixels(self, box: Box) -> bytes:
        """What a part of the screen shows: red, green and blue of each pixel, row by row."""
        area = f"{box.width}x{box.height}+{box.x}+{box.y}"
        command = ["import", "-display", self.display, "-window", "root", "-crop", area, "-depth", "8", "rgb:-"]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def _roots(self) -> Iterator[Any]:
        manager, window = self.frame.LayoutManager, self.frame.ContainerWindow
        bars = [element for element in manager.getElements() if "/toolbar/" in element.ResourceURL and element.RealInterface is not None]
        yield from (bar.RealInterface.getAccessibleContext() for bar in bars)
        yield window.getAccessibleContext()

    def _click(self, box: Box, times: int) -> None:
        where = [str(box.x + box.width // 2), str(box.y + box.height // 2)]
        command = ["xdotool", "mousemove", *where, "click", "--repeat", str(times), "--delay", "80", "1"]
        subprocess.run(command, env={**os.environ, "DISPLAY": self.display}, check=True)

    def _message(self) -> Any:
        """The accessible context of the open message; None where there is none. Messages are the windows of role ALERT."""
        toolkit = self.service("com.sun.star.awt.Toolkit")
        for number in range(toolkit.getTopWindowCount()):
            with suppress(Exception):  # a window that is being closed
                window = toolkit.getTopWindow(number)
                context = window.getAccessibleContext()
                if window.isVisible() and context.getAccessibleRole() in (1, 14) and context.getAccessibleName():  # AccessibleRole.ALERT, DIALOG
                    return context
        return None


_DESKTOP_PATH = "/usr/local/bin:/usr/bin:/bin"
"""As Calc is started from the desktop. With a `python3` of pyenv or of a virtual environment first on the path, LibreOffice's own
Python takes that one's libraries for its own, finds no `uno`, and the office ends as soon as any extension in Python is installed."""


@contextmanager
def visible_calc(folder: Path, workbook: Path, language: str = "zh-CN") -> Iterator[Window]:
    """Calc with a workbook open, its profile in `folder` / profile (which may be there already), speaking a language that is installed. Its helper's state is in `folder` / state."""
    if sys.platform == "win32":
        raise NotImplementedError
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.write_text(_SETTINGS, "utf-8")
    pipe = f"xlplugin_desktop_{secrets.token_hex(8)}"
    program = soffice()
    assert program is not None
    options = [f"-env:UserInstallation={profile.as_uri()}", "--norestore", "--nologo", f"--language={language}", f"--accept=pipe,name={pipe};urp;"]
    with screen() as display:
        environment = {**os.environ, "DISPLAY": display, "SAL_USE_VCLPLUGIN": "gen", "PATH": _DESKTOP_PATH, "XDG_STATE_HOME": str(folder / "state")}
        said = folder / "said.txt"
        with said.open("wb") as output:
            process = subprocess.Popen(
                [program, *options, str(workbook)], env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            try:
                context = wait_for(lambda: _connected(pipe), "LibreOffice")
            except AssertionError as error:
                shown = subprocess.run(["ps", "-eo", "pid,ppid,pgid,stat,args"], capture_output=True, text=True, check=False).stdout
                offices = "\n".join(line for line in shown.splitlines() if "office" in line or "oosplash" in line or "Xvfb" in line)
                raise AssertionError(f"{error}; it ended with {process.poll()} and said: {said.read_text('utf-8', 'replace')}\n{listens(pipe)=}\n{offices}") from None
            window = Window(display, context, process)
            wait_for(lambda: window.frame.Controller, "the workbook")
            window.frame.ContainerWindow.setPosSize(0, 0, *SIZE, 15)
            wait_for(lambda: True if window.element("statusbar/statusbar").y > SIZE[1] * 0.9 else None, "the window in its size")
            yield window
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


def _connected(pipe: str) -> Any:
    with suppress(HostSilentError):
        return resolve(pipe)
    return None


def _find(context: Any, name: str) -> Box | None:
    """Depth first: the first that has the name and is large enough to be seen."""
    if str(context.getAccessibleName()).split("(")[0] == name:
        place, size = context.getLocationOnScreen(), context.getSize()
        if size.Width > 0 and size.Height > 0:
            return Box(place.X, place.Y, size.Width, size.Height)
    count = context.getAccessibleChildCount()
    if count > _MOST_CHILDREN:
        return None
    for number in range(count):
        child = context.getAccessibleChild(number)
        if child is not None and (found := _find(child.getAccessibleContext(), name)):
            return found
    return None


def _words(context: Any) -> str:
    children = (context.getAccessibleChild(number).getAccessibleContext() for number in range(context.getAccessibleChildCount()))
    return "\n".join(name for child in children if (name := str(child.getAccessibleName())) and child.getAccessibleRole() != 44)  # AccessibleRole.PUSH_BUTTON
