"""`xlplugin annotate`: a copy of a workbook, or of a report in Word, with the findings at its cells and sentences."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.application import ForceOption, FormOption, Lang, LangOption, app
from xlplugin.cli.safe import safe
from xlplugin.text import Text


@app.command("annotate")
def annotate_command(
    file: Annotated[Path, typer.Argument(help="要批注的工作簿或 .docx 报告 / the workbook or report", metavar="FILE")],
    output: Annotated[Path, typer.Option("--output", "-o", help="副本写到哪里 / where the copy goes", metavar="COPY")],
    lang: LangOption = Lang.ZH,
    form: FormOption = None,
    is_forced: ForceOption = False,
) -> None:
    """把审核结果批注到一份副本上，原文件不动。 / Writes the findings into a copy; the original is not touched."""
    from xlplugin.runs.whole_file import is_stream, pour
    from xlplugin.runs.workers.door import ToldError, checking
    from xlplugin.runs.written import note_file, refuse_foreign
    from xlplugin.scratch import scratch

    if not is_forced:
        refuse_foreign(output)
    with checking(form or ()) as door, scratch() as folder:
        target = Path(folder, f"copy{file.suffix}") if is_stream(output) else output
        try:
            count, lacking = door.errand("xlplugin.outputs.marked.errands:annotate_file", str(file), str(target), lang.value)
        except ToldError as error:
            raise error.of(file, output) from error
        if target is not output:
            pour(target, output)
    note_file(output)
    said = sys.stderr if target is not output else sys.stdout
    if lacking is not None:
        print(safe((Text("未审全：", "not wholly checked: ") + Text(*lacking)).show(lang.value)), file=said)
    print(safe({"zh": f"已写出批注副本：{output}（{count} 个问题）", "en": f"annotated copy written: {output} ({count} problems)"}[lang.value]), file=said)
