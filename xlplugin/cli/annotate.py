"""`xlplugin annotate`: a copy of a workbook, or of a report in Word, with the findings at its cells and sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.app import FormOption, Lang, LangOption, app, safe
from xlplugin.cli.check import known_forms


@app.command("annotate")
def annotate_command(
    file: Annotated[Path, typer.Argument(help="要标注的工作簿或 .docx 报告 / the workbook or report", metavar="FILE")],
    output: Annotated[Path, typer.Option("--output", "-o", help="副本写到哪里 / where the copy goes", metavar="COPY")],
    lang: LangOption = Lang.ZH,
    form: FormOption = None,
) -> None:
    """把审核结果标注到一份副本上，原文件不动。 / Writes the findings into a copy; the original is not touched."""
    from xlplugin.checking.check import check
    from xlplugin.form import editions
    from xlplugin.reading.open import read_any
    from xlplugin.writing.annotate import annotate

    filing = read_any(file, str(file), known_forms(form) or list(editions().values()))
    report = check([filing])[0]
    annotate(file, output, report, filing, lang.value)
    count = len(report.problems)
    print(safe({"zh": f"已写出标注副本：{output}（{count} 个问题）", "en": f"annotated copy written: {output} ({count} problems)"}[lang.value]))
