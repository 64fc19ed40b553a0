"""What is told of a cell that was not read, though something stands in it."""

from __future__ import annotations

from xlplugin.checking.check import check
from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.reading.figures.obstacles import REASONS


def why_unread(filing: Filing, name: str, checked: Report | None = None) -> str | None:
    """What keeps a cell from being read, None where it is read; the file is then told to be read in part, and no finding speaks of the cell."""
    cell = filing.cells[name]
    if cell.shape is not Shape.NOT_READ:
        return None
    report = checked or check([filing])[0]
    assert cell.value is None and report.status == "incomplete" and not [one for one in report.findings if name in (one.field, *one.related)]
    assert report.coverage is not None
    [unread] = [one for one in report.coverage.unread if name in one.fields]
    return next(kind for kind, text in REASONS.items() if text == unread.fact)
