"""What `import` and `export` do with one file, in a guarded process (see `runs/workers/door`): reads it, writes what is asked for, and says what it did."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from xlplugin.filing.filing import Filing
from xlplugin.outputs.file_names import safe_name, unique
from xlplugin.outputs.publish.report import blanks
from xlplugin.outputs.publish.write import export
from xlplugin.outputs.template.hand_out import write_new
from xlplugin.outputs.template.imported import write_imported
from xlplugin.outputs.template.transcript_sheet import saved_fields, unread_fields
from xlplugin.runs.inputs.addresses import local_copy
from xlplugin.runs.workers.checker import Checker
from xlplugin.text import Text

_IMPORTED = Text("已导入 {file}：{target}", "imported {file}: {target}")
_UNREAD = Text("，有 {count} 格没有读出，留作空白（见“导入记录”）", "; {count} cells could not be read and are blank (see the sheet 导入记录)")
_SAVED = Text("，有 {count} 格是保存值（未经重算，见“导入记录”）", "; {count} cells are saved values that were not recalculated (see the sheet 导入记录)")
_NOTED = Text("，读取问题 {count} 处（见“导入记录”）", "; {count} faults of the file (see the sheet 导入记录)")
_EXPORTED = Text("已导出：{target}", "exported: {target}")
_TAKEN_SAVED = Text(
    "，其中 {count} 格是保存值（未经重算），公布前请核实", "; {count} cells are saved values that were not recalculated: verify them before you publish"
)
_BLANK = Text("，其中 {count} 格是空白", "; {count} cells are blank in it")
_NO_TEXT = Text("，没有报告文字，各部分只有标题", "; there is no text of the report, its sections have headings only")


def import_file(checker: Checker, file: str, output: str, is_workbook: bool, taken: Sequence[str]) -> tuple[str, str, str]:
    """Writes one file's workbook: to the place that is named, or into the folder under the organ and the year. Its name, and what to say in both languages."""
    with local_copy(file) as path:
        filing = checker.read(path, checker.forms, file)
    buffer = io.BytesIO()
    write_imported(filing, buffer)
    target = folder = Path(output)
    if not is_workbook:
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{filing.organ}{f'{filing.year}年' if filing.year else ''}" if filing.organ else Path(file).stem
        known = {*taken, *(entry.stem.casefold() for entry in folder.iterdir())}
        target = folder / f"{unique(safe_name(name), known)}.xlsx"
    write_new(target, buffer.getvalue())
    said = _imported(file, target, filing)
    return target.stem.casefold(), said.zh, said.en


def _imported(file: str, target: Path, filing: Filing) -> Text:
    words = _IMPORTED.fill(file=file, target=target)
    if count := len(unread_fields(filing)):
        words += _UNREAD.fill(count=count)
    elif filing.facts.misreadings:
        words += _NOTED.fill(count=len(filing.facts.misreadings))
    if count := len(saved_fields(filing)):
        words += _SAVED.fill(count=count)
    return words + Text("。", "")


def export_file(checker: Checker, file: str, output: str, accepts_saved: bool) -> tuple[str, str]:
    """Writes one workbook's report; what to say of it, in both languages."""
    filing = checker.read(Path(file), checker.forms, file)
    target = Path(output)
    export(filing, target, accepts_saved)
    words = _EXPORTED.fill(target=target)
    if count := len(blanks(filing)):
        words += _BLANK.fill(count=count)
    if count := len(saved_fields(filing)):
        words += _TAKEN_SAVED.fill(count=count)
    if not filing.narrative:
        words += _NO_TEXT
    words += Text("。", "")
    return words.zh, words.en
