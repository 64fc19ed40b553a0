"""The workbook that is filled in."""
