"""指标 in the office's workbook, in the roll-up and on the page."""
