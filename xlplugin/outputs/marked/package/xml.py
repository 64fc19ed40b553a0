"""XML of a package's parts: read without following anything, written back, and text made fit for it."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from xlplugin.errors import DamagedError

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MOST_CHARACTERS = 32_767
"""What a cell or a comment holds."""
_CARRIAGE_RETURN = re.compile(r"_x000[dD]_")
# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _xHHHH_ stands for a character, so that its own underscore has to be written as _x005F_.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# XML 1.0, 2.2: what is no Char cannot stand in a document, not even as a reference.
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(content: bytes, part: str) -> Any:
    """The root element of a part; entities are not resolved and nothing is fetched. Raises DamagedError."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, strip_cdata=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedError(detail=f"{part}: {str(error)[:100]}") from error


def serialise(root: Any) -> bytes:
    """A part's bytes, as spreadsheet programs write them: UTF-8, declared."""
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + bytes(etree.tostring(root.getroottree(), xml_declaration=False, encoding="UTF-8"))


def name(element: Any) -> str:
    """An element's name without its namespace; empty for comments and the like."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def child(parent: Any, tag: str) -> Any:
    """The first child of that name in the parent's own namespace, or None."""
    return parent.find(own(parent, tag))


def children(parent: Any, tag: str) -> list[Any]:
    """The children of that name in the parent's own namespace."""
    return list(parent.iterchildren(own(parent, tag)))


def make(parent: Any, tag: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Any:
    """A new element in the namespace of another, not yet placed; `text` is cleaned."""
    element = etree.Element(own(parent, tag), attributes or {}, nsmap=parent.nsmap)
    if text is not None:
        element.text = clean(text)
        if element.text != element.text.strip() or "\n" in element.text:
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element


def add(parent: Any, tag: str, attributes: dict[str, str] | None = None, text: str | None = None) -> Any:
    """A new last child in the parent's namespace."""
    element = make(parent, tag, attributes, text)
    parent.append(element)
    return element


def own(element: Any, tag: str) -> str:
    """A name in an element's own namespace, as lxml writes it."""
    namespace = etree.QName(element).namespace
    return f"{{{namespace}}}{tag}" if namespace else tag


def clean(text: str) -> str:
    """A text that a part can hold and that reads the same when a spreadsheet program has decoded it; too long a one is cut."""
    lines = _CARRIAGE_RETURN.sub("\r", text).replace("\r\n", "\n").replace("\r", "\n")
    kept = _ILLEGAL.sub("", lines)
    return _ESCAPE.sub("_x005F_", kept if len(kept) <= MOST_CHARACTERS else kept[: MOST_CHARACTERS - 1] + "…")


def decoded(text: str) -> str:
    """A text of a part with its `_xHHHH_` decoded."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
