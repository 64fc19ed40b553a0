"""Family W: the workbook, its formulas and what they depend on."""
