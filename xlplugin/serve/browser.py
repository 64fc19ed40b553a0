"""What the page's worker calls, in a browser: one function that takes a method's name, its arguments as JSON and a file's bytes, and gives both back."""

from __future__ import annotations

import json
import os
import shutil
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from xlplugin.errors import XlpluginError
from xlplugin.serve.blanks import blank, blanks
from xlplugin.serve.desk import NAMES, Desk, told
from xlplugin.text import Language

ROOT = Path("/sitting")
Answer = tuple[str, bytes | None]


class Sitting:
    """Answers one call after the other; the desk is begun anew by `open`."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self.language: Language = "zh"
        self._desk: Desk | None = None

    def answer(self, method: str, arguments: str, content: bytes | None) -> Answer:
        """The method's answer: JSON with `value`, or `error`, a sentence, or `memory`, after which the worker is of no use any more; and bytes."""
        values: dict[str, Any] = json.loads(arguments)
        try:
            value, found = _METHODS[method](self, values, content)
            return json.dumps({"value": value}), found
        except XlpluginError as error:
            return json.dumps({"error": error.text.show(self.language)}), None
        except MemoryError:
            return json.dumps({"memory": True}), None
        except Exception as error:  # whatever it is, the page has to say something
            return json.dumps({"error": f"{type(error).__name__}: {error}"[:300], "trace": traceback.format_exc()}), None

    @property
    def desk(self) -> Desk:
        """The sitting's desk."""
        assert self._desk is not None
        return self._desk

    def open(self, language: Language) -> None:
        """Begins anew."""
        self.language = language
        os.chdir(self._root.parent)  # no system removes the folder that one is in
        shutil.rmtree(self._root, ignore_errors=True)
        self._desk = Desk(self._root, language)


def _open(sitting: Sitting, values: dict[str, Any], content: bytes | None) -> tuple[Any, None]:
    sitting.open(values["lang"])
    return None, None


def _add(sitting: Sitting, values: dict[str, Any], content: bytes | None) -> tuple[Any, None]:
    sitting.desk.add(values["role"], values["name"], content or b"")
    return None, None


def _keep(sitting: Sitting, values: dict[str, Any], content: bytes | None) -> tuple[Any, None]:
    sitting.desk.keep(values["outcome"])
    return None, None


def _finish(sitting: Sitting, values: dict[str, Any], content: bytes | None) -> tuple[Any, None]:
    seen = sitting.desk.finish()
    return {"json": seen.json, "view": seen.view, "sentences": [one.show(sitting.language) for one in seen.sentences]}, None


_METHODS: dict[str, Callable[[Sitting, dict[str, Any], bytes | None], tuple[Any, bytes | None]]] = {
    "open": _open,
    "add": _add,
    "begin": lambda sitting, values, content: (list(sitting.desk.begin()), None),
    "check": lambda sitting, values, content: (told(sitting.desk.check(values["file"])), None),
    "keep": _keep,
    "fail": lambda sitting, values, content: (told(sitting.desk.fail(values["file"], values["failure"])), None),
    "finish": _finish,
    "report": lambda sitting, values, content: (NAMES[values["kind"]], sitting.desk.report(values["kind"])),
    "annotated": lambda sitting, values, content: sitting.desk.annotated(values["file"]),
    "published": lambda sitting, values, content: sitting.desk.published(values["file"], values["ending"]),
    "blanks": lambda sitting, values, content: (blanks(), None),
    "blank": lambda sitting, values, content: blank(values["name"]),
}
