"""The parts of a saved workbook (Open Packaging Conventions, ECMA-376): what is patched and what is copied as it lies."""
