"""The report as markdown: tables with pipes, a merged cell's text in its first cell and the others empty."""

from __future__ import annotations

import re

from xlplugin.filing.filing import Filing
from xlplugin.outputs.publish.report import ReportTable, compose

_MARKS = re.compile(r"([\\`*_\[\]<>])")
_LEADS = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([#+\-]|={3,})")


def write_markdown_report(filing: Filing) -> str:
    """The text. The same filing gives the same text."""
    report = compose(filing)
    blocks = [f"# {_plain(report.title)}", *map(_indented, report.opening)]
    for section in report.sections:
        blocks += [f"## {_plain(section.heading)}", *map(_indented, section.paragraphs)]
        if section.table is not None:
            blocks.append(_table(section.table))
    return "\n\n".join([*blocks, *map(_plain, report.closing), ""]).rstrip("\n") + "\n"


def _indented(text: str) -> str:
    """A paragraph two characters in, as Chinese text is set; it also says that it is no rest of the one before."""
    return f"\u3000\u3000{_plain(text)}"


def _plain(text: str) -> str:
    """Words that markdown is to leave as they are."""
    marked = _MARKS.sub(r"\\\1", text.replace("&", "&amp;")).replace("|", "&#124;")
    return _LEADS.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", marked)


def _table(table: ReportTable) -> str:
    cells = [[""] * table.width for _ in table.rows]
    for number, row in enumerate(table.rows):
        for tile in row:
            cells[number][tile.column - 1] = _MARKS.sub(r"\\\1", tile.text.replace("&", "&amp;")).replace("|", r"\|").replace("\n", " ")
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], f"|{' --- |' * table.width}", *lines[1:]])
