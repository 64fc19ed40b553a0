"""Exports a filing as a report, in the format that the file's name ends with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from xlplugin.errors import UsageError
from xlplugin.filing import Filing
from xlplugin.writing.export.docx import write_docx_report
from xlplugin.writing.export.html import write_html_report
from xlplugin.writing.export.markdown import write_markdown_report
from xlplugin.writing.hand_out import write_new

_WRITERS: Mapping[str, Callable[[Filing], bytes]] = {
    ".docx": write_docx_report,
    ".html": lambda filing: write_html_report(filing).encode(),
    ".htm": lambda filing: write_html_report(filing).encode(),
    ".md": lambda filing: write_markdown_report(filing).encode(),
}
FORMATS = (".docx", ".html", ".md")


def export(filing: Filing, target: Path) -> None:
    """Writes the report of a filing to a new file. Raises `UsageError` for another ending, an existing file, and a place that cannot be written."""
    check_target(target)
    write_new(target, _WRITERS[target.suffix.lower()](filing))


def check_target(target: Path) -> None:
    """Raises `UsageError` where a report could not be written, as far as can be told before."""
    if target.suffix.lower() not in _WRITERS:
        raise UsageError(zh=f"导出文件的扩展名应为 {'、'.join(FORMATS)} 之一：{target.name}", en=f"an export's name ends with one of {', '.join(FORMATS)}: {target.name}")
    if target.exists():
        raise UsageError(zh=f"文件已存在，未覆盖：{target}", en=f"the file exists and was not replaced: {target}")
