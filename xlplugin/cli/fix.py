"""`check --fix` and `--diff`: what is sure to be meant otherwise than it is stored, shown, and changed in a copy: by a guarded process (see `runs/workers/door`)."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xlplugin.cli.batch import is_alone
from xlplugin.cli.safe import safe
from xlplugin.errors import UsageError
from xlplugin.text import NOTHING, Language, Text, number

if TYPE_CHECKING:
    from xlplugin.filing.cells import Place, Value
    from xlplugin.filing.filing import Filing
    from xlplugin.runs.workers.checker import Checker

_LINE = Text("{place}  {before} → {after}", "{place}  {before} → {after}")
_QUOTED, _BLANK, _RESULT = Text("“{raw}”", '"{raw}"'), Text("空白", "blank"), Text("公式结果 {saved}", "result {saved}")
_COUNT = Text("{file}：可以改正 {n} 格。", "{file}: {n} cells can be fixed")
_FIXED = Text("已改正 {n} 格，写到副本 {copy}。", "{n} cells fixed, in the copy {copy}")
_NOTHING = Text("{file}：没有可以有把握地改正的格子。", "{file}: there is nothing that can be fixed surely")
_SAME = Text("副本 {copy} 与原文件相同。", "the copy {copy} is the same")


@dataclass(frozen=True, slots=True)
class Fix:
    """A cell that is to hold another figure, and what stands there now."""

    place: Place
    before: Text
    after: Value

    @property
    def text(self) -> Text:
        """The change in a line."""
        return _LINE.fill(place=self.place.full, before=self.before, after=self.after)


def demanded(fix: bool, fix_blanks: bool, diff: bool, output: Path | None, files: Sequence[str], paths: Sequence[str]) -> bool:
    """Whether fixes are asked for, as they can be: of one file, into a copy. Raises `UsageError` for what cannot be."""
    if not (fix or diff):
        if fix_blanks or output is not None:
            raise UsageError(zh="--fix-blanks 和 --output 要与 --fix 或 --diff 同用。", en="--fix-blanks and --output go with --fix or --diff")
        return False
    if not is_alone(files, paths) or "://" in files[0]:
        raise UsageError(zh="--fix 和 --diff 一次只能用于一个文件。", en="--fix and --diff take one file at a time")
    if fix and not diff and output is None:
        raise UsageError(zh="请用 --output 写明改好的副本放在哪里；原文件不改。", en="say with --output where the fixed copy goes; the file itself is never changed")
    return True


def fixes(filing: Filing, with_blanks: bool) -> list[Fix]:
    """What is sure: numbers stored as text or in full-width digits, that nothing stands beside; with `with_blanks` also 0 in entry cells that are blank."""
    from xlplugin.live.totals import blanks, text_numbers

    found = []
    for name in text_numbers(filing):
        cell = filing.cells[name]
        if cell.place is not None and cell.value is not None and not cell.aside:
            found.append(Fix(cell.place, _QUOTED.fill(raw=" ".join(cell.raw.split())), cell.value))
    for name in blanks(filing) if with_blanks else ():
        if (place := filing.cells[name].place) is not None:
            found.append(Fix(place, _BLANK, 0))
    return sorted(found, key=lambda fix: fix.place)


def fix_file(file: Path, forms: Sequence[Path], with_blanks: bool, output: Path | None, language: Language, is_quiet: bool) -> int:
    """Tells the fixes of a file and, with `output`, makes them there; gives how many there are. `forms`: editions of one's own. Raises `XlpluginError`."""
    from xlplugin.runs.workers.door import reading

    with reading(forms) as door:
        count, lines = door.errand(f"{__name__}:fixed", str(file), str(output) if output is not None else None, with_blanks)
    stream = sys.stdout if output is None else sys.stderr
    head = _FIXED.fill(n=count, copy=output) if output is not None else _COUNT.fill(file=file, n=count)
    if not (is_quiet and output is not None):
        nothing = _NOTHING.fill(file=file).followed_by(_SAME.fill(copy=output) if output is not None else NOTHING)
        for sentence in (head if count else nothing, *(Text(*line) for line in lines)):
            print(safe(sentence.show(language)), file=stream)
    return int(count)


def fixed(checker: Checker, file: str, output: str | None, with_blanks: bool) -> tuple[int, list[tuple[str, str]]]:
    """How many cells of a file can be fixed, and each change in both languages; with `output` they are made there. An errand (see `runs/workers/errands`)."""
    from xlplugin.outputs.marked.fixed import write_fixed
    from xlplugin.reading.open import is_document

    source = Path(file)
    if is_document(source):
        raise UsageError(zh=f"--fix 和 --diff 只用于工作簿：{file}", en=f"--fix and --diff are for workbooks: {file}")
    filing = checker.read(source, checker.forms, file)
    found = fixes(filing, with_blanks)
    changes = [*found, *_results(source, filing, found, checker)]
    if output is not None:
        write_fixed(source, Path(output), _values(changes))
    return len(found), [(fix.text.zh, fix.text.en) for fix in changes]


def _results(file: Path, filing: Filing, found: Sequence[Fix], checker: Checker) -> list[Fix]:
    """The form's formulas that come to something else once the cells are fixed, if they had been calculated: their results change with them."""
    from xlplugin.outputs.marked.fixed import write_fixed
    from xlplugin.scratch import scratch

    if not found or not any(cell.formula for cell in filing.cells.values()):
        return []
    with scratch() as folder:
        copy = Path(folder, f"copy{file.suffix}")
        write_fixed(file, copy, _values(found))
        after = checker.read(copy, checker.forms, str(copy)).cells
    changed = []
    for name, cell in filing.cells.items():
        now = after[name].recalculated if name in after else None
        is_sound = cell.formula is not None and cell.place is not None and cell.saved is not None and cell.saved == cell.recalculated
        if is_sound and cell.place and now is not None and not isinstance(now, str) and now != cell.saved:
            shown = cell.saved if isinstance(cell.saved, str) else number(cell.saved or 0)
            changed.append(Fix(cell.place, _RESULT.fill(saved=shown), now))
    return changed


def _values(found: Sequence[Fix]) -> Mapping[Place, Value]:
    return {fix.place: fix.after for fix in found}
