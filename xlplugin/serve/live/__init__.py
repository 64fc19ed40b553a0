"""The resident helper: what the buttons do in the open workbook, without starting a program for each press."""
