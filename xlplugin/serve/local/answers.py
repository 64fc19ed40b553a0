"""What the service answers to each address under `/api/`: bytes, their kind, and a name to save them under."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from xlplugin.form import editions
from xlplugin.outputs.machine.objects import rules_json, write_reports_json
from xlplugin.outputs.marked.copies import copy_name
from xlplugin.rules import catalogue
from xlplugin.scratch import scratch
from xlplugin.serve.archive import inside
from xlplugin.serve.blanks import blank, blanks
from xlplugin.serve.local.guards import Guards
from xlplugin.serve.local.named import store
from xlplugin.serve.local.openapi import openapi
from xlplugin.serve.local.run import KINDS, report
from xlplugin.text import Language

JSON, BYTES = "application/json", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that may be answered. `query`: its parameters, the last one of each name."""

    language: Language
    query: Mapping[str, str]
    body: bytes = b""

    @property
    def name(self) -> str:
        """The name of the file that was sent, without any folder."""
        path = inside(self.query.get("name", ""))
        return path.rsplit("/", 1)[-1] if path else "submission.xlsx"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back."""

    body: bytes
    kind: str = JSON
    name: str | None = None
    status: int = 200


Method = Callable[[Asked, Guards], Answer]


def check(asked: Asked, guards: Guards) -> Answer:
    """The object of `check --format json` for one file."""
    with scratch() as folder:
        found, _ = guards.check(store(Path(folder), asked.name, asked.body), asked.name)
    stream = io.StringIO()
    write_reports_json(stream, [found], asked.language)
    return Answer(stream.getvalue().encode("utf-8", "backslashreplace"))


def annotated(asked: Asked, guards: Guards) -> Answer:
    """One file's annotated copy. Raises what says why there is none."""
    with scratch() as folder:
        path = store(Path(folder), asked.name, asked.body)
        target = path.with_name(f"copy{path.suffix}")
        guards.annotate(path, asked.name, target, asked.language)
        return Answer(target.read_bytes(), BYTES, copy_name((asked.name,), asked.language)[-1])


def reported(kind: str) -> Method:
    """A report over an archive of submissions."""

    def answer(asked: Asked, guards: Guards) -> Answer:
        with guards.jobs.begun(asked.query.get("job", "")) as job:
            name, content = report(kind, asked.body, asked.language, asked.query.get("file"), asked.query.get("ending", ".docx"), guards, job)
        return Answer(content, JSON if kind == "page" else BYTES, None if kind == "page" else name)

    return answer


def progress(asked: Asked, guards: Guards) -> Answer:
    """How far a report is that was asked for under the name `job`; of the files that are done those from `since` on."""
    since = asked.query.get("since", "0")
    return Answer(guards.jobs.of(asked.query.get("job", "")).shown(int(since[:9]) if since.isdecimal() else 0).encode())


def stop(asked: Asked, guards: Guards) -> Answer:
    """Checks no further file for a report that was asked for under the name `job`."""
    guards.jobs.of(asked.query.get("job", "")).is_stopped = True
    return Answer(b"{}")


def form(asked: Asked, guards: Guards) -> Answer:
    """The editions with their fields, and the blank files; with `file` one of these."""
    if (name := asked.query.get("name")) is not None:
        found, content = blank(name)
        return Answer(content, BYTES, found)
    shown = [
        {"edition": one.edition, "document": one.document, "fields": [{"id": field.id, "text": field.text.show(asked.language)} for field in one.fields.values()]}
        for one in editions().values()
    ]
    return Answer(json.dumps({"editions": shown, "blanks": blanks()}, ensure_ascii=False).encode())


GET: Mapping[str, Method] = {
    "/api/rules": lambda asked, guards: Answer(rules_json(list(catalogue().values()), asked.language).encode()),
    "/api/form": form,
    "/api/progress": progress,
    "/api/openapi.json": lambda asked, guards: Answer(json.dumps(openapi(), ensure_ascii=False).encode()),
}
POST: Mapping[str, Method] = {"/api/check": check, "/api/annotate": annotated, "/api/stop": stop, **{f"/api/report/{kind}": reported(kind) for kind in KINDS}}
