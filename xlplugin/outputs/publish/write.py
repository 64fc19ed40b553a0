"""Exports a filing as a report, in the format that the file's name ends with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing.filing import Filing
from xlplugin.outputs.publish.docx import write_docx_report
from xlplugin.outputs.publish.html import write_html_report
from xlplugin.outputs.publish.markdown import write_markdown_report
from xlplugin.outputs.template.hand_out import write_new
from xlplugin.outputs.template.transcript_sheet import saved_fields

_WRITERS: Mapping[str, Callable[[Filing], bytes]] = {
    ".docx": write_docx_report,
    ".html": lambda filing: write_html_report(filing).encode(),
    ".htm": lambda filing: write_html_report(filing).encode(),
    ".md": lambda filing: write_markdown_report(filing).encode(),
}
_MOST_NAMED = 3
FORMATS = (".docx", ".html", ".md")


def export(filing: Filing, target: Path, accept_saved: bool = False) -> None:
    """Writes the report of a filing to a new file.

    Raises `UsageError` for another ending, an existing file, a place that cannot be written, and unless `accept_saved` for
    figures that are saved values of formulas that could not be recalculated: a reader of the report could not tell.
    """
    check_target(target)
    if not accept_saved and (saved := saved_fields(filing)):
        raise _not_recalculated(filing, saved)
    write_new(target, _WRITERS[target.suffix.lower()](filing))


def _not_recalculated(filing: Filing, saved: Sequence[str]) -> UsageError:
    places = [place.full if (place := filing.cell(name).place) else filing.form.fields[name].text.zh for name in saved[:_MOST_NAMED]]
    more_zh, more_en = ("等", " and others") if len(saved) > _MOST_NAMED else ("", "")
    return UsageError(
        zh=f"有 {len(saved)} 格的公式无法重新计算（{'、'.join(places)}{more_zh}），只有保存值，未导出。请改用模板自带的求和公式或直接填数；已逐格核实的，加 --accept-saved。",
        en=f"{len(saved)} cells hold formulas that could not be recalculated ({', '.join(places)}{more_en}), and nothing was exported; use the template's sums or type the figures, or pass --accept-saved once they are verified",
    )


def check_target(target: Path) -> None:
    """Raises `UsageError` where a report could not be written, as far as can be told before."""
    if target.suffix.lower() not in _WRITERS:
        raise UsageError(zh=f"导出文件的扩展名应为 {'、'.join(FORMATS)} 之一：{target.name}", en=f"an export's name ends with one of {', '.join(FORMATS)}: {target.name}")
    if target.exists():
        raise UsageError(zh=f"文件已存在，未覆盖：{target}", en=f"the file exists and was not replaced: {target}")
