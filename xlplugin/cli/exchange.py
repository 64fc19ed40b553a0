"""`xlplugin import` and `export`: from reports into the template, and from a workbook to a report ready to publish."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlplugin.cli.application import FormOption, Lang, LangOption, app
from xlplugin.cli.batch import PathsArgument
from xlplugin.cli.one_file import known_forms
from xlplugin.cli.safe import safe
from xlplugin.text import Language, Text

if TYPE_CHECKING:
    from xlplugin.filing.filing import Filing
    from xlplugin.form import Form

_IMPORTED = Text("已导入 {file}：{target}", "imported {file}: {target}")
_UNREAD = Text("，有 {count} 格没有读出，留作空白（见“导入记录”）", "; {count} cells could not be read and are blank (see the sheet 导入记录)")
_SAVED = Text("，有 {count} 格是保存值（未经重算，见“导入记录”）", "; {count} cells are saved values that were not recalculated (see the sheet 导入记录)")
_NOTED = Text("，读取问题 {count} 处（见“导入记录”）", "; {count} faults of the file (see the sheet 导入记录)")
_EXPORTED = Text("已导出：{target}", "exported: {target}")
_TAKEN_SAVED = Text("，其中 {count} 格是保存值（未经重算），公布前请核实", "; {count} cells are saved values that were not recalculated: verify them before you publish")
_BLANK = Text("，其中 {count} 格是空白", "; {count} cells are blank in it")
_NO_TEXT = Text("，没有报告文字，各部分只有标题", "; there is no text of the report, its sections have headings only")


@app.command("import")
def import_command(
    paths: PathsArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="写成哪个工作簿（.xlsx），或写到哪个文件夹 / the workbook, or the folder", metavar="WORKBOOK|FOLDER")],
    lang: LangOption = Lang.ZH,
    form: FormOption = None,
) -> None:
    """把报告（docx、html、pdf、md、txt）或自制表格导入官方模板。退出码：0 全部导入，2 有文件不能导入。 / Puts reports, and offices' own workbooks, into the template."""
    from xlplugin.errors import UsageError
    from xlplugin.form import editions
    from xlplugin.runs.inputs.addresses import find_inputs
    from xlplugin.runs.workers.chunk import tried

    files = find_inputs(paths).files
    if not files:
        raise UsageError(zh="指定的文件夹里没有可以导入的文件。", en="the folders hold no file that can be imported")
    is_workbook = output.suffix.lower() == ".xlsx" and not output.is_dir()
    if is_workbook and len(files) > 1:
        raise UsageError(zh=f"要导入 {len(files)} 份，-o 应为文件夹：{output}", en=f"{len(files)} files are to be imported, so -o has to be a folder: {output}")
    if output.exists() and not output.is_dir():
        raise UsageError(zh=f"文件已存在，未覆盖：{output}", en=f"the file exists and was not replaced: {output}")
    forms = known_forms(form or ()) or list(editions().values())
    taken: set[str] = set()
    status = 0
    for file in files:
        outcome = tried(lambda one=file: _import(one, output, is_workbook, forms, taken))  # type: ignore[misc]
        if isinstance(outcome, _Done):
            print(safe(outcome.words(lang.value)))
        else:
            status = 2
            print(safe(f"{file}{Text('：', ': ').show(lang.value)}{outcome.text.show(lang.value)}"), file=sys.stderr)
    raise typer.Exit(status)


@app.command("export")
def export_command(
    file: Annotated[Path, typer.Argument(help="工作簿 / the workbook", metavar="WORKBOOK")],
    output: Annotated[Path, typer.Option("--output", "-o", help="导出成 .docx、.html 或 .md / the report to write", metavar="FILE")],
    lang: LangOption = Lang.ZH,
    form: FormOption = None,
    accept_saved: Annotated[bool, typer.Option("--accept-saved", help="公式未能重新计算的，用保存的值 / takes the saved values of formulas that could not be recalculated")] = False,
) -> None:
    """把工作簿导出成可以公布的年度报告：三张表和六个部分的文字。 / Writes a workbook's report, ready to publish."""
    from xlplugin.form import editions
    from xlplugin.outputs.publish.report import blanks
    from xlplugin.outputs.publish.write import check_target, export
    from xlplugin.outputs.template.transcript_sheet import saved_fields
    from xlplugin.reading.open import read_any

    check_target(output)
    filing = read_any(file, str(file), known_forms(form or ()) or list(editions().values()))
    export(filing, output, accept_saved)
    words = _EXPORTED.fill(target=output)
    if count := len(blanks(filing)):
        words += _BLANK.fill(count=count)
    if count := len(saved_fields(filing)):
        words += _TAKEN_SAVED.fill(count=count)
    if not filing.narrative:
        words += _NO_TEXT
    print(safe((words + Text("。", "")).show(lang.value)))


@dataclass(frozen=True, slots=True)
class _Done:
    """A file that was imported, and where to."""

    file: str
    target: Path
    filing: Filing

    def words(self, language: Language) -> str:
        """What there is to say of it."""
        from xlplugin.outputs.template.transcript_sheet import saved_fields, unread_fields

        words = _IMPORTED.fill(file=self.file, target=self.target)
        if count := len(unread_fields(self.filing)):
            words += _UNREAD.fill(count=count)
        elif self.filing.facts.misreadings:
            words += _NOTED.fill(count=len(self.filing.facts.misreadings))
        if count := len(saved_fields(self.filing)):
            words += _SAVED.fill(count=count)
        return (words + Text("。", "")).show(language)


def _import(file: str, output: Path, is_workbook: bool, forms: list[Form], taken: set[str]) -> _Done:
    """Writes one file's workbook: to the place that is named, or into the folder under the organ and the year."""
    import io

    from xlplugin.outputs.file_names import safe_name, unique
    from xlplugin.outputs.template.hand_out import write_new
    from xlplugin.outputs.template.imported import write_imported
    from xlplugin.reading.open import read_any
    from xlplugin.runs.inputs.addresses import local_copy

    with local_copy(file) as path:
        filing = read_any(path, file, forms)
    buffer = io.BytesIO()
    write_imported(filing, buffer)
    target = output
    if not is_workbook:
        output.mkdir(parents=True, exist_ok=True)
        name = f"{filing.organ}{f'{filing.year}年' if filing.year else ''}" if filing.organ else Path(file).stem
        taken |= {entry.stem.casefold() for entry in output.iterdir()}
        target = output / f"{unique(safe_name(name), taken)}.xlsx"
    write_new(target, buffer.getvalue())
    return _Done(file, target, filing)
