"""Which encoding is a text in? It is found by what its bytes allow and its words confirm; a guess is never made."""

from __future__ import annotations

import re

from xlplugin.encodings import by_mark
from xlplugin.errors import UndecodableError

_NAMES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030", "gb_2312-80": "gb18030", "utf8": "utf-8"}
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_TRIED = ("gb18030", "utf-16-le", "utf-16-be")
_CONFIRMING = re.compile("公开|政府|信息|申请|报告")
"""Words without which no report is written: they tell the right reading of bytes from a wrong one that is possible, too."""


def decode(content: bytes, declared: str | None = None) -> str:
    """The text of bytes: by its byte order mark, else UTF-8, else the first encoding in which it is Chinese. Raises `UndecodableError`."""
    text = by_mark(content)
    if text is not None:
        return text
    if b"\x00" not in content:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for encoding in dict.fromkeys((*([declared] if declared else ()), *_TRIED)):
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text and _CONFIRMING.search(text):
            return text
    raise UndecodableError()


def declared_encoding(head: bytes) -> str | None:
    """The encoding that a web page names in its first bytes."""
    match = _DECLARED.search(head)
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    return _NAMES.get(name, name)
