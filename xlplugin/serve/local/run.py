"""A report over an archive of submissions, in a private folder: by the processes that stand ready, or, where last year's files came along or the submissions are written upon, by the command line in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xlplugin.errors import FileMissingError, UsageError
from xlplugin.outputs.kinds import FOLDERS
from xlplugin.outputs.marked.copies import copy_name
from xlplugin.outputs.packed import packed
from xlplugin.scratch import scratch
from xlplugin.serve.archive import inside, is_archive, take, unpacked
from xlplugin.serve.desk import NAMES, way_to
from xlplugin.serve.local.guards import FEW, Guards
from xlplugin.serve.local.progress import Job
from xlplugin.serve.local.sitting import REPORT
from xlplugin.serve.view import view_of
from xlplugin.text import Language

KINDS = ("page", *NAMES, "published")
LONGEST = 900.0
"""Seconds."""
ROLES = ("submissions", "roster", "prior")
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from xlplugin.cli import main; main()"
_READY = frozenset({"page", "xlsx", "html", "json", "jsonl", "csv", "sarif", "junit"})
"""Made of what was found alone."""
_ONE_AT_A_TIME = threading.Semaphore(2)
"""Each starts worker processes for all cores."""


def report(kind: str, archive: bytes, language: Language, file: str | None, ending: str, guards: Guards, job: Job) -> tuple[str, bytes]:
    """Name and bytes of one of the `KINDS`. `archive`: a .zip with the folders `submissions`, `roster` and `prior`, or of submissions alone. `file`: for a copy, or a report to publish, of one of them.

    `job` is told how far it is. Raises `UsageError` with what the command line says where it could not be made, and what `Guards.together` raises.
    """
    with _ONE_AT_A_TIME, scratch() as own:
        folder = Path(own)
        outright = _unpack(folder, archive)
        if kind in _READY and not any((folder / "prior").iterdir()):
            found = guards.together(folder, outright, language, kind, job)
            return NAMES.get(kind, kind), _bytes(found) if kind == "page" else (folder / REPORT).read_bytes()
        options = _options(folder, outright, language)
        one = inside(file) if file is not None else None
        if kind == "published":
            name = f"{Path(one or '').stem}{ending if ending == '.html' else '.docx'}"
            return name, _made(folder, name, ["export", f"./{one}", "-o", f"../out/{name}", "--lang", language])
        if kind == "annotated" and one is not None:
            return _copy(folder, one, options, language)
        wanted = "html" if kind == "page" else kind
        name = NAMES[wanted]
        made = folder / way_to(wanted)
        said = _run(folder, [*options, "--report", f"{wanted}=../{way_to(wanted)}"], made)
        if kind == "page":
            return name, _page(said, made.read_text("utf-8"))
        return name, packed(made) if wanted in FOLDERS else made.read_bytes()


def _unpack(folder: Path, archive: bytes) -> list[str]:
    """Lays the files out; gives the submissions that were named outright."""
    for role in (*ROLES, "out"):
        (folder / role).mkdir()
    files = list(unpacked("archive.zip", archive))
    by_role = any(path.startswith("submissions/") for path, _ in files)
    outright: list[str] = []
    for path, content in files:
        role, _, rest = path.partition("/") if by_role else ("submissions", "", path)
        if role in ROLES and rest:
            taken = take(folder / role, rest, content)
            if by_role and role == "submissions" and "/" not in rest and not is_archive(rest, content):
                outright += taken
    return outright


def _options(folder: Path, outright: Sequence[str], language: Language) -> list[str]:
    options = ["check", ".", *(f"./{name}" for name in outright), "--format", "json", "--lang", language]
    if sum(path.is_file() for path in (folder / "submissions").rglob("*")) <= FEW:
        options += ["--jobs", "1"]  # starting a process takes longer than checking so few
    rosters = sorted(path for path in (folder / "roster").rglob("*") if path.is_file())
    options += ["--roster", f"../{rosters[0].relative_to(folder).as_posix()}"] if rosters else []
    return [*options, "--prior", "../prior"] if any((folder / "prior").iterdir()) else options


def _copy(folder: Path, file: str, options: Sequence[str], language: Language) -> tuple[str, bytes]:
    """One file's copy: with what was found across all, where anything was, else of the file alone."""
    *above, name = copy_name(tuple(file.split("/")), language)
    made = folder / "out" / "annotated"
    _run(folder, [*options, "--report", "annotated=../out/annotated"], made)
    found = [path for path in sorted(made.rglob(name)) if path.parent.parts[-len(above) :] == tuple(above) or not above or len(list(made.rglob(name))) == 1]
    if found:
        return name, found[0].read_bytes()
    return name, _made(folder, name, ["annotate", f"./{file}", "-o", f"../out/{name}", "--lang", language])


def _made(folder: Path, name: str, command: Sequence[str]) -> bytes:
    target = folder / "out" / name
    _run(folder, command, target)
    return target.read_bytes()


def _run(folder: Path, command: Sequence[str], target: Path) -> tuple[str, list[str]]:
    """What the command line printed, and what it said besides. Raises `UsageError` where it left nothing at the target."""
    whole = [sys.executable, "-P", "-X", "utf8", "-c", _BOOT, json.dumps([entry for entry in sys.path if entry]), *command]
    try:
        ended = subprocess.run(whole, cwd=folder / "submissions", stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=LONGEST)
    except subprocess.TimeoutExpired:
        raise UsageError(zh=f"超过 {LONGEST:.0f} 秒没有完成，已停止。请减少文件后再试。", en=f"it took more than {LONGEST:.0f} s and was stopped; try fewer files") from None
    said = ended.stderr.strip().splitlines()
    if not target.exists():
        why = said[-1] if said else FileMissingError().text.zh
        raise UsageError(zh=why, en=why)
    return ended.stdout, said[:-1]


def _page(said: tuple[str, list[str]], page: str) -> bytes:
    printed, sentences = said
    return _bytes({"json": printed, "view": view_of(page), "sentences": sentences})


def _bytes(page: Mapping[str, Any]) -> bytes:
    return json.dumps(page, ensure_ascii=False).encode("utf-8", "backslashreplace")
