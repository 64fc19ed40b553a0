"""The three tables in a report: labels, rows, pieces, damage."""
