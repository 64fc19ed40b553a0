"""Asks the resident helper to do what a button does, and starts it where it does not run.

One file for both who ask: the toolbar, inside LibreOffice and its own Python (3.7 or later), and the command line. So: standard
library only, no UNO. The helper is `xlplugin addin start`; see `xlplugin/serve/live`.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

TOKEN = "X-Xlplugin-Token"
ADDRESS = "127.0.0.1"
STARTS_WITHIN = 60.0
"""Seconds; a slow disk reads the packages for the first time."""
_ANSWERS_WITHIN = 10.0
_LOOKS_EVERY = 0.05
_WAITS = 30
"""Seconds that one question for a result may wait for it."""
_DETACHED = 0x00000008 | 0x00000200
"""DETACHED_PROCESS and CREATE_NEW_PROCESS_GROUP of Windows."""


class Helper(NamedTuple):
    """A helper as it has left word of itself."""

    port: int
    token: str
    version: str


class NotStartedError(Exception):
    """The helper ended, or did not answer, instead of starting. `status` is None where it still runs; `said`: what it wrote."""

    def __init__(self, status: int | None, said: str) -> None:
        self.status, self.said = status, said
        super().__init__(said)


def helper_file(environment: Mapping[str, str], platform: str = sys.platform) -> str:
    """Where the helper leaves its port and its token: in the user's own settings folder, which no other user reads."""
    home = os.path.expanduser("~")
    if platform == "win32":
        base = environment.get("APPDATA") or home
    elif platform == "darwin":
        base = os.path.join(home, "Library", "Application Support")
    else:
        base = environment.get("XDG_STATE_HOME") or os.path.join(home, ".local", "state")
    return os.path.join(base, "xlplugin", "helper.txt")


def log_file(file: str) -> str:
    """Where what the helper says without being asked is kept."""
    return os.path.join(os.path.dirname(file), "helper.log")


def read(file: str) -> Helper | None:
    """The helper that has left word in the file; None where none has."""
    try:
        with open(file, encoding="utf-8") as stream:
            port, token, version = stream.read().splitlines()[:3]
        return Helper(int(port), token, version)
    except (OSError, ValueError):
        return None


def running(file: str, version: str | None = None) -> Helper | None:
    """The helper that answers; None where none does. `version`: one of another version is asked to end and does not count."""
    helper = read(file)
    if helper is None:
        return None
    try:
        status, answer = ask(helper, "GET", "/api/live")
        if status != 200:
            return None
        if version is None or answer.get("version") == version:
            return helper
        ask(helper, "POST", "/api/live/end", {})
    except OSError:
        pass
    return None


def ask(helper: Helper, method: str, path: str, body: dict[str, Any] | None = None, timeout: float = _ANSWERS_WITHIN) -> tuple[int, dict[str, Any]]:
    """Status and object of an answer. Raises OSError where the helper is gone."""
    connection = http.client.HTTPConnection(ADDRESS, helper.port, timeout=timeout)
    try:
        content = None if body is None else json.dumps(body).encode("ascii")
        connection.request(method, path, content, {TOKEN: helper.token, "Content-Type": "application/json"})
        answer = connection.getresponse()
        found = json.loads(answer.read().decode("utf-8"))
        return answer.status, found if isinstance(found, dict) else {}
    except (http.client.HTTPException, ValueError) as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()


def start(file: str, command: list[str], environment: Mapping[str, str]) -> Helper:
    """Starts a helper that outlives us, and waits until it answers. Raises OSError where the program cannot be run, `NotStartedError` where nothing comes of it."""
    before, log = read(file), log_file(file)
    os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
    # LibreOffice's Python may take the locale's word for ASCII; bytes say what is meant
    exact: list[Any] = [argument.encode("utf-8") for argument in command] if os.name == "posix" else list(command)
    with open(log, "wb") as output:  # a file, as nobody will be there to read a pipe
        process = subprocess.Popen(
            exact,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=os.path.expanduser("~"),  # never the folder of a workbook
            env=dict(environment),
            start_new_session=True,
            creationflags=_DETACHED if os.name == "nt" else 0,
        )
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        status = process.poll()
        helper = read(file)
        if helper is not None and (helper != before or status is not None) and running(file):
            return helper
        if status is not None:
            raise NotStartedError(status, _text(log))
        time.sleep(_LOOKS_EVERY)
    process.kill()
    raise NotStartedError(None, _text(log))


def do(helper: Helper, command: str, request: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """Has a command done and waits for its end: the status and object of its result. Raises OSError where the helper is gone before."""
    status, answer = ask(helper, "POST", "/api/live/" + command, request)
    job = answer.get("job")
    while status == 202:
        status, answer = ask(helper, "GET", f"/api/live/result?job={job}&wait={_WAITS}", timeout=_WAITS + _ANSWERS_WITHIN)
    return status, answer


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as stream:
            return stream.read().strip()
    except OSError:
        return ""
