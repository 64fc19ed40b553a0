"""Starts and ends the service: one at a time for each user, found again by a second start, and gone when nobody has asked it for a while."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.runs.written import state_folder
from xlplugin.serve.local.answers import GET, POST, Method
from xlplugin.serve.local.guards import Guards
from xlplugin.serve.local.handler import LONGEST_BODY, TOKEN, Handler

ADDRESS = "127.0.0.1"
IDLE = 3600.0
"""Seconds without a request after which the service ends by itself."""
MOST_AT_ONCE = 100
"""Connections; more wait in the system's queue."""
_LOOK_EVERY = 5.0


class Service(ThreadingHTTPServer):
    """The running service. `port` 0: one that is free. Raises `UsageError` where the port is taken.

    `get`, `post` and `has_page` are what it answers; `is_busy` tells whether it is at work though nobody asks.
    """

    daemon_threads = True
    allow_reuse_address = sys.platform != "win32"  # on Windows it would let another program have the port as well
    request_queue_size = 128

    def __init__(self, port: int = 0, guards: Guards | None = None, longest_body: float = LONGEST_BODY) -> None:
        self.token = secrets.token_urlsafe(32)
        self.longest_body = longest_body
        self.get: Mapping[str, Method] = GET
        self.post: Mapping[str, Method] = POST
        self.has_page = True
        self.is_busy: Callable[[], bool] = lambda: False
        self._room = threading.BoundedSemaphore(MOST_AT_ONCE)
        self.touch()
        try:
            super().__init__((ADDRESS, port), Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(zh=f"端口 {port} 不能用：{error}", en=f"port {port} cannot be used: {error}") from error
        self.guards = guards or Guards()

    @property
    def host(self) -> str:
        """As a request has to name it."""
        return f"{ADDRESS}:{self.server_port}"

    @property
    def address(self) -> str:
        """What a browser opens: the token stands behind the #, which no browser sends."""
        return f"http://{self.host}/#{self.token}"

    def touch(self) -> None:
        """Notes that somebody is there."""
        self._asked = time.monotonic()

    def end_when_idle(self, idle: float = IDLE) -> None:
        """Ends the service once nobody has asked it for so many seconds."""

        def look() -> None:
            while time.monotonic() - self._asked < idle or self.is_busy():
                time.sleep(min(_LOOK_EVERY, idle))
            self.shutdown()

        threading.Thread(target=look, daemon=True).start()

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """See `ThreadingHTTPServer`; with no more threads than there is room for."""
        self._room.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: socket.socket | tuple[bytes, socket.socket], client_address: object) -> None:
        """See `ThreadingHTTPServer`."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that broke off is nobody's affair."""

    def server_close(self) -> None:
        """Lets go of the port and ends the processes."""
        super().server_close()
        if hasattr(self, "guards"):
            self.guards.close()


def token_file() -> Path:
    """Where a second start finds the first: in the user's own folder."""
    return (state_folder() or Path(".")) / "serve.json"


def running(file: Path) -> str | None:
    """The address of a service that answers to the file's token; None where there is none."""
    try:
        found = json.loads(file.read_text("utf-8"))
        port, token = int(found["port"]), str(found["token"])
        connection = http.client.HTTPConnection(ADDRESS, port, timeout=5)
        try:
            connection.request("GET", "/api/openapi.json", headers={TOKEN: token})
            return f"http://{ADDRESS}:{port}/#{token}" if connection.getresponse().status == 200 else None
        finally:
            connection.close()
    except (OSError, ValueError, LookupError, TypeError, http.client.HTTPException):
        return None


def note(file: Path, service: Service) -> None:
    """Leaves the token where this user alone can read it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump({"port": service.server_port, "token": service.token, "pid": os.getpid()}, stream)


def forget(file: Path, service: Service) -> None:
    """Takes the token away, if it is this service's still."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        if json.loads(file.read_text("utf-8"))["token"] == service.token:
            file.unlink()
