"""The kinds of report that `--report KIND=TARGET` writes, and who writes each."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.outputs.slips.options import SlipOptions
from xlplugin.outputs.writer import Checked, Writer, Written, write_all
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.progress import shown
from xlplugin.runs.resume import Progress
from xlplugin.runs.whole_file import is_stream
from xlplugin.runs.written import note_file, note_folder, refuse_foreign, refuse_inputs
from xlplugin.text import Text

FILES = ("xlsx", "html", "json", "jsonl", "csv", "sarif", "junit", "parquet")
"""Kinds that are one file."""
FOLDERS = ("annotated", "slips", "returns")
"""Kinds that are a folder of files; `returns` may also be a .zip."""
_ENDINGS = {"xlsx": (".xlsx",), "html": (".html", ".htm")}
"""Of those that a person opens: the system goes by them."""
_WORTH_A_BAR = 100
"""From so many files on, writing takes long enough for a bar."""
_WRITTEN = Text("已写出 {kind}：{target}", "written, {kind}: {target}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One report that is asked for."""

    kind: str
    target: Path
    is_forced: bool = False
    """Whether what lies there and is not ours is replaced."""

    @property
    def is_file(self) -> bool:
        """Whether it becomes one file."""
        return self.kind in FILES or (self.kind == "returns" and self.target.suffix.lower() == ".zip")


def wanted(words: Sequence[str], inputs: Sequence[str] = (), besides: Sequence[str] = (), printed: Path | None = None, *, is_forced: bool = False) -> tuple[Wanted, ...]:
    """The reports of `KIND=TARGET` words.

    Raises `UsageError` for a kind that there is not, for a target that cannot be written, where one of the `inputs` lies, or what the command reads
    `besides`, or what is `printed` to a file, and, unless it `is_forced`, for one where something lies that is not ours.
    """
    found: list[Wanted] = []
    for word in words:
        kind, is_there, target = word.partition("=")
        if kind not in (*FILES, *FOLDERS) or not is_there or not target:
            listed = "、".join((*FILES, *FOLDERS))
            raise UsageError(
                zh=f"--report {word} 写法有误，应为“种类=文件”，种类有：{listed}。",
                en=f"--report {word} is not KIND=TARGET; the kinds are {', '.join((*FILES, *FOLDERS))}",
            )
        found.append(_usable(Wanted(kind, Path(target), is_forced)))
    targets = [target.resolve() for target in (*(one.target for one in found), *filter(None, [printed]))]
    if len(set(targets)) < len(targets):
        raise UsageError(zh="两种报告不能写到同一个位置。", en="two reports cannot be written to one place")
    _apart(found, [file for file in inputs if not is_remote(file)], besides)
    for one in found:
        if one.is_file and not is_forced:
            refuse_foreign(one.target)
    return tuple(found)


def write(run: Checked, reports: Sequence[Wanted], slips: SlipOptions, printed: Writer) -> list[Written]:
    """Writes the reports in one pass over the submissions, what is `printed` among them; gives what came of each report, in their order, and before them what could not be printed."""
    for one in reports:
        if not one.is_file:
            note_folder(one.target)
    files = len(run.manifest.files)
    with shown(run.language) if reports and files >= _WORTH_A_BAR else nullcontext(lambda progress: None) as on_progress:
        first, *written = write_all(run, [printed, *(_writer(one, slips) for one in reports)], lambda done: on_progress(Progress("write", done, files, 0)))
    for one, made in zip(reports, written, strict=True):
        if one.kind in FILES and made.is_there:
            note_file(one.target)
    lost = [] if first.is_there else [Written((), False) if first.is_unread else first]  # what was to be printed was not; who reads no more needs no word
    return lost + [Written((*made.sentences, _WRITTEN.fill(kind=one.kind, target=one.target))) if made.is_there and one.kind in FILES else made for one, made in zip(reports, written, strict=True)]


def _writer(one: Wanted, slips: SlipOptions) -> Writer:
    """Who writes a report. Each kind brings libraries of its own, so only the one that is asked for is loaded."""
    match one.kind:
        case "annotated":
            from xlplugin.outputs.marked.copies import AnnotatedCopies

            return AnnotatedCopies(one.target, is_forced=one.is_forced)
        case "slips":
            from xlplugin.outputs.slips.slips import Slips

            return Slips(one.target, slips, is_forced=one.is_forced)
        case "returns":
            from xlplugin.outputs.returns import Returns

            return Returns(one.target, slips, is_forced=one.is_forced)
        case "xlsx":
            from xlplugin.outputs.office import OfficeWorkbook

            return OfficeWorkbook(one.target)
        case "html":
            from xlplugin.outputs.page import HtmlPage

            return HtmlPage(one.target)
        case "json":
            from xlplugin.outputs.machine.json import JsonReport

            return JsonReport(one.target)
        case "jsonl":
            from xlplugin.outputs.machine.jsonl import JsonLinesReport

            return JsonLinesReport(one.target)
        case "csv":
            from xlplugin.outputs.machine.csv import CsvReport

            return CsvReport(one.target)
        case "sarif":
            from xlplugin.outputs.machine.sarif import SarifReport

            return SarifReport(one.target)
        case "junit":
            from xlplugin.outputs.machine.junit import JunitReport

            return JunitReport(one.target)
        case _:
            from xlplugin.outputs.machine.parquet import ParquetReport

            return ParquetReport(one.target)


def _usable(one: Wanted) -> Wanted:
    """The report, when its target can be written as far as can be told before."""
    target = one.target
    if one.is_file and target.is_dir():
        raise UsageError(zh=f"--report {one.kind} 要写到文件，{target} 是文件夹。", en=f"--report {one.kind} writes a file, and {target} is a folder")
    if not one.is_file and target.exists() and not target.is_dir():
        raise UsageError(zh=f"--report {one.kind} 要写到文件夹，{target} 是文件。", en=f"--report {one.kind} writes into a folder, and {target} is a file")
    if (ending := _ENDINGS.get(one.kind)) and not is_stream(target) and target.suffix.lower() not in ending:
        raise UsageError(zh=f"--report {one.kind} 的文件名应以 {ending[0]} 结尾：{target}。", en=f"the file of --report {one.kind} has to end in {ending[0]}: {target}")
    if one.is_file and not target.parent.is_dir():
        raise UsageError(zh=f"没有文件夹 {target.parent}。", en=f"there is no folder {target.parent}")
    if one.kind == "parquet":
        from xlplugin.outputs.machine.parquet import need_pyarrow

        need_pyarrow()
    return one


def _apart(reports: Sequence[Wanted], inputs: Sequence[str], besides: Sequence[str]) -> None:
    """Raises where a report would take the place of a submission, or of what is read besides, or copies and slips would lie among the submissions and be taken for some the next time."""
    files = [Path(os.path.realpath(file)) for file in inputs] if reports else []
    for one in reports:
        if one.is_file:
            refuse_inputs(one.target, f"--report {one.kind} ", inputs, besides)
        elif any(Path(os.path.realpath(one.target)) in file.parents for file in files):
            raise UsageError(
                zh=f"{one.target} 里有报送的文件，--report {one.kind} 请另写到一个单独的文件夹。",
                en=f"there are submissions in {one.target}; name a folder of its own for --report {one.kind}",
            )
