"""The HTML report as a part of another page."""

from __future__ import annotations

_BEGINS, _ENDS = "<body>", "<script>"


def view_of(page: str) -> str:
    """What the report's page shows, without its head and its script. Everything in it is escaped already."""
    return page[page.index(_BEGINS) + len(_BEGINS) : page.rindex(_ENDS)].strip()
