"""What a guarded process does besides checking: a function named by where it stands, with arguments and an answer in JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from xlplugin.errors import Trouble
from xlplugin.runs.workers.checker import Checker
from xlplugin.runs.workers.chunk import tried
from xlplugin.text import Text

Errand = str
"""`module:function`. The function takes a `Checker` and what JSON holds, and gives what JSON holds."""
_DOING = Text("处理文件时出现程序未预料的情况（{cause}）。", "handling the file met a case that the program did not foresee ({cause})")


def do(errand: Errand, arguments: Sequence[Any], checker: Checker) -> dict[str, Any]:
    """`{"result": …}`, or `{"told": [zh, en]}` for what is wrong with the file. Raises `MemoryError`."""
    module, _, name = errand.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    found = tried(lambda: function(checker, *arguments), _DOING)
    return {"told": [found.text.zh, found.text.en]} if isinstance(found, Trouble) else {"result": found}
