"""Family F: the form itself, its edition, tables, rows and labels."""
