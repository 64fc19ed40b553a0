"""The kinds of report that `--report KIND=TARGET` writes, and how each is written."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlplugin.batch.addresses import is_remote
from xlplugin.batch.own import mark_folder
from xlplugin.batch.results import Results
from xlplugin.batch.review import Review
from xlplugin.errors import UsageError
from xlplugin.text import Language, Text

FILES = ("xlsx", "html", "json", "jsonl", "csv", "sarif", "junit")
"""Kinds that are one file."""
FOLDERS = ("annotated", "slips")
"""Kinds that are a folder of files."""
_ENDINGS = {"xlsx": (".xlsx",), "html": (".html", ".htm")}
"""Of those that a person opens: the system goes by them."""
_WRITTEN = Text("已写出 {kind}：{target}", "written, {kind}: {target}")
_OLDER = Text(
    "{target} 里另有 {count} 份不是这次写出的：{files}。所涉单位可能已经改好，请核对后删除，不要发出。",
    "{count} in {target} were not written now: {files}; their organs may have corrected everything, so check and delete them",
)
_MOST_NAMED = 5
_COUNT = Text("已写出 {kind}：{count} 份，在 {target}", "written, {kind}: {count} in {target}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One report that is asked for."""

    kind: str
    target: Path


@dataclass(frozen=True, slots=True)
class SlipOptions:
    """What the slips need besides the results."""

    template: Path | None = None
    deadline: dt.date | None = None


def wanted(words: Sequence[str], inputs: Iterable[str] = ()) -> tuple[Wanted, ...]:
    """The reports of `KIND=TARGET` words; raises `UsageError` for a kind that there is not, and for a target that cannot be written, or where one of the `inputs` lies."""
    found: list[Wanted] = []
    for word in words:
        kind, is_there, target = word.partition("=")
        if kind not in (*FILES, *FOLDERS) or not is_there or not target:
            listed = "、".join((*FILES, *FOLDERS))
            raise UsageError(
                zh=f"--report {word} 写法有误，应为“种类=文件”，种类有：{listed}。",
                en=f"--report {word} is not KIND=TARGET; the kinds are {', '.join((*FILES, *FOLDERS))}",
            )
        found.append(_usable(Wanted(kind, Path(target))))
    targets = [one.target.resolve() for one in found]
    if len(set(targets)) < len(targets):
        raise UsageError(zh="两种报告不能写到同一个位置。", en="two reports cannot be written to one place")
    _apart(found, inputs)
    return tuple(found)


def write(one: Wanted, results: Results, review: Review, language: Language, slips: SlipOptions) -> tuple[Text, ...]:
    """Writes a report; gives what there is to say of it."""
    if one.kind in FOLDERS:
        mark_folder(one.target)
    if one.kind == "annotated":
        from xlplugin.reports.annotated import MARK, write_annotated

        made = write_annotated(results, one.target, language)
        faults = tuple(Text(f"{file}：", f"{file}: ") + sentence for file, sentence in made.not_possible)
        return (_COUNT.fill(kind=one.kind, count=len(made.written), target=one.target), *faults, *_older(one.target, MARK.show(language), made.written))
    if one.kind == "slips":
        from xlplugin.reports.slip_template import own_slip_template, template_notes
        from xlplugin.reports.slips import ENDING, write_slips

        notes = template_notes(own_slip_template(slips.template)) if slips.template else ()
        paths = write_slips(results, review, one.target, language, slips.template, slips.deadline)
        return (*notes, _COUNT.fill(kind=one.kind, count=len(paths), target=one.target), *_older(one.target, ENDING.show(language), paths))
    _write_file(one, results, review, language)
    return (_WRITTEN.fill(kind=one.kind, target=one.target),)


def _write_file(one: Wanted, results: Results, review: Review, language: Language) -> None:
    if one.kind == "xlsx":
        from xlplugin.reports.office import write_office_workbook as write_one
    elif one.kind == "html":
        from xlplugin.reports.html import write_html as write_one
    elif one.kind == "json":
        from xlplugin.reports.json import write_json as write_one
    elif one.kind == "jsonl":
        from xlplugin.reports.jsonl import write_jsonl as write_one
    elif one.kind == "csv":
        from xlplugin.reports.csv import write_csv as write_one
    elif one.kind == "sarif":
        from xlplugin.reports.sarif import write_sarif as write_one
    else:
        from xlplugin.reports.junit import write_junit as write_one
    write_one(results, review, one.target, language)


def _usable(one: Wanted) -> Wanted:
    """The report, when its target can be written as far as can be told before."""
    target = one.target
    if one.kind in FILES and target.is_dir():
        raise UsageError(zh=f"--report {one.kind} 要写到文件，{target} 是文件夹。", en=f"--report {one.kind} writes a file, and {target} is a folder")
    if one.kind in FOLDERS and target.exists() and not target.is_dir():
        raise UsageError(zh=f"--report {one.kind} 要写到文件夹，{target} 是文件。", en=f"--report {one.kind} writes into a folder, and {target} is a file")
    if (ending := _ENDINGS.get(one.kind)) and target.suffix.lower() not in ending:
        raise UsageError(zh=f"--report {one.kind} 的文件名应以 {ending[0]} 结尾：{target}。", en=f"the file of --report {one.kind} has to end in {ending[0]}: {target}")
    if one.kind in FILES and not target.parent.is_dir():
        raise UsageError(zh=f"没有文件夹 {target.parent}。", en=f"there is no folder {target.parent}")
    return one


def _older(folder: Path, mark: str, written: Sequence[Path]) -> tuple[Text, ...]:
    """A sentence on the copies or slips of an earlier run that this one did not replace: nobody is to send them out."""
    now = set(written)
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if mark in path.name and path not in now)
    if not names:
        return ()
    more = Text(" 等", " and others") if len(names) > _MOST_NAMED else Text("", "")
    named = Text("、".join(names[:_MOST_NAMED]), ", ".join(names[:_MOST_NAMED])) + more
    return (_OLDER.fill(target=folder, count=len(names), files=named),)


def _apart(reports: Sequence[Wanted], inputs: Iterable[str]) -> None:
    """Raises where a report would take a submission's place, or copies and slips would lie among the submissions and be taken for some the next time."""
    files = [Path(os.path.realpath(file)) for file in inputs if not is_remote(file)] if reports else []
    for one in reports:
        target = Path(os.path.realpath(one.target))
        if one.kind in FILES and target in files:
            raise UsageError(zh=f"{one.target} 是报送的文件，--report {one.kind} 不能覆盖它。", en=f"{one.target} is a submission; --report {one.kind} must not replace it")
        if one.kind in FOLDERS and any(target in file.parents for file in files):
            raise UsageError(
                zh=f"{one.target} 里有报送的文件，--report {one.kind} 请另写到一个单独的文件夹。",
                en=f"there are submissions in {one.target}; name a folder of its own for --report {one.kind}",
            )
