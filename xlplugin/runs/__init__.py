"""Many files: which ones, read and checked in chunks."""
