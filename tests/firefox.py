"""A headless Firefox for tests, spoken to by WebDriver BiDi: JSON messages over a WebSocket on this machine (RFC 6455)."""

from __future__ import annotations

import base64
import itertools
import json
import os
import re
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 300.0
_MASK = 0x55
_LISTENS = re.compile(rb"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)")


def firefox() -> str | None:
    """The browser's program; None where it is not installed."""
    return next((found for name in ("firefox-esr", "firefox") if (found := shutil.which(name))), None)


@dataclass
class Firefox:
    """The running browser with one page."""

    wire: socket.socket
    context: str = ""
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def open(self, path: Path) -> None:
        """Loads a file into the page and waits until it is there."""
        self.call("browsingContext.navigate", context=self.context, url=path.as_uri(), wait="complete")

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page, promises awaited; it has to be a number, a text, or null."""
        answer = self.call("script.evaluate", expression=script, target={"context": self.context}, awaitPromise=True)
        assert answer["type"] == "success", answer
        return answer["result"].get("value")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """A command's answer; events are passed over."""
        number = next(self._numbers)
        self._send(json.dumps({"id": number, "method": method, "params": parameters}).encode())
        while (message := json.loads(self._message())).get("id") != number:
            pass
        assert message["type"] == "success", message
        result: dict[str, Any] = message["result"]
        return result

    def _send(self, content: bytes) -> None:
        """One masked text frame."""
        size = len(content)
        head = struct.pack("!BB", 0x81, 0x80 | size) if size < 126 else struct.pack("!BBH", 0x81, 0xFE, size) if size < 1 << 16 else struct.pack("!BBQ", 0x81, 0xFF, size)
        self.wire.sendall(head + bytes([_MASK]) * 4 + bytes(mark ^ _MASK for mark in content))

    def _message(self) -> bytes:
        """The next text, of however many frames; pings are passed over."""
        whole = b""
        while True:
            first, second = self._read(2)
            size = second & 0x7F
            size = size if size < 126 else int.from_bytes(self._read(2 if size == 126 else 8), "big")
            content = self._read(size)
            assert first & 0x0F != 8, "the browser has ended"
            if first & 0x0F in (0, 1, 2):
                whole += content
                if first & 0x80:
                    return whole

    def _read(self, size: int) -> bytes:
        pieces = b""
        while len(pieces) < size:
            piece = self.wire.recv(size - len(pieces))
            assert piece, "the browser has ended"
            pieces += piece
        return pieces


@contextmanager
def firefox_running(folder: Path) -> Iterator[Firefox]:
    """A browser with an empty page; its profile is in `folder`. It is ended by its process group."""
    if sys.platform == "win32":
        raise NotImplementedError
    program = firefox()
    assert program is not None
    (folder / "profile").mkdir()
    # No address of the world is asked: whatever is not on this machine goes to a proxy that is not there.
    nowhere = {"network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9, "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": 9}
    (folder / "profile" / "user.js").write_text("".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in nowhere.items()))
    command = [program, "--headless", "--no-remote", "--profile", str(folder / "profile"), "--remote-debugging-port", "0", "about:blank"]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "HOME": str(folder)}, start_new_session=True)
    try:
        wire = _connected(_port_of(process))
        try:
            running = Firefox(wire)
            running.call("session.new", capabilities={})
            running.context = running.call("browsingContext.getTree")["contexts"][0]["context"]
            yield running
        finally:
            wire.close()
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def _port_of(process: subprocess.Popen[bytes]) -> int:
    assert process.stderr is not None
    seen, end = b"", time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([process.stderr], [], [], 1)[0]:
            piece = os.read(process.stderr.fileno(), 65536)
            assert piece, seen.decode("utf-8", "replace")
            seen += piece
        if match := _LISTENS.search(seen):
            return int(match[1])
    raise AssertionError(seen.decode("utf-8", "replace"))


def _connected(port: int) -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    key = base64.b64encode(os.urandom(16)).decode()
    wire.sendall(f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += wire.recv(1)
    assert b" 101 " in head.split(b"\r\n")[0], head
    return wire
