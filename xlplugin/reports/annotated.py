"""Writes the annotated copies of a run: each workbook, and each report in Word, with something to correct or to explain, its findings at its cells."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from xlplugin.batch.addresses import is_remote, local_copy
from xlplugin.batch.addresses import source as source_of
from xlplugin.batch.results import Result, Results
from xlplugin.errors import UsageError, XlpluginError
from xlplugin.reports.slip_names import safe_name
from xlplugin.text import Language, Text
from xlplugin.writing.annotate import annotate

MARK = Text("(批注)", " (annotated)")
"""Stands between a copy's name and its ending, so that nobody takes it for the original."""
_CHANGED = Text("文件在审核之后有改动或已移走，未制作批注副本。请重新审核。", "the file was changed or moved after it was checked; no annotated copy was made. Check it again")
_UNFORESEEN = Text("制作批注副本时出现程序未预料的情况（{cause}）。", "making the annotated copy met a case that the program did not foresee ({cause})")
_IS_INPUT = Text("批注副本会覆盖另一份报送文件 {name}，未写出。请换一个文件夹。", "the annotated copy would replace another submission, {name}, and was not written; choose another folder")


@dataclass(frozen=True, slots=True)
class Annotated:
    """The copies that were written, and which files have none, each with the sentence that says why."""

    written: tuple[Path, ...]
    not_possible: tuple[tuple[str, Text], ...]


def write_annotated(results: Results, folder: Path, language: Language) -> Annotated:
    """Writes a copy of each file with errors or warnings that count; folders lie below `folder` as the inputs lie below theirs.

    The originals are only read. A file that was changed since it was checked, or whose format cannot be marked, is told; it costs no other.
    """
    written: list[Path] = []
    not_possible: list[tuple[str, Text]] = []
    places = places_of(one.file for one in results.manifest.files)
    inputs = {os.path.realpath(one.file) for one in results.manifest.files if not is_remote(one.file)}
    for result in results:
        if not is_worth_a_copy(result):
            continue
        target = folder.joinpath(*copy_name(places[result.source.file], language))
        fault = _IS_INPUT.fill(name=target.name) if os.path.realpath(target) in inputs else write_copy(result, target, language)
        if fault is None:
            written.append(target)
        else:
            not_possible.append((result.source.file, fault))
    return Annotated(tuple(written), tuple(not_possible))


def is_worth_a_copy(result: Result) -> bool:
    """Whether a file could be read, and has an error or a warning that counts."""
    return result.status != "unreadable" and result.errors + result.warnings > 0


def write_copy(result: Result, target: Path, language: Language) -> Text | None:
    """Writes one file's annotated copy, beside its place first; a sentence where that was not possible."""
    try:
        filing = result.filing()
        if filing is None:
            return None
        with local_copy(result.source.file) as path:
            if source_of(str(path)).content != result.source.content:
                return _CHANGED
            target.parent.mkdir(parents=True, exist_ok=True)
            annotate(path, target, result.report(), filing, language)
    except XlpluginError as error:
        return error.text
    except OSError as error:
        return UsageError(zh=f"无法写入 {target}：{error.strerror}", en=f"cannot write {target}: {error.strerror}").text
    except Exception as error:  # a crafted file must cost its own copy only; the sentence names the cause
        return _UNFORESEEN.fill(cause=f"{type(error).__name__}: {error}"[:200])
    return None


def copy_name(parts: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """Where a copy goes: as its original, with the mark before the ending."""
    *above, name = parts
    stem, ending = os.path.splitext(name)
    return (*above, f"{stem}{MARK.show(language)}{ending}")


def places_of(files: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each file's place below the folder that all of them lie in, as parts of a path; no two have the same."""
    parts = {file: _parts(file) for file in files}
    common = _common([found[:-1] for found in parts.values()])
    taken: set[tuple[str, ...]] = set()
    places = {}
    for file, found in parts.items():
        stem, ending = os.path.splitext(found[-1])
        above = tuple(safe_name(part) for part in found[common:-1])
        place, count = (*above, safe_name(stem) + ending), 1
        while tuple(part.casefold() for part in place) in taken:
            count += 1
            place = (*above, f"{safe_name(stem)} ({count}){ending}")
        taken.add(tuple(part.casefold() for part in place))
        places[file] = place
    return places


def _common(folders: Sequence[tuple[str, ...]]) -> int:
    """How many parts all of them begin with."""
    return sum(1 for _ in takewhile(lambda level: len(set(level)) == 1, zip(*folders, strict=False)))


def _parts(file: str) -> tuple[str, ...]:
    """A path or an address as parts, without the user's name and password that an address may hold."""
    if is_remote(file):
        protocol, _, rest = file.partition("://")
        server, _, path = rest.partition("/")
        return (protocol, server.rpartition("@")[2], *(part for part in path.split("/") if part not in ("", ".", "..")))
    return Path(os.path.abspath(file)).parts
