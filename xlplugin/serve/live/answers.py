"""What the helper answers to each address under `/api/live`. All its JSON is ASCII: who asks from VBA need not know what UTF-8 is.

`POST /api/live/validate` and the like begin a command: 202 and `job`, at once, so that the spreadsheet program is free when the
command speaks to it; 409 where its last one has not ended. `GET /api/live/result?job=N`: 202 while it is under way (`wait`: for
so many seconds at most), 200 with `text` and `is_quiet`, 422 with the sentence of a refusal in `error`, 500 with that of a fault.
`GET /api/live` tells which version runs and what it is at, and `POST /api/live/end` ends it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from xlplugin.addin.toolbar.labels import LABELS
from xlplugin.errors import UsageError
from xlplugin.serve.live.jobs import Jobs, Press, Result, StillRunningError
from xlplugin.serve.local.answers import Answer, Asked, Method
from xlplugin.serve.local.guards import Guards
from xlplugin.text import Language, Text
from xlplugin.version import __version__

_KINDS: Mapping[str, type] = {"host": str, "book": str, "pipe": str, "file": str, "hwnd": int, "yes": bool, "over": bool, "lang": str}
_HOSTS = ("auto", "excel", "calc")
_UNKNOWN = Text("没有这一次操作，或者结果已经取走。", "there is no such run, or its result was fetched before")
_STILL = Text("“{label}”还没有结束，请稍候再点。", "“{label}” has not finished yet; please wait")


def methods(jobs: Jobs, end: Callable[[], None]) -> tuple[dict[str, Method], dict[str, Method]]:
    """What is answered to GET and to POST, by address. `end` ends the helper."""

    def about(asked: Asked, guards: Guards) -> Answer:
        return _json(200, {"version": __version__, "pid": os.getpid(), "is_busy": jobs.is_busy, "done": jobs.done})

    def ended(asked: Asked, guards: Guards) -> Answer:
        end()
        return _json(200, {})

    def result(asked: Asked, guards: Guards) -> Answer:
        wait = asked.query.get("wait", "0")
        try:
            found = jobs.result(asked.query.get("job", ""), float(wait) if wait.isdecimal() else 0.0)
        except KeyError:
            return _json(404, {"error": _UNKNOWN.show(asked.language)})
        return _json(202, {"state": "running"}) if found is None else told(found)

    def begin(command: str) -> Method:
        def answer(asked: Asked, guards: Guards) -> Answer:
            wanted = request(asked.body)
            press = pressed(command, wanted)
            try:
                return _json(202, {"job": jobs.begin(press, is_over=wanted.get("over", False))})
            except StillRunningError as error:
                return _json(409, {"error": _STILL.fill(label=LABELS[error.command]).show(press.language)})

        return answer

    return {"/api/live": about, "/api/live/result": result}, {**{f"/api/live/{name}": begin(name) for name in LABELS}, "/api/live/end": ended}


def request(body: bytes) -> dict[str, Any]:
    """What a press says of itself. Raises `UsageError`."""
    try:
        wanted = json.loads(body)
    except ValueError:
        wanted = None
    if not isinstance(wanted, dict) or not all(type(value) is _KINDS.get(name) for name, value in wanted.items()) or wanted.get("host", "auto") not in _HOSTS:
        raise UsageError(zh="按钮送来的请求有误，请重新安装加载项或工具栏。", en="the button's request is malformed; install the add-in or the toolbar again")
    return wanted


def pressed(command: str, wanted: Mapping[str, Any]) -> Press:
    """The press that a request speaks of."""
    language: Language = "en" if wanted.get("lang") == "en" else "zh"
    host, pipe, hwnd = wanted.get("host", "auto"), wanted.get("pipe"), wanted.get("hwnd")
    file = Path(wanted["file"]) if "file" in wanted else None
    arguments = {"host": host, "book": wanted.get("book"), "pipe": pipe, "hwnd": hwnd, "file": file, "says_yes": wanted.get("yes", False), "language": language}
    return Press(command, f"{host} {pipe or hwnd or ''}", language, arguments)


def told(result: Result) -> Answer:
    """A result as it goes back."""
    language = result.language
    if result.answer is not None:
        return _json(200, {"text": result.answer.text.show(language), "is_quiet": result.answer.is_quiet})
    return _json(500 if result.is_fault else 422, {"error": (result.error or _UNKNOWN).show(language)})


def _json(status: int, values: Mapping[str, Any]) -> Answer:
    return Answer(json.dumps(values).encode("ascii"), status=status)
