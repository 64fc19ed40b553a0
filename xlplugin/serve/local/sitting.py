"""What a process that stands ready does for the page: it looks at what was sent, and puts together what was found in it.

The files themselves are read and checked by the guarded processes (see `Guards`), one by one. Errands, see `workers.errands`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import Any

from xlplugin.runs.store.codec import dump
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.workers.checker import Checker
from xlplugin.serve.desk import Desk
from xlplugin.text import Language

BEGIN, FINISH = f"{__name__}:begin", f"{__name__}:finish"
REPORT = "report"
"""The file in the sitting's folder that holds a report other than the page."""
_OUTCOMES = "outcomes.json"


def leave(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Leaves what was found where `finish` looks for it."""
    (folder / _OUTCOMES).write_text(json.dumps([dump(one) for one in outcomes]), "ascii")


def begin(checker: Checker, folder: str, outright: Sequence[str], language: Language) -> list[str]:
    """The files to check, from the submissions' folder on."""
    with chdir(folder):
        return list(Desk(Path(folder), language, outright).begin())


def finish(checker: Checker, folder: str, outright: Sequence[str], language: Language, kind: str) -> dict[str, Any]:
    """The page's result; of another kind of report nothing: it lies in the folder then."""
    with chdir(folder):
        desk = Desk(Path(folder), language, outright)
        desk.begin()
        for outcome in json.loads(Path(folder, _OUTCOMES).read_text("ascii")):
            desk.keep(outcome)
        seen = desk.finish()
        if kind != "page":
            Path(folder, REPORT).write_bytes(desk.report(kind))
            return {}
        return {"json": seen.json, "view": seen.view, "sentences": [one.show(language) for one in seen.sentences]}
