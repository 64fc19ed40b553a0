"""What of a part's XML says nothing of what the workbook holds: its declaration, and how it was last looked at."""

from __future__ import annotations

import re
from functools import lru_cache

_DECLARATION = re.compile(rb"""(?:\xef\xbb\xbf)?(?:<\?xml version=["']1\.0["'](?: encoding=["'](?:UTF|utf)-8["'])?(?: standalone=["'](?:yes|no)["'])?\s*\?>)?\s*<(?=[a-zA-Z])""")
_VIEWS = {
    (b"<sheetViews>", b"</sheetViews>"): re.compile(rb'<sheetViews>(?:</?(?:sheetView|selection|pane)(?: [^<>"]{1,40}="[^<>"]{0,200}")*/?>)*</sheetViews>'),
    (b"<workbookView ", b"/>"): re.compile(rb'<workbookView(?: [^<>"]{1,40}="[^<>"]{0,200}")*/>'),
}
"""Selection, zoom, the tab that was open: and how they begin and end, which is found faster."""
_LONGEST_HEAD, _LONGEST_VIEWS = 80, 2048
"""Bytes that hold a declaration as programs write it, and views that come again in many files: what was told of these is kept."""


def begins_plainly(content: bytes) -> bool:
    """Whether a part begins as programs write it, with the name of an element."""
    return _begins_plainly(content[:_LONGEST_HEAD]) or _begins_plainly.__wrapped__(content)


def may_have_views(content: bytes) -> bool:
    """Whether views, or what looks like them, stand in a part."""
    return any(begin in content for begin, _ in _VIEWS)


def without_views(content: bytes) -> bytes:
    """A part without its views, where they are nothing else."""
    for begin, end in _VIEWS:
        at = content.find(begin)
        until = content.find(end, at) + len(end) if at >= 0 else 0
        views = content[at:until]
        if views and (_are_views if len(views) <= _LONGEST_VIEWS else _are_views.__wrapped__)(begin, end, views):
            content = content[:at] + content[until:]
    return content


@lru_cache(64)
def _begins_plainly(content: bytes) -> bool:
    return _DECLARATION.match(content) is not None


@lru_cache(256)
def _are_views(begin: bytes, end: bytes, views: bytes) -> bool:
    return _VIEWS[begin, end].fullmatch(views) is not None
