"""What a web page says of itself outside its text: its title, and the names that the site's furniture gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from xlplugin.reading.documents.formats.stream import Said

_TITLES = ("articletitle", "og:title", "title")
_SITES = ("contentsource", "sitename", "author")
_LONGEST = 200


def said_by(root: Any) -> Iterator[Said]:
    """The page's title (`<title>`, or what the site's software calls so) and whose page it is, the surest first."""
    named: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("name") or node.get("property") or "").lower()
        named.setdefault(name, (node.get("content") or "")[:_LONGEST])
    titles = [named.get(_TITLES[0], ""), *(node.text or "" for node in root.iter("title")), *(named.get(name, "") for name in _TITLES[1:])]
    yield from (Said("title", part) for text in titles for part in _parts(text))
    yield from (Said("site", text) for name in _SITES if (text := named.get(name, "").strip()))


def _parts(text: str) -> Iterator[str]:
    """A title without the site's name behind it: 样例县2023年…报告_样例县人民政府."""
    plain = " ".join(text[:_LONGEST].split())
    yield from (part.strip() for part in re.split(r"[_|–—>»]|\s-\s", plain) if part.strip())
