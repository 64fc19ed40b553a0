"""What stands in a cell of a web page and is no text: pictures, drawings, formulas, objects of other programs."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any

from xlplugin.filing.cells import Obstacle
from xlplugin.reading.documents.formats.web.nodes import number_of, tag_of

_SMALLEST_FIGURE = 5
"""Pixels; a picture of fewer keeps a place open, and holds no figure."""
_KEEPS_OPEN = re.compile(r"(?:.*[/\\])?(?:spacer|space|blank|pixel|clear|transparent|trans|empty|shim|1x1|1px|dot_clear|pix)(?:[-_]\d+)?\.(?:gif|png)(?:[?#].*)?", re.IGNORECASE)
"""Names of pictures that show nothing."""
_DATA = re.compile(r"data:image/(gif|png);base64,\s*([A-Za-z0-9+/=]{16,64})")
_SIZE = re.compile(r"(?:^|[;\s])(?:max-)?(?:width|height)\s*:\s*(\d{1,4})(?:\.\d+)?px")
_KINDS: dict[str, Obstacle] = {
    **dict.fromkeys(("img", "image", "v:imagedata"), "picture"),
    **dict.fromkeys(("svg", "canvas", "v:textpath", "v:path"), "drawn"),
    **dict.fromkeys(("object", "embed", "applet", "iframe", "video", "math", "o:oleobject"), "embedded"),
}
_DRAWN = frozenset({"path", "text", "tspan", "polygon", "polyline", "line", "rect", "circle", "ellipse", "image", "use", "foreignobject"})


def obstacle_in(node: Any, tag: str) -> Obstacle | None:
    """What an element shows that is no text; None for one that shows none, or nothing of a figure's size."""
    if tag == "input":
        kind: Obstacle | None = "picture" if (node.get("type") or "").strip().lower() == "image" else None
    else:
        kind = _KINDS.get(tag)
    if kind is None or _is_tiny(node) or (tag == "svg" and not any(tag_of(one) in _DRAWN for one in node.iterdescendants())):
        return None
    if tag == "math" and not "".join(node.itertext()).strip():
        return None
    return kind


def _is_tiny(node: Any) -> bool:
    """Whether nothing can be made out in it."""
    sizes = [number_of(node.get(name)) for name in ("width", "height") if node.get(name)] + [int(size) for size in _SIZE.findall((node.get("style") or "").lower())]
    source = (node.get("src") or "").strip()
    if _KEEPS_OPEN.fullmatch(source[-200:]):
        return True
    return min([_SMALLEST_FIGURE, *sizes, *_own_size(source)]) < _SMALLEST_FIGURE


def _own_size(source: str) -> list[int]:
    """Width and height of a small picture that is written into the page; nothing of any other."""
    match = _DATA.match(source)
    if match is None:
        return []
    try:
        head = base64.b64decode(match[2][: len(match[2]) // 4 * 4], validate=False)
    except (binascii.Error, ValueError):
        return []
    if match[1] == "gif":
        return [int.from_bytes(head[at : at + 2], "little") for at in (6, 8)] if head.startswith(b"GIF8") and len(head) >= 10 else []
    return [int.from_bytes(head[at : at + 4], "big") for at in (16, 20)] if head.startswith(b"\x89PNG") and len(head) >= 24 else []
