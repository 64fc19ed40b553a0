"""The reviewing office's workbook: who submitted, what is wrong, whom to press, every figure, and the annex of a circular."""

from xlplugin.reports.office.write import write_office_workbook

__all__ = ["write_office_workbook"]
