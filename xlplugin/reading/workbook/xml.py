"""XML of workbook packages: parsed without entities or the network, names without namespaces."""

from __future__ import annotations

from typing import Any

from lxml import etree


def parse(content: bytes) -> Any:
    """A part as XML. Entities are not expanded, nothing is fetched, and a document type is refused."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    root = etree.fromstring(content, parser)
    check_no_doctype(root)
    return root


def check_no_doctype(root: Any) -> None:
    """Raises `ValueError` for a document type declaration: what its entities stand for is not read."""
    if root.getroottree().docinfo.doctype:
        raise ValueError("document type declaration")


STREAM: dict[str, Any] = {
    **{"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False},
    **{"remove_comments": True, "remove_pis": True},
}
"""How a part is parsed piece by piece; without comments, which part the digits of a number in two."""


class _Names(dict[object, str]):
    """By tag the name without its namespace: asked of every element of every part, and always of the same few."""

    def __missing__(self, tag: object) -> str:
        if len(self) >= _MOST_NAMES:
            self.clear()
        name = self[tag] = str(tag).rpartition("}")[2]
        return name


_MOST_NAMES = 1024
NAMES = _Names()


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return NAMES[element.tag]


def is_true(text: str | None) -> bool:
    """A boolean attribute."""
    return text in ("1", "true", "on")
