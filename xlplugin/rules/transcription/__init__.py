"""Family T: faults of the file that was read. They are never the filing's own."""
