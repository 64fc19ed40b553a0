"""One filled form and what is said of it: figures, the report's text, findings, the submissions of a batch. Values that every room passes on."""
