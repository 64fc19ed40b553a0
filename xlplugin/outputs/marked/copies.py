"""Writes the annotated copies of a run: each workbook, and each report in Word, with something to correct or to explain, its findings at its cells."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from xlplugin.errors import UsageError, XlpluginError
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.file_names import common_parts, safe_name
from xlplugin.outputs.folder import said_of
from xlplugin.outputs.marked.parted import seen_in
from xlplugin.outputs.marked.workbook import annotate
from xlplugin.outputs.writer import Checked
from xlplugin.runs.inputs.addresses import local_copy
from xlplugin.runs.inputs.addresses import submission as look_at
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.store.codec import dump
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import remove_unfinished
from xlplugin.runs.workers.door import Door, ToldError
from xlplugin.runs.workers.small import is_without_processes
from xlplugin.runs.written import note_file, refuse_foreign
from xlplugin.text import Language, Text, join

MARK = Text("(批注)", " (annotated)")
"""Stands between a copy's name and its ending, so that nobody takes it for the original."""
COPY = "xlplugin.outputs.marked.errands:copy_of"
"""Who makes one, in a guarded process."""
_CHANGED = Text("文件在审核之后有改动或已移走，未制作批注副本。请重新审核。", "the file was changed or moved after it was checked; no annotated copy was made. Check it again")
_UNFORESEEN = Text("制作批注副本时出现程序未预料的情况（{cause}）。", "making the annotated copy met a case that the program did not foresee ({cause})")
_IS_INPUT = Text("批注副本会覆盖另一份报送文件 {name}，未写出。请换一个文件夹。", "the annotated copy would replace another submission, {name}, and was not written; choose another folder")


Places = Mapping[str, tuple[str, ...]]
"""Where each file's copy lies below a folder, as parts of a path."""


class AnnotatedCopies:
    """A copy of each file with errors or warnings that count, or with figures that were not read; folders lie below `folder` as the inputs lie below theirs.

    The originals are only read, and nothing is replaced but copies as they were written here, unless it `is_forced`. A file that was changed since it was checked, or whose format cannot be marked, is told; it costs no other.
    `places`: where the copies go in place of that; a file that it does not name has none. `is_noted`: whether what was written is remembered as ours.
    """

    def __init__(self, folder: Path, *, is_forced: bool = False, places: Callable[[Checked], Places] | None = None, is_noted: bool = True) -> None:
        self._folder, self._is_forced, self._places_in, self._is_noted = folder, is_forced, places, is_noted
        self.written: list[Path] = []
        self.not_possible: list[tuple[str, Text]] = []
        """Which files have none, each with the sentence that says why."""
        self._is_lacking = False
        """Whether one could not be written, the disk being full, say."""

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._language = run.language
        inputs = [file for one in run.manifest.files for file in one.files]
        self._places: Places = self._places_in(run) if self._places_in is not None else places_of(inputs)
        self._door = files.enter_context(Door(replace(run.manifest.recipe, priors=None, priors_file=None, is_reading_only=True)))
        self._inputs = {os.path.realpath(file) for file in inputs if not is_remote(file)}

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        if not is_worth_a_copy(result.submission) or any(file not in self._places for file in result.submission.files):
            return
        for number, file in enumerate(result.submission.files):
            target = self._folder.joinpath(*copy_name(self._places[file], self._language))
            is_input = os.path.realpath(target) in self._inputs
            fault = _IS_INPUT.fill(name=target.name) if is_input else self._copy(result, target, number)
            if fault is None:
                self.written.append(target)
            else:
                self.not_possible.append((file, fault))

    def _copy(self, result: Result, target: Path, number: int) -> Text | None:
        """Writes a copy; the sentence that says why not, which it also is where somebody else's work lies in its place."""
        try:
            if not self._is_forced:
                refuse_foreign(target)
        except UsageError as error:
            return error.text
        fault = guarded_copy(self._door, result, target, self._language, number)
        if fault is None and self._is_noted:
            note_file(target)
        elif isinstance(fault, UnwrittenText):
            self._is_lacking = True
        return fault

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`. Raises `UsageError`, when all others are written, where a copy could not be."""
        count, *older = said_of("annotated", self._folder, MARK.show(self._language), self.written)
        told = (count, *self.faults(), *older)
        if self._is_lacking:
            every = join(told, "\n", "\n")
            raise UsageError(zh=every.zh, en=every.en)
        return told

    def faults(self) -> tuple[Text, ...]:
        """Which files have no copy, and why."""
        return tuple(Text(f"{file}：", f"{file}: ") + sentence for file, sentence in self.not_possible)


def is_worth_a_copy(one: Submission) -> bool:
    """Whether a file could be read, and has an error or a warning that counts, or a figure that was not read."""
    return one.is_readable and (one.errors + one.warnings > 0 or not one.is_whole)


def guarded_copy(door: Door, result: Result, target: Path, language: Language, number: int = 0) -> Text | None:
    """What `write_copy` does, in a guarded process: a submission may hang or swell whoever marks it."""
    if is_without_processes():
        return write_copy(result, target, language, number)
    texts = {name: result.text(name) for name in ("report", "filing", "base")}
    try:
        said = door.errand(COPY, dump(result.submission), texts, str(target), language, number)
    except ToldError as error:
        remove_unfinished(target)
        return error.text
    if said is None:
        return None
    *words, is_unwritten = said
    return UnwrittenText(*words) if is_unwritten else Text(*words)


@dataclass(frozen=True, slots=True)
class UnwrittenText(Text):
    """The sentence for a copy that could have been, and that the disk or the folder did not take."""


def write_copy(result: Result, target: Path, language: Language, number: int = 0) -> Text | None:
    """Writes one file's annotated copy, beside its place first; a sentence where that was not possible. `number`: which file of a submission that has several."""
    one = result.submission
    try:
        filing = result.filing()
        if filing is None:
            return None
        with local_copy(one.files[number]) as path:
            if look_at(one.file, one.parts).content != one.content:
                return _CHANGED
            target.parent.mkdir(parents=True, exist_ok=True)
            annotate(path, target, *seen_in(result.report(), filing, number), language)
    except UsageError as error:
        return UnwrittenText(error.text.zh, error.text.en)
    except XlpluginError as error:
        return error.text
    except OSError as error:
        words = UsageError(zh=f"无法写入 {target}：{error.strerror}", en=f"cannot write {target}: {error.strerror}").text
        return UnwrittenText(words.zh, words.en)
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
    common = len(common_parts([found[:-1] for found in parts.values()]))
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


def _parts(file: str) -> tuple[str, ...]:
    """A path or an address as parts, without the user's name and password that an address may hold."""
    if is_remote(file):
        protocol, _, rest = file.partition("://")
        server, _, path = rest.partition("/")
        return (protocol, server.rpartition("@")[2], *(part for part in path.split("/") if part not in ("", ".", "..")))
    return Path(os.path.abspath(file)).parts
