"""Layouts of workbooks that were seen before: their files are filled in, not parsed."""
