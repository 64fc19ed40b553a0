"""Packages: the sheets and cells of .xlsx and older workbooks, without a spreadsheet program."""
