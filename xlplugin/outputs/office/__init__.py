"""The reviewing office's workbook: who submitted, what is wrong, whom to press, every figure, and the annex of a circular."""

from xlplugin.outputs.office.write import OfficeWorkbook

__all__ = ["OfficeWorkbook"]
