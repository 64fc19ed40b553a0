"""A headless Chromium for tests: a page is loaded, clicked, typed into and photographed, and every request it makes is noted.

It is spoken to by the DevTools protocol over two pipes (its descriptors 3 and 4): JSON messages that end with a zero byte.
"""

from __future__ import annotations

import base64
import fcntl
import itertools
import json
import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 60.0
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # tests may run as root
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)


def chromium() -> str | None:
    """The browser's program; None where it is not installed."""
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


@dataclass
class Browser:
    """The running browser with one page. `requests`: the addresses it asked for; `faults`: dialogs, exceptions and violations of the page's policy."""

    write: int
    read: int
    session: str = ""
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _rest: bytes = b""
    _loaded: bool = False
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def open(self, path: Path, width: int = 1280, height: int = 900) -> None:
        """Loads a file into the page, which has that size in pixels, and waits until it is there."""
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self._loaded = False
        self.call("Page.navigate", url=path.as_uri())
        end = time.monotonic() + PATIENCE
        while not self._loaded:
            self._note(self._message(end))

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command's answer; one that fails fails the test with what the browser says."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        content = json.dumps(message).encode() + b"\0"
        while content:
            content = content[os.write(self.write, content) :]
        end = time.monotonic() + PATIENCE
        while (answer := self._message(end)).get("id") != number:
            self._note(answer)
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def click(self, selector: str) -> None:
        """A click of the mouse in the middle of the first element of a CSS selector, which is scrolled to where it can be seen."""
        place = self.evaluate(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.scrollIntoView({{block: 'center'}});"
            " const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1)
        self.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)))")

    def type(self, words: str) -> None:
        """Types into what has the focus."""
        self.call("Input.insertText", text=words)

    def photograph(self, target: Path, whole: bool = False) -> bytes:
        """What the window shows, or the whole page, as a PNG, written to `target`, too."""
        picture = base64.b64decode(self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(picture)
        return picture

    def print(self, target: Path) -> bytes:
        """The page as it is printed, a PDF, written to `target`, too."""
        document = base64.b64decode(self.call("Page.printToPDF", printBackground=True, preferCSSPageSize=True)["data"])
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(document)
        return document

    def _note(self, event: dict[str, Any]) -> None:
        method, told = event.get("method"), event.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])
        elif method == "Page.loadEventFired":
            self._loaded = True
        elif method == "Page.javascriptDialogOpening":
            self.faults.append(f"dialog: {told['message']}")
            self.call("Page.handleJavaScriptDialog", accept=True)
        elif method == "Runtime.exceptionThrown":
            self.faults.append(f"exception: {told['exceptionDetails'].get('exception', {}).get('description', told['exceptionDetails']['text'])}")
        elif method == "Log.entryAdded" and told["entry"]["level"] in ("error", "warning"):
            self.faults.append(f"log: {told['entry']['text']}")

    def _message(self, end: float) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self.read], [], [], max(end - time.monotonic(), 0))
            assert ready, f"no answer within {PATIENCE:.0f} s"
            more = os.read(self.read, 1 << 20)
            assert more, "the browser has ended"
            self._rest += more
        content, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(content)
        return message


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with an empty page; its profile is in `folder`. It is ended by its process group."""
    if sys.platform == "win32":
        raise NotImplementedError
    program = chromium()
    assert program is not None
    pipes = [_high(end) for end in (*os.pipe(), *os.pipe())]
    their_read, our_write, our_read, their_write = pipes
    actions: list[tuple[Any, ...]] = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_RDWR, 0) for number in (0, 1, 2)]
    actions += [(os.POSIX_SPAWN_DUP2, their_read, 3), (os.POSIX_SPAWN_DUP2, their_write, 4)]
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)}
    process = os.posix_spawn(program, [program, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", "about:blank"], environment, file_actions=actions, setsid=True)
    os.close(their_read)
    os.close(their_write)
    try:
        running = Browser(our_write, our_read)
        target = running.call("Target.createTarget", url="about:blank")["targetId"]
        running.session = running.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            running.call(f"{domain}.enable")
        yield running
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(our_write)
        os.close(our_read)


def _high(descriptor: int) -> int:
    """The descriptor under a number that is in nobody's way; programs that are started do not inherit it."""
    if sys.platform == "win32":
        raise NotImplementedError
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 20)
    os.close(descriptor)
    return moved
