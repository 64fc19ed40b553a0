"""退回件: for each organ that has something to correct or to explain one folder, with its slip and its marked copy in it; or all of them in a .zip."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from xlplugin.outputs.folder import said_of
from xlplugin.outputs.marked.copies import MARK, AnnotatedCopies, Places, places_of
from xlplugin.outputs.packed import packed
from xlplugin.outputs.slips.options import OPEN, SlipOptions
from xlplugin.outputs.slips.slips import ENDING, Slips, sent_to
from xlplugin.outputs.writer import Checked
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import beside
from xlplugin.runs.written import note_file
from xlplugin.scratch import scratch
from xlplugin.text import Text

ZIP = ".zip"
_COUNT = Text("已写出 returns：{organs} 家，在 {target}；其中 {copies} 家有批注副本。", "written, returns: {organs} organs in {target}, {copies} of them with a marked copy")


def is_packed(target: Path) -> bool:
    """Whether the folders are wanted in a .zip."""
    return target.suffix.lower() == ZIP


class Returns:
    """What goes back to each organ, in a folder of the organ's name. An organ whose file cannot be marked (one that cannot be read, a PDF) has its slip alone.

    Nothing is replaced but what was written here and is as it was, unless it `is_forced`.
    """

    def __init__(self, target: Path, options: SlipOptions = OPEN, *, is_forced: bool = False) -> None:
        self._target, self._options, self._is_forced = target, options, is_forced

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._language, self._is_packed = run.language, is_packed(self._target)
        self._folder = Path(files.enter_context(scratch())) if self._is_packed else self._target
        self._slips = Slips(self._folder, self._options, is_forced=self._is_forced, is_apart=True, is_noted=not self._is_packed)
        self._copies = AnnotatedCopies(self._folder, is_forced=self._is_forced, places=_places, is_noted=not self._is_packed)
        self._slips.begin(run, files)
        self._copies.begin(run, files)

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._slips.add(result)
        self._copies.add(result)

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        remarks = (*self._slips.remarks(), *self._copies.faults())
        slips, copies = self._slips.paths, self._copies.written
        count = _COUNT.fill(organs=len(slips), target=self._target, copies=len({copy.relative_to(self._folder).parts[0] for copy in copies}))
        if self._is_packed:
            with beside(self._target) as path:
                path.write_bytes(packed(self._folder))
            note_file(self._target)
            return (*remarks, count)
        _, *slips_before = said_of("returns", self._folder, ENDING.show(self._language), slips)
        _, *copies_before = said_of("returns", self._folder, MARK.show(self._language), copies)
        return (*remarks, count, *slips_before, *copies_before)


def _places(run: Checked) -> Places:
    """Each file of a newest submission that goes back, in the folder of its organ."""
    found: dict[str, tuple[str, ...]] = {}
    for entry, name in sent_to(run.review).values():
        if entry.newest is not None:
            found |= {file: (name, *parts) for file, parts in places_of(entry.newest.files).items()}
    return found
