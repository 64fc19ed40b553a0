"""The files that reports come in, each to the same elements: paragraphs and tables."""
