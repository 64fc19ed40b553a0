"""Patterns that see no long text, whatever is sent: by file and pattern, the most characters they are given, and why."""

from __future__ import annotations

from collections.abc import Mapping

BOUNDED: Mapping[str, tuple[int, str]] = {}
