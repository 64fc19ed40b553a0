"""The endings of reports that can be read; stated here, so that knowing them costs no reader of reports."""

from __future__ import annotations

SUFFIXES = (".docx", ".docm", ".doc", ".html", ".htm", ".pdf", ".md", ".txt")
