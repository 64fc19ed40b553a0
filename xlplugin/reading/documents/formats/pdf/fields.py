"""What was typed into a PDF: the values of form fields, and text boxes laid over the page. They become glyphs of the page, where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1, resolve_all

_HIDDEN = 2 | 32
"""Flags of an annotation that nobody sees: hidden, not to be viewed (ISO 32000-1, 12.5.3)."""
_SECRET = 1 << 13
LONGEST = 2_000
_USUAL_SIZE = 10.0
_DEEPEST = 20


def typed_glyphs(page: Any) -> Iterator[Any]:
    """A glyph for each character that is typed into the page."""
    for annotation in page.annots:
        data = annotation["data"]
        if int(data.get("F") or 0) & _HIDDEN:
            continue
        kind = _name(data.get("Subtype"))
        text = _value(data) if kind == "Widget" else _text(data.get("Contents")) if kind == "FreeText" else ""
        if text.strip():
            yield from _glyphs(text[:LONGEST], annotation, page)


def drawn_only(annotations: Any) -> Iterator[tuple[PDFStream, tuple[float, float, float, float]]]:
    """What is drawn for fields of text and text boxes that have no value: the drawing, and the rectangle it fills."""
    for reference in resolve1(annotations) or ():
        data = resolve1(reference)
        if not isinstance(data, dict) or int(resolve1(data.get("F")) or 0) & _HIDDEN:
            continue
        kind = _name(data.get("Subtype"))
        is_text = kind == "Widget" and _name(_inherited(data, "FT")) in ("Tx", "Ch") and not int(resolve1(_inherited(data, "Ff")) or 0) & _SECRET
        if not ((is_text and not _value(data).strip()) or (kind == "FreeText" and not _text(resolve1(data.get("Contents"))).strip())):
            continue
        drawing, box = resolve1((resolve1(data.get("AP")) or {}).get("N")), resolve1(data.get("Rect"))
        if isinstance(drawing, PDFStream) and isinstance(box, list) and len(box) == 4 and len(resolve1(drawing.attrs.get("BBox")) or ()) == 4:
            x0, y0, x1, y1 = (float(resolve1(number)) for number in box)
            yield drawing, (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _value(data: Any) -> str:
    """What a field shows; buttons and secrets show nothing."""
    if _name(_inherited(data, "FT")) not in ("Tx", "Ch") or int(_inherited(data, "Ff") or 0) & _SECRET:
        return ""
    value = resolve_all(_inherited(data, "V"))
    return " ".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _inherited(data: Any, key: str) -> Any:
    """An entry of a field, or of the field that it is part of."""
    for _ in range(_DEEPEST):
        if not isinstance(data, dict):
            return None
        if data.get(key) is not None:
            return data[key]
        data = resolve1(data.get("Parent"))
    return None


def _text(value: Any) -> str:
    content = value.get_data() if isinstance(value, PDFStream) else value
    if isinstance(content, bytes):
        for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\xef\xbb\xbf", "utf-8")):
            if content.startswith(mark):
                return content[len(mark) :].decode(encoding, "replace")
        return content.decode("latin-1")
    return content if isinstance(content, str) else _name(content)


def _name(value: Any) -> str:
    name = getattr(value, "name", "")
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)


def _glyphs(text: str, box: Any, page: Any) -> Iterator[Any]:
    """Characters side by side in their box, line by line, none outside of it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    height = (box["bottom"] - box["top"]) / len(lines)
    for number, line in enumerate(lines):
        size = min(_USUAL_SIZE, max(height * 0.8, 0.1))
        width = min(size / 2, (box["x1"] - box["x0"]) / max(1, len(line)))
        top = box["top"] + number * height + (height - size) / 2
        for at, character in enumerate(line):
            x0 = box["x0"] + at * width
            yield {
                "object_type": "char", "text": character, "fontname": "", "size": size, "upright": True, "matrix": (1, 0, 0, 1, x0, page.height - top - size), "tag": None,
                "x0": x0, "x1": x0 + width, "top": top, "bottom": top + size, "doctop": page.initial_doctop + top, "y0": page.height - top - size, "y1": page.height - top,
                "width": width, "height": size, "adv": width, "non_stroking_color": (0,), "stroking_color": (0,), "page_number": page.page_number,
            }  # fmt: skip
