"""`xlplugin import` and `export`: from reports into the template, and from a workbook to a report ready to publish."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.application import FormOption, Lang, LangOption, app
from xlplugin.cli.batch import PathsArgument
from xlplugin.cli.safe import safe
from xlplugin.text import Text


@app.command("import")
def import_command(
    paths: PathsArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="写成哪个工作簿（.xlsx），或写到哪个文件夹 / the workbook, or the folder", metavar="WORKBOOK|FOLDER")],
    lang: LangOption = Lang.ZH,
    form: FormOption = None,
) -> None:
    """把报告（docx、html、pdf、md、txt）或自制表格导入官方模板。退出码：0 全部导入，2 有文件不能导入。 / Puts reports, and offices' own workbooks, into the template."""
    from xlplugin.errors import UsageError
    from xlplugin.runs.inputs.addresses import find_inputs
    from xlplugin.runs.workers.door import ToldError, reading

    files = find_inputs(paths).files
    if not files:
        raise UsageError(zh="指定的文件夹里没有可以导入的文件。", en="the folders hold no file that can be imported")
    is_workbook = output.suffix.lower() == ".xlsx" and not output.is_dir()
    if is_workbook and len(files) > 1:
        raise UsageError(zh=f"要导入 {len(files)} 份，-o 应为文件夹：{output}", en=f"{len(files)} files are to be imported, so -o has to be a folder: {output}")
    if output.exists() and not output.is_dir():
        raise UsageError(zh=f"文件已存在，未覆盖：{output}", en=f"the file exists and was not replaced: {output}")
    taken: list[str] = []
    status = 0
    with reading(form or ()) as door:
        for file in files:
            try:
                written, *said = door.errand("xlplugin.outputs.exchanged:import_file", file, str(output), is_workbook, taken)
                taken.append(written)
                print(safe(Text(*said).show(lang.value)))
            except ToldError as error:
                status = 2
                print(safe(f"{file}{Text('：', ': ').show(lang.value)}{error.text.show(lang.value)}"), file=sys.stderr)
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
    from xlplugin.outputs.publish.write import check_target
    from xlplugin.runs.workers.door import ToldError, reading

    check_target(output)
    with reading(form or ()) as door:
        try:
            said = door.errand("xlplugin.outputs.exchanged:export_file", str(file), str(output), accept_saved)
        except ToldError as error:
            raise error.of(file, output) from error
    print(safe(Text(*said).show(lang.value)))
