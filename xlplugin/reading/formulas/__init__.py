"""Formulas: their syntax, and the spreadsheet functions as Excel and LibreOffice compute them."""
