"""`xlplugin annotate`: a copy of a workbook with the findings at its cells."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xlplugin.cli.app import FormOption, Lang, LangOption, app, safe
from xlplugin.cli.check import known_forms


@app.command("annotate")
def annotate_command(
    file: Annotated[Path, typer.Argument(help="要标注的工作簿 / the workbook", metavar="FILE")],
    output: Annotated[Path, typer.Option("--output", "-o", help="副本写到哪里 / where the copy goes", metavar="COPY")],
    lang: LangOption = Lang.ZH,
    form: FormOption = None,
) -> None:
    """把审核结果标注到一份副本上，原文件不动。 / Writes the findings into a copy; the original is not touched."""
    from xlplugin.checking.check import check
    from xlplugin.reading.read import read_workbook
    from xlplugin.writing.annotate import annotate

    filing = read_workbook(file, known_forms(form))
    report = check([filing])[0]
    annotate(file, output, report, filing, lang.value)
    count = len(report.problems)
    print(safe({"zh": f"已写出标注副本：{output}（{count} 个问题）", "en": f"annotated copy written: {output} ({count} problems)"}[lang.value]))
