"""The program's version: here once, for the package's metadata, reports, add-in and toolbar alike."""

__version__ = "0.1.0"
